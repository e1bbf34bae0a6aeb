package org.facteur.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.facteur.address.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Rcode;

@Timeout(60)
class MailExchangersTest {

    private final DnsServer dns = new DnsServer();

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void a_domain_belongs_to_the_provider_that_keeps_its_mail() {
        dns.mx("ecole.fr", "aspmx.l.google.com")
                .mx("mairie.fr", "mairie-fr.mail.protection.outlook.com")
                .mx("maison.fr", "mx.maison.fr");

        assertThat(lookUp("ecole.fr", "mairie.fr", "maison.fr"))
                .isEqualTo(Map.of("ecole.fr", "google", "mairie.fr", "microsoft", "maison.fr", ""));
    }

    @Test
    void the_preferred_exchanger_that_we_know_decides() {
        dns.mx("ecole.fr", "filter.ecole.fr", "aspmx.l.google.com", "ecole-fr.mail.protection.outlook.com");

        assertThat(lookUp("ecole.fr")).containsEntry("ecole.fr", "google");
    }

    @Test
    void no_such_domain_no_exchanger_and_no_mail_wanted_are_answers() {
        dns.mx("nomx.fr").mx("nullmx.fr", ".");

        assertThat(lookUp("nowhere.fr", "nomx.fr", "nullmx.fr"))
                .isEqualTo(Map.of("nowhere.fr", "", "nomx.fr", "", "nullmx.fr", ""));
    }

    @Test
    void a_server_that_fails_or_is_silent_told_nothing_and_the_others_are_answered() {
        dns.mx("ecole.fr", "aspmx.l.google.com")
                .answering("broken.fr", Rcode.SERVFAIL)
                .answering("refused.fr", Rcode.REFUSED)
                .silentAbout("silent.fr");

        assertThat(lookUp("broken.fr", "refused.fr", "silent.fr", "ecole.fr")).isEqualTo(Map.of("ecole.fr", "google"));
    }

    @Test
    void where_no_dns_is_at_hand_only_the_first_lot_is_asked() {
        String[] domains =
                IntStream.range(0, 120).mapToObj(i -> "d" + i + ".fr").toArray(String[]::new);
        for (String domain : domains) {
            dns.silentAbout(domain);
        }

        assertThat(lookUp(domains)).isEmpty();
        assertThat(dns.asked().stream().distinct()).hasSizeLessThanOrEqualTo(50).isNotEmpty();
    }

    @Test
    void nobody_listens() {
        dns.close();

        assertThat(lookUp("ecole.fr")).isEmpty();
    }

    @Test
    void known_and_reserved_names_are_not_asked_about() {
        assertThat(lookUp("gmail.com", "hotmail.fr", "ecole.example", "example.org", "a.test", "printer.local"))
                .isEmpty();
        assertThat(dns.asked()).isEmpty();
    }

    private Map<String, String> lookUp(String... domains) {
        return new MailExchangers(dns.resolver())
                .lookUp(Arrays.stream(domains).map(Domain::new).toList());
    }
}
