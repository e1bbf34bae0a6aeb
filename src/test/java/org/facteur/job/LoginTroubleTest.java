package org.facteur.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.report.InFrench;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run says and does when a relay does not let it in. */
class LoginTroubleTest {

    @TempDir
    private Path home;

    private RunResult run(ScriptedSmtpServer server) {
        return MailingFixture.in(home)
                .write("secret", "s3cret")
                .relay("ecole", server, "username: zythom", "password-file: ../secret")
                .contacts(3)
                .pace("patience: 1s")
                .run();
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH CRAM-MD5,'offers no login by password, only CRAM-MD5'",
        "SIZE 0,offers no login by password and no other"
    })
    void a_relay_that_offers_no_login_of_ours_is_asked_once_and_the_job_file_is_wrong(String capability, String words) {
        try (var server = ScriptedSmtpServer.plain().capabilities(capability)) {
            RunResult result = run(server);

            assertThat(result.exitCode()).isEqualTo(ExitCodes.CONFIG);
            Reason reason = requireNonNull(result.status().reason());
            assertThat(reason)
                    .asString()
                    .startsWith("relay ecole: 127.0.0.1:" + server.port() + " " + words
                            + "; check the relay's port and tls");
            assertThat(InFrench.said(reason))
                    .startsWith("relais ecole\u00a0: 127.0.0.1:")
                    .contains("vérifiez port et tls");
            assertThat(result.status().counts().pending()).isEqualTo(3);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    @Tag("ledger")
    void a_relay_that_refuses_the_login_has_been_reached() {
        try (var server = ScriptedSmtpServer.plain().login("zythom", "another")) {
            RunResult result = run(server);

            assertThat(result.exitCode()).isEqualTo(ExitCodes.NO_PERMISSION);
            Reason reason = requireNonNull(result.status().reason());
            assertThat(reason)
                    .asString()
                    .startsWith("relay ecole: 127.0.0.1:" + server.port() + " refused our login: 535")
                    .endsWith("; check the relay's username and password");
            assertThat(InFrench.said(reason))
                    .contains("a refusé notre connexion au compte")
                    .doesNotContain("injoignable");
        }
    }

    @Test
    void a_relay_that_takes_nothing_now_has_been_reached() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.GREETING, at -> Action.reply("421 4.3.2 Shutting down"));

            RunResult result = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(1)
                    .pace("patience: 1s")
                    .run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(result.status().reason())
                    .hasToString("relay ecole: 127.0.0.1:" + server.port()
                            + " takes no letters now: 421 4.3.2 Shutting down");
        }
    }
}
