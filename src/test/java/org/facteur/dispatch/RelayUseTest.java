package org.facteur.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.job.MailingFixture.START;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.facteur.dispatch.RelayUsage.Window;
import org.facteur.job.MailingFixture;
import org.facteur.job.RunResult;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class RelayUseTest {

    @TempDir
    private Path home;

    @Test
    void what_earlier_campaigns_used_is_used_and_a_full_window_says_when_it_opens() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 3/minute, 100/day ]")
                    .contacts(5)
                    .pace("patience: 0s");
            mailing.run();

            RelayUsage usage = RelayUse.of(mailing.named("another").load(), mailing.clock())
                    .get(0);

            assertThat(usage.relay()).isEqualTo("ecole");
            assertThat(usage.windows()).hasSize(2);
            Window minute = usage.windows().get(0);
            assertThat(minute.limit()).isEqualTo("3/minute");
            assertThat(minute.used()).isEqualTo(3);
            assertThat(minute.left()).isZero();
            assertThat(minute.opens()).isBetween(START.plus(Duration.ofMinutes(1)), START.plus(Duration.ofSeconds(61)));
            assertThat(usage.windows().get(1)).isEqualTo(new Window("100/day", 3, 97, null));
        }
    }

    @Test
    void a_window_empties_with_time() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 3/minute ]")
                    .contacts(2);
            mailing.run();

            mailing.clock().moveTo(START.plus(Duration.ofMinutes(2)));

            assertThat(RelayUse.of(mailing.load(), mailing.clock()).get(0).windows())
                    .containsExactly(new Window("3/minute", 0, 3, null));
        }
    }

    @Test
    void relays_of_one_account_keep_the_limits_of_each_of_them() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 100/day ]")
                    .relay("club", server, "limits: [ 2/day, 100/day ]")
                    .contacts(8)
                    .pace("patience: 0s");

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(server.accepted()).hasSize(2);
            assertThat(result.status().reason()).asString().isEqualTo("relay ecole and club: 2/day reached");
            assertThat(RelayUse.of(mailing.load(), mailing.clock()))
                    .extracting(usage -> usage.windows().stream()
                            .map(window -> window.limit() + ": " + window.left())
                            .toList())
                    .containsOnly(List.of("100/day: 98", "2/day: 0"));
        }
    }

    @Test
    void before_the_first_run_nothing_is_used() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 3/minute ]")
                    .contacts(2);

            List<RelayUsage> usages = RelayUse.of(mailing.load(), mailing.clock());

            assertThat(usages.get(0).windows()).containsExactly(new Window("3/minute", 0, 3, null));
            assertThat(home.resolve("var")).doesNotExist();
        }
    }
}
