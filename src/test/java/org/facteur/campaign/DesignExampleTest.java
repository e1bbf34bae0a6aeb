package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.contact.ContactSource;
import org.facteur.message.MessageSpec.Unsubscribe;
import org.facteur.pace.Limit;
import org.facteur.pace.Pause;
import org.facteur.pace.SendingWindow;
import org.facteur.relay.Credentials;
import org.facteur.relay.Relay;
import org.facteur.relay.Tls;
import org.facteur.verdict.RetryPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job file with about every key there is. */
class DesignExampleTest {

    private static final String EXAMPLE = """
            campaign:
              name: voeux-${year}
              from: "Zythom <zythom@ecole.example>"
              reply-to: zythom@perso.example
              locale: fr-FR
              contacts:
                file: ../input/contacts.csv      # charset and delimiter are detected
                email: email
                name: "{{ prenom }} {{ nom }}"
                where: "voeux = oui"
              message:
                subject: "{{ prenom | default('Chers amis') }}, bonne année ${year} !"
                html: ../input/voeux.html
                text: ../input/voeux.txt
                inline: { carte: ../input/carte.png }
                attachments: [ "../input/invitations/{{ id }}.pdf" ]
                unsubscribe: { mailto: stop@ecole.example, url: "https://ecole.example/stop?who={{ email }}" }
              relays: [ ecole ]
              pace:
                chunk: 50
                pause: 20s..40s
                limits: [ 30/minute, 400/day ]
                per-domain: { gmail.com: 20/minute, "*": 60/minute }
                window: { from: "22:00", to: "06:00", zone: Europe/Paris, days: [ MON, TUE, WED, THU, FRI ] }
                patience: 30m
              retry: { delays: [ 10m, 1h, 4h ], give-up-after: 3d }
              on-doubt: hold
              stale-after: 7d

            relays:
              ecole:
                preset: postfix
                host: smtp.ecole.example
                port: 587
                tls: starttls
                trust: ../input/relay-ca.pem
                username: zythom
                password: ${SMTP_PASSWORD}
                connections: 2
                messages-per-connection: 100
                limits: [ 200/hour, 500/day ]
                timeout: 30s
            """;

    @TempDir
    Path folder;

    private Campaign campaign;
    private Path input;

    @BeforeEach
    void load() {
        input = folder.toAbsolutePath().resolve("input");
        Job job = Job.in(folder).saying(EXAMPLE).parameter("year", "2027").env("SMTP_PASSWORD", "pa$$ {{ word");
        for (String file : List.of("contacts.csv", "voeux.html", "voeux.txt", "carte.png", "relay-ca.pem")) {
            job.holding("input/" + file, "");
        }
        campaign = job.load();
    }

    @Test
    void its_head_is_read() {
        assertThat(campaign.name()).isEqualTo("voeux-2027");
        assertThat(campaign.from()).isEqualTo(new Mailbox("Zythom", EmailAddress.of("zythom@ecole.example")));
        assertThat(campaign.locale()).isEqualTo(Locale.FRANCE);
        assertThat(campaign.onDoubt()).isEqualTo(OnDoubt.HOLD);
        assertThat(campaign.warnings()).isEmpty();
        assertThat(campaign.home().var()).isEqualTo(folder.toAbsolutePath().resolve("var"));
    }

    @Test
    void its_contacts_are_found_from_the_job_file() {
        assertThat(campaign.contacts().file()).isEqualTo(input.resolve("contacts.csv"));
        assertThat(campaign.contacts().emailColumn()).isEqualTo("email");
        assertThat(campaign.contacts().where())
                .isEqualTo(new ContactSource.Filter("voeux = oui", folder.resolve("jobs/voeux.yaml") + ":10"));
        assertThat(campaign.contacts().charset()).isNull();
    }

    @Test
    void its_templates_pass_through_untouched() {
        var message = campaign.message();

        assertThat(message.subject()).isEqualTo("{{ prenom | default('Chers amis') }}, bonne année 2027 !");
        assertThat(message.toName()).isEqualTo("{{ prenom }} {{ nom }}");
        assertThat(message.attachments()).containsExactly("../input/invitations/{{ id }}.pdf");
        assertThat(message.base()).isEqualTo(folder.toAbsolutePath().resolve("jobs"));
        assertThat(message.unsubscribe())
                .isEqualTo(new Unsubscribe("stop@ecole.example", "https://ecole.example/stop?who={{ email }}"));
        assertThat(message.inline()).containsEntry("carte", input.resolve("carte.png"));
        assertThat(message.replyTo()).isEqualTo(new Mailbox(null, EmailAddress.of("zythom@perso.example")));
        assertThat(message.html()).isEqualTo(input.resolve("voeux.html"));
        assertThat(message.text()).isEqualTo(input.resolve("voeux.txt"));
    }

    @Test
    void its_pace_is_read() {
        var pace = campaign.pace();

        assertThat(pace.pause()).isEqualTo(new Pause(Duration.ofSeconds(20), Duration.ofSeconds(40)));
        assertThat(pace.limits()).containsExactly(Limit.parse("30/minute"), Limit.parse("400/day"));
        assertThat(pace.perDomain()).containsOnlyKeys("gmail.com", "*");
        assertThat(pace.window())
                .isEqualTo(new SendingWindow(
                        LocalTime.of(22, 0),
                        LocalTime.of(6, 0),
                        ZoneId.of("Europe/Paris"),
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)));
        assertThat(campaign.retry())
                .isEqualTo(new RetryPolicy(
                        List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(4)), Duration.ofDays(3)));
    }

    @Test
    void its_relay_is_read_over_the_preset() {
        RelayRoute route = campaign.relays().get(0);
        Relay relay = route.relay();

        assertThat(relay.host()).isEqualTo("smtp.ecole.example");
        assertThat(relay.tls()).isEqualTo(Tls.STARTTLS);
        assertThat(relay.trust()).isEqualTo(input.resolve("relay-ca.pem"));
        assertThat(relay.credentials()).isEqualTo(new Credentials.Password("zythom", "pa$$ {{ word"));
        assertThat(relay.connections()).isEqualTo(2);
        assertThat(relay.limits()).containsExactly(Limit.parse("200/hour"), Limit.parse("500/day"));
        assertThat(route.weight()).isZero();
    }

    @Test
    void its_secret_is_in_no_text() {
        assertThat(campaign.toString()).doesNotContain("pa$$");
    }
}
