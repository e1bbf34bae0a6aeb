package org.facteur.job.send;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.facteur.job.MailingFixture;
import org.facteur.job.RunResult;
import org.facteur.ledger.Counts;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does where rules of the owner's own say what a reply means. */
class OwnRulesTest {

    private static final String SAID = "550 5.7.1 Your house is not on our list";

    @TempDir
    private Path home;

    @Test
    void refusals_that_a_rule_of_ones_own_wants_where_the_run_would_stop_never_stop_it() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> at.recipient().startsWith("c7@") ? Action.proceed() : Action.reply(SAID));

            RunResult result = mailing(server, "scope: run", "reaction: refuse")
                    .contacts(8)
                    .run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(result.status().counts()).returns(7L, Counts::refused).returns(1L, Counts::sent);
        }
    }

    @Test
    void nor_does_it_stop_where_nobody_is_left_whom_the_relay_takes_a_letter_for() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.MAIL, at -> Action.reply(SAID));

            RunResult result = mailing(server, "scope: run", "reaction: refuse")
                    .contacts(3)
                    .run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(result.status().counts()).returns(3L, Counts::refused);
        }
    }

    @Test
    @Tag("ledger")
    void a_rule_that_wants_what_is_usual_leaves_the_run_its_guard() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.DOT, at -> Action.reply(SAID));

            RunResult result = mailing(server, "scope: recipient", "reaction: refuse")
                    .write("input/replies.yaml", rule("content-rejected", "scope: recipient", "reaction: refuse"))
                    .contacts(8)
                    .run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(requireNonNull(result.status().reason())).asString().contains("content was refused 3 times");
            assertThat(result.status().counts()).returns(8L, Counts::pending);
        }
    }

    private MailingFixture mailing(ScriptedSmtpServer server, String... lines) {
        return MailingFixture.in(home)
                .relay("ecole", server)
                .pace("chunk: 1")
                .campaign("replies: ../input/replies.yaml")
                .write("input/replies.yaml", rule("sender-rejected", lines));
    }

    private static String rule(String category, String... lines) {
        return "rules:\n  - category: " + category + "\n    " + String.join("\n    ", lines)
                + "\n    text: house is not on\n    made-for: " + SAID + "\n";
    }
}
