package org.facteur.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay says how large a letter it takes (RFC 1870); a mailing has one that is larger. */
class LetterSizeTest {

    private static final String SMALL = "SIZE 20000";

    @TempDir
    private Path home;

    /** The last of three contacts has a letter of 40,000 bytes. */
    private MailingFixture mailing() {
        return MailingFixture.in(home)
                .write("input/letter.txt", "{% if prenom == 'c2' %}" + "x".repeat(40_000) + "{% endif %}Bonjour\n")
                .contacts(3);
    }

    @Test
    void a_letter_larger_than_the_only_relay_takes_stops_the_run_before_any_leaves() {
        try (var server = ScriptedSmtpServer.plain().capabilities(SMALL)) {
            MailingFixture mailing = mailing().relay("ecole", server);

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(requireNonNull(result.status().reason()))
                    .asString()
                    .startsWith("relay ecole: 127.0.0.1:" + server.port()
                            + " takes letters of 20000 bytes at most, and the largest of this mailing has 400")
                    .contains("link to them");
            assertThat(server.transactions()).isEmpty();
            assertThat(result.status().counts().pending()).isEqualTo(3);

            // Nothing has been mended: the next run stops as early.
            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(server.transactions()).isEmpty();

            server.capabilities("SIZE 100000");
            assertThat(mailing.run().status().counts().sent()).isEqualTo(3);
        }
    }

    @Test
    void another_relay_that_takes_it_carries_the_mailing() {
        try (var small = ScriptedSmtpServer.plain().capabilities(SMALL);
                var large = ScriptedSmtpServer.plain().capabilities("SIZE 100000")) {
            RunResult result =
                    mailing().relay("petit", small).relay("grand", large).run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(result.status().counts().sent()).isEqualTo(3);
            assertThat(small.transactions()).isEmpty();
        }
    }

    @Test
    @Tag("ledger")
    void a_relay_that_takes_less_on_the_second_night_costs_nobody_a_letter() {
        try (var server = ScriptedSmtpServer.plain().capabilities("SIZE 100000")) {
            MailingFixture mailing =
                    mailing().relay("ecole", server, "limits: [ 1/day ]").pace("patience: 0s", "chunk: 1");
            mailing.run();
            server.capabilities(SMALL);
            RunResult result = mailing.run();
            for (int night = 0; night < 3 && result.status().resumeAt() != null; night++) {
                mailing.clock().moveTo(requireNonNull(result.status().resumeAt()));
                result = mailing.run();
            }

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(result.status().counts().refused()).isZero();
            assertThat(result.status().counts().pending()).isEqualTo(1);
        }
    }

    @Test
    void who_was_enlisted_before_is_not_merged_again_for_a_new_row() {
        try (var server = ScriptedSmtpServer.plain().capabilities("SIZE 100000")) {
            MailingFixture mailing =
                    mailing().relay("ecole", server, "limits: [ 1/day ]").pace("patience: 0s", "chunk: 1");
            RunResult first = mailing.run();
            server.capabilities(SMALL);
            mailing.contacts(4).clock().moveTo(requireNonNull(first.status().resumeAt()));

            // Were it, the large letter would be known, and none would leave.
            assertThat(mailing.run().status().counts().sent()).isEqualTo(2);
        }
    }
}
