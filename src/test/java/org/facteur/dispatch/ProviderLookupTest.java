package org.facteur.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.facteur.address.Domain;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.contact.Contact;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.job.MailingFixture;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.DomainProviders;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerFile;
import org.facteur.pace.SimulatedTiming;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class ProviderLookupTest {

    private final DnsServer dns = new DnsServer();
    private final ScriptedSmtpServer relay = ScriptedSmtpServer.plain();
    private final SimulatedTiming clock = new SimulatedTiming(MailingFixture.START);

    @TempDir
    Path folder;

    private LedgerFile ledger;
    private DomainProviders kept;
    private Campaign campaign;

    @BeforeEach
    void enlist() {
        ledger = new LedgerFile(folder.resolve("ledger"));
        kept = new DomainProviders(ledger.template());
        campaign = MailingFixture.in(folder).relay("ecole", relay).contacts(1).load();
        new Campaigns(ledger.client()).stands(campaign.name(), CampaignState.RUNNING, null, null, clock.instant());
        Enlistment enlistment = new Enlistment(ledger.template(), campaign.name());
        enlistment.write(
                List.of(recipient("marie@ecole.fr"), recipient("paul@maison.fr"), recipient("anne@gmail.com")),
                enlistment.openPass(false),
                clock.instant());
        dns.mx("ecole.fr", "aspmx.l.google.com").mx("maison.fr", "mx.maison.fr");
    }

    @AfterEach
    void close() {
        ledger.close();
        relay.close();
        dns.close();
    }

    @Test
    void what_dns_told_is_asked_once_and_remembered_by_the_ledger() {
        ProviderLookup first = lookUp();
        assertThat(first.apply(new Domain("ecole.fr"))).contains("google");
        assertThat(first.apply(new Domain("maison.fr"))).isEmpty();
        assertThat(first.apply(new Domain("gmail.com"))).contains("google");

        assertThat(lookUp().apply(new Domain("ecole.fr"))).contains("google");

        assertThat(dns.asked()).containsExactlyInAnyOrder("ecole.fr", "maison.fr");
    }

    @Test
    void after_a_month_it_is_asked_again() {
        lookUp();
        dns.mx("ecole.fr", "ecole-fr.mail.protection.outlook.com");
        clock.advance(Duration.ofDays(31));

        assertThat(lookUp().apply(new Domain("ecole.fr"))).contains("microsoft");
    }

    @Test
    void what_dns_said_nothing_about_is_asked_in_the_next_run() {
        dns.silentAbout("ecole.fr");
        assertThat(lookUp().apply(new Domain("ecole.fr"))).isEmpty();
        dns.answering("ecole.fr", org.xbill.DNS.Rcode.NOERROR);

        assertThat(lookUp().apply(new Domain("ecole.fr"))).contains("google");
    }

    @Test
    void a_run_asks_about_a_thousand_domains_at_most_first_those_with_the_most_letters_and_the_next_run_goes_on() {
        List<Listed> letters = new ArrayList<>();
        for (int domain = 0; domain < 1100; domain++) {
            letters.add(recipient("paul@d" + domain + ".fr"));
        }
        letters.add(recipient("marie@d1099.fr"));
        Enlistment enlistment = new Enlistment(ledger.template(), campaign.name());
        enlistment.write(letters, enlistment.openPass(false), clock.instant());

        lookUp();
        assertThat(dns.asked()).hasSize(1000).contains("d1099.fr");

        lookUp();
        assertThat(dns.asked()).hasSize(1102).doesNotHaveDuplicates();
    }

    @Test
    void a_run_into_the_sandbox_asks_nobody() {
        campaign = MailingFixture.in(folder)
                .routes("[ sandbox ]")
                .relay("ecole", relay)
                .contacts(1)
                .load();

        lookUp();

        assertThat(dns.asked()).isEmpty();
    }

    /** What a run does as it begins. */
    private ProviderLookup lookUp() {
        ProviderLookup providers = new ProviderLookup(dns::resolver);
        providers.load(kept, clock);
        providers.ask(kept, new LedgerBook(ledger.client(), campaign.name()), campaign, clock);
        return providers;
    }

    private static Listed recipient(String email) {
        return new Recipient(EmailAddress.of(email), new Contact(2, java.util.Map.of()), List.of());
    }
}
