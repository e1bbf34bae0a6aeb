package org.facteur.campaign;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
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
import org.facteur.pace.Limit;
import org.facteur.pace.Pause;
import org.facteur.pace.SendingWindow;
import org.facteur.pace.WarmUp;
import org.facteur.relay.Credentials;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayName;
import org.facteur.relay.Tls;
import org.facteur.verdict.RetryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFileTest {

    @TempDir
    Path folder;

    @Test
    void the_smallest_job_file_has_sensible_defaults() {
        Campaign campaign = Job.in(folder).load();

        assertThat(campaign.name()).isEqualTo("voeux");
        assertThat(campaign.locale()).isEqualTo(Locale.ENGLISH);
        assertThat(campaign.pace().chunk()).isEqualTo(50);
        assertThat(campaign.pace().pause()).isEqualTo(Pause.NONE);
        assertThat(campaign.pace().limits()).isEmpty();
        assertThat(campaign.pace().perDomain()).isEmpty();
        assertThat(campaign.pace().window()).isNull();
        assertThat(campaign.pace().patience()).isEqualTo(ofMinutes(30));
        assertThat(campaign.pace().warmUp()).isNull();
        assertThat(campaign.retry())
                .isEqualTo(new RetryPolicy(List.of(ofMinutes(10), ofHours(1), ofHours(4)), ofDays(3)));
        assertThat(campaign.onDoubt()).isEqualTo(OnDoubt.HOLD);
        assertThat(campaign.staleAfter()).isEqualTo(ofDays(7));
        assertThat(campaign.replies()).isNull();
        assertThat(campaign.notifyTo()).isEmpty();
        assertThat(campaign.warnings()).isEmpty();
        assertThat(campaign.home().dir()).isEqualTo(folder.toAbsolutePath());
    }

    @Test
    void the_sandbox_needs_no_definition() {
        Relay sandbox = Job.in(folder).load().relays().get(0).relay();

        assertThat(sandbox)
                .isEqualTo(new Relay(
                        RelayName.SANDBOX,
                        "127.0.0.1",
                        1,
                        Tls.NONE,
                        null,
                        new Credentials.None(),
                        1,
                        100,
                        true,
                        List.of(),
                        ofSeconds(30),
                        null));
    }

    @Test
    void the_sandbox_may_be_slowed_down_like_a_real_relay() {
        Relay sandbox = Job.in(folder)
                .plus("relays: { sandbox: { limits: 5/second, connections: 4, messages-per-connection: 3 } }")
                .load()
                .relays()
                .get(0)
                .relay();

        assertThat(sandbox.limits()).containsExactly(Limit.parse("5/second"));
        assertThat(sandbox.connections()).isEqualTo(4);
        assertThat(sandbox.messagesPerConnection()).isEqualTo(3);
    }

    @Test
    void the_sandbox_is_told_nothing_else() {
        assertThat(Job.in(folder)
                        .plus("relays: { sandbox: { host: smtp.ecole.example } }")
                        .problems())
                .containsExactly("job:7: relays.sandbox.host is not a key; there are: connections, limits,"
                        + " messages-per-connection");
    }

    @Test
    void a_relay_of_ones_own_has_sensible_defaults() {
        Relay relay = Job.in(folder)
                .relay("host: smtp.ecole.example")
                .load()
                .relays()
                .get(0)
                .relay();

        assertThat(relay.port()).isEqualTo(587);
        assertThat(relay.tls()).isEqualTo(Tls.STARTTLS);
        assertThat(relay.credentials()).isEqualTo(new Credentials.None());
        assertThat(relay.connections()).isEqualTo(1);
        assertThat(relay.messagesPerConnection()).isEqualTo(100);
        assertThat(relay.timeout()).isEqualTo(ofSeconds(30));
        assertThat(relay.limits()).isEmpty();
        assertThat(relay.from()).isNull();
    }

    @Test
    void everything_that_can_be_said_about_the_pace_is_read() {
        var pace = Job.in(folder).plus("""
              pace:
                chunk: 10
                pause: 1m30s
                limits: 500/day
                per-domain: { Gmail.COM: 20/minute, orange: [ 5/minute, 50/hour ], "*": 60/minute }
                window: { from: 22:00, to: 24:00, zone: Europe/Paris, days: [ MON, sunday ] }
                patience: 0
                warm-up: { start: 50/day, growth: 1.5 }
            """).load().pace();

        assertThat(pace.pause()).isEqualTo(new Pause(Duration.ofSeconds(90), Duration.ofSeconds(90)));
        assertThat(pace.limits()).containsExactly(Limit.parse("500/day"));
        assertThat(pace.perDomain())
                .containsOnlyKeys("gmail.com", "orange", "*")
                .containsEntry("orange", List.of(Limit.parse("5/minute"), Limit.parse("50/hour")));
        assertThat(pace.window())
                .isEqualTo(new SendingWindow(
                        LocalTime.of(22, 0),
                        LocalTime.MIDNIGHT,
                        ZoneId.of("Europe/Paris"),
                        EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY)));
        assertThat(pace.patience()).isZero();
        assertThat(pace.warmUp()).isEqualTo(new WarmUp(Limit.parse("50/day"), 1.5));
    }

    @Test
    void a_window_without_days_and_zone_opens_every_day_by_the_systems_clock() {
        var window = Job.in(folder)
                .plus("  pace: { window: { from: \"22:00\", to: \"06:00\" } }")
                .load()
                .pace()
                .window();

        assertThat(window)
                .isEqualTo(new SendingWindow(
                        LocalTime.of(22, 0),
                        LocalTime.of(6, 0),
                        ZoneId.systemDefault(),
                        EnumSet.allOf(DayOfWeek.class)));
    }

    @Test
    void relays_go_by_preference_or_by_weight() {
        Job byPreference = Job.in(folder)
                .line(6, "  relays: [ one, { relay: two, for: [ Gmail.com, \"*.edu\" ] } ]")
                .plus("relays: { one: { host: smtp.one.example }, two: { host: smtp.two.example } }");

        assertThat(byPreference.load().relays()).extracting(RelayRoute::weight).containsExactly(0, 0);
        assertThat(byPreference.load().relays().get(1).recipientDomains()).containsExactly("gmail.com", "*.edu");

        Job byWeight = byPreference.line(6, "  relays: [ one, { relay: two, weight: 3 } ]");

        assertThat(byWeight.load().relays()).extracting(RelayRoute::weight).containsExactly(1, 3);
    }

    @Test
    void beside_a_real_relay_the_sandbox_would_swallow_letters() {
        Job mixed = Job.in(folder)
                .line(6, "  relays: [ two, sandbox ]")
                .plus("relays: { two: { host: smtp.two.example } }");

        assertThat(mixed.problems())
                .containsExactly(
                        "job:6: campaign.relays[1] the sandbox delivers to nobody; name it alone for a rehearsal,"
                                + " or leave it out");
    }

    @Test
    void a_from_keeps_its_accents_and_its_domain_its_ascii_form() {
        Campaign campaign = Job.in(folder)
                .line(3, "  from: \"Zoé Élan <zoe@école.example>\"")
                .load();

        assertThat(campaign.from()).isEqualTo(new Mailbox("Zoé Élan", EmailAddress.of("zoe@xn--cole-9oa.example")));
    }

    @Test
    void the_delimiter_may_be_any_of_four() {
        for (String written : List.of("\";\"", "tab", "\"|\"", "\",\"")) {
            var contacts = Job.in(folder)
                    .line(4, "  contacts: { file: contacts.csv, charset: windows-1252, delimiter: " + written + " }")
                    .load()
                    .contacts();

            assertThat(contacts.delimiter()).isIn(';', '\t', '|', ',');
            assertThat(contacts.charset()).hasToString("windows-1252");
        }
    }

    @Test
    void keys_may_be_merged_from_an_anchor() {
        Campaign campaign =
                Job.in(folder).line(6, "  relays: [ one, two ]").plus("""
                    relays:
                      one: &school { host: smtp.ecole.example, port: 2587, connections: 2 }
                      two: { <<: *school, host: smtp2.ecole.example }
                    """).load();

        Relay two = campaign.relays().get(1).relay();
        assertThat(two.host()).isEqualTo("smtp2.ecole.example");
        assertThat(two.port()).isEqualTo(2587);
        assertThat(two.connections()).isEqualTo(2);
    }
}
