package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some addresses are beyond ASCII, and not every relay takes such (RFC 6531). */
@Tag("ledger")
class BeyondAsciiTest {

    @TempDir
    private Path home;

    private MailingFixture mailing() {
        return MailingFixture.in(home).contacts("marie@example.org", "amélie@example.org", "zoé@example.net");
    }

    @Test
    void another_relay_that_takes_them_carries_those_letters_and_the_first_the_others() {
        try (var plain = ScriptedSmtpServer.plain().capabilities("PIPELINING");
                var utf8 = ScriptedSmtpServer.plain().capabilities("PIPELINING", "SMTPUTF8")) {
            RunResult result =
                    mailing().relay("ecole", plain).relay("perso", utf8).run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(result.status().counts().sent()).isEqualTo(3);
            assertThat(plain.lines())
                    .filteredOn(line -> line.startsWith("RCPT"))
                    .containsExactly("RCPT TO:<marie@example.org>");
            assertThat(utf8.lines())
                    .filteredOn(line -> line.startsWith("RCPT"))
                    .containsExactlyInAnyOrder("RCPT TO:<amélie@example.org>", "RCPT TO:<zoé@example.net>");
        }
    }

    @Test
    void one_that_the_other_relay_puts_off_is_sent_there_later() {
        try (var plain = ScriptedSmtpServer.plain();
                var utf8 = ScriptedSmtpServer.plain().capabilities("SMTPUTF8")) {
            utf8.on(Step.RCPT, at -> at.transaction() == 1 ? Action.reply("451 4.3.0 not now") : Action.proceed());

            RunResult result = mailing()
                    .relay("ecole", plain)
                    .relay("perso", utf8)
                    .pace("patience: 2d")
                    .run();

            assertThat(result.status().counts().sent()).isEqualTo(3);
            assertThat(plain.transactions()).hasSize(1);
        }
    }

    @Test
    void without_such_a_relay_they_are_refused_with_the_reason() {
        try (var plain = ScriptedSmtpServer.plain();
                var other = ScriptedSmtpServer.plain()) {
            RunResult result =
                    mailing().relay("ecole", plain).relay("perso", other).run();

            assertThat(result.status().counts().sent()).isEqualTo(1);
            assertThat(result.status().counts().refused()).isEqualTo(2);
            assertThat(other.transactions()).isEmpty();
        }
    }

    @Test
    void they_wait_for_the_relay_that_takes_them_when_it_is_away() {
        try (var plain = ScriptedSmtpServer.plain();
                var utf8 = ScriptedSmtpServer.plain().capabilities("SMTPUTF8")) {
            utf8.on(Step.GREETING, at -> Action.reset());
            MailingFixture mailing = mailing().relay("ecole", plain).relay("perso", utf8);

            RunResult away = mailing.run();

            assertThat(away.status().counts().sent()).isEqualTo(1);
            assertThat(away.status().counts().open()).isEqualTo(2);

            utf8.on(Step.GREETING, at -> Action.proceed());
            mailing.clock().moveTo(mailing.clock().instant().plus(Duration.ofDays(1)));
            assertThat(mailing.run().status().counts().sent()).isEqualTo(3);
        }
    }
}
