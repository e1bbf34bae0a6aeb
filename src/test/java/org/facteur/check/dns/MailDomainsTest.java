package org.facteur.check.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.facteur.address.Domain;
import org.facteur.check.dns.MailDomains.Mail;
import org.facteur.pace.Timing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Rcode;

class MailDomainsTest {

    private final TestDns server = new TestDns();
    private final MailDomains domains = new MailDomains(new ResolverDns(server.address(), Timing.system()));

    @AfterEach
    void close() {
        server.close();
    }

    private Mail mail(String domain) {
        return Objects.requireNonNull(
                domains.lookUp(List.of(new Domain(domain))).get(new Domain(domain)));
    }

    @Test
    void a_domain_with_exchangers_takes_mail_and_is_asked_about_once() {
        server.with("ecole.example", "MX 10 mx.ecole.example.");

        assertThat(domains.lookUp(
                        List.of(new Domain("ecole.example"), new Domain("École.example"), new Domain("ECOLE.example"))))
                .containsEntry(new Domain("ecole.example"), Mail.EXCHANGERS)
                .hasSize(2);
        assertThat(server.asked()).containsOnlyOnce("MX ecole.example").hasSize(2);
    }

    @Test
    void a_host_of_the_domain_s_name_stands_for_an_exchanger() {
        server.with("four.example", "A 192.0.2.1").with("six.example", "AAAA 2001:db8::1");

        assertThat(mail("four.example")).isEqualTo(Mail.HOST_ONLY);
        assertThat(mail("six.example")).isEqualTo(Mail.HOST_ONLY);
    }

    @Test
    void a_domain_may_say_that_it_takes_no_mail() {
        server.with("quiet.example", "MX 0 .").with("quiet.example", "A 192.0.2.1");

        assertThat(mail("quiet.example")).isEqualTo(Mail.REFUSED);
    }

    @Test
    void a_domain_without_exchangers_and_host_takes_none() {
        server.with("texts.example", "TXT hello");

        assertThat(mail("texts.example")).isEqualTo(Mail.NONE);
    }

    @Test
    void a_domain_that_does_not_exist_is_known_as_that() {
        assertThat(mail("gmial.example")).isEqualTo(Mail.NO_DOMAIN);
    }

    @Test
    @Timeout(10)
    void what_the_dns_does_not_say_is_not_known() {
        server.answering("broken.example", Rcode.SERVFAIL).silentAbout("slow.example");

        assertThat(mail("broken.example")).isEqualTo(Mail.UNKNOWN);
        assertThat(mail("slow.example")).isEqualTo(Mail.UNKNOWN);
    }

    @Test
    @Timeout(10)
    void hundreds_are_looked_up_in_a_moment_and_dead_ones_do_not_hold_up_the_others() {
        server.silentAbout("d7.example");
        List<Domain> many = IntStream.range(0, 400)
                .mapToObj(i -> new Domain("d" + i + ".example"))
                .toList();
        many.stream()
                .filter(domain -> !domain.name().equals("d7.example"))
                .forEach(domain -> server.with(domain.name(), "MX 10 mx.example."));

        assertThat(domains.lookUp(many))
                .hasSize(400)
                .allSatisfy((domain, mail) -> assertThat(mail)
                        .isEqualTo(domain.name().equals("d7.example") ? Mail.UNKNOWN : Mail.EXCHANGERS));
    }

    @Test
    @Timeout(10)
    void without_a_dns_nothing_is_called_missing() {
        server.silent();
        List<Domain> many = IntStream.range(0, 2000)
                .mapToObj(i -> new Domain("d" + i + ".example"))
                .toList();

        assertThat(domains.lookUp(many).values()).containsOnly(Mail.UNKNOWN);
    }
}
