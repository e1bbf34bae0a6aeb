package org.facteur.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.facteur.campaign.Campaign;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.Counts;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.ScriptedSmtpServer;
import org.jspecify.annotations.Nullable;
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
            MailingFixture mailing = aLetterANight(server).contacts(3);
            RunResult first = mailing.run();
            server.capabilities(SMALL);

            RunResult second = nextNight(mailing, first);

            assertThat(second.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(second.status().counts())
                    .returns(1L, Counts::sent)
                    .returns(2L, Counts::pending)
                    .returns(0L, Counts::refused);
        }
    }

    @Test
    @Tag("ledger")
    void the_largest_letter_is_known_when_rows_were_added_since() {
        try (var server = ScriptedSmtpServer.plain().capabilities("SIZE 100000")) {
            MailingFixture mailing = aLetterANight(server).contacts(3);
            RunResult first = mailing.run();
            server.capabilities(SMALL);

            RunResult second = nextNight(mailing.contacts(4), first);

            assertThat(second.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(second.status().counts()).returns(1L, Counts::sent).returns(3L, Counts::pending);
        }
    }

    @Test
    void the_larger_of_a_row_that_was_added_counts() {
        try (var server = ScriptedSmtpServer.plain().capabilities(SMALL)) {
            MailingFixture mailing = aLetterANight(server).contacts(2);
            RunResult first = mailing.run();

            RunResult second = nextNight(mailing.contacts(3), first);

            assertThat(second.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(second.status().counts()).returns(1L, Counts::sent).returns(2L, Counts::pending);
        }
    }

    @Test
    @Tag("ledger")
    void a_letter_that_became_smaller_is_measured_again() {
        try (var server = ScriptedSmtpServer.plain().capabilities("SIZE 100000")) {
            MailingFixture mailing = aLetterANight(server).contacts(3);
            RunResult first = mailing.run();
            server.capabilities(SMALL);

            RunResult second = nextNight(mailing.write("input/letter.txt", "Bonjour\n"), first);

            assertThat(second.status().counts().sent()).isEqualTo(2);
        }
    }

    @Test
    @Tag("ledger")
    void a_large_letter_that_has_left_stops_one_run_at_most() {
        try (var server = ScriptedSmtpServer.plain().capabilities("SIZE 100000")) {
            MailingFixture mailing = aLetterANight(server).contacts("c2@example.org", "c3@example.org");
            RunResult first = mailing.run();
            server.capabilities(SMALL);
            assertThat(nextNight(mailing, first).exitCode()).isEqualTo(ExitCodes.DATA);

            assertThat(mailing.run().status().counts().sent()).isEqualTo(2);
        }
    }

    @Test
    @Tag("ledger")
    void a_relay_that_was_too_small_carries_letters_again_when_the_large_one_has_left() {
        try (var small = ScriptedSmtpServer.plain().capabilities(SMALL);
                var large = ScriptedSmtpServer.plain().capabilities("SIZE 100000")) {
            MailingFixture mailing = mailing()
                    .contacts("c2@example.org", "c3@example.org", "c4@example.org")
                    .relay("petit", small)
                    .relay("grand", large, "limits: [ 1/day ]");
            RunResult first = mailing.run();
            assertThat(large.countByRecipient()).containsOnlyKeys("c2@example.org");
            assertThat(small.transactions()).isEmpty();

            RunResult second = nextNight(mailing, first);

            assertThat(second.status().counts().sent()).isEqualTo(3);
            assertThat(small.transactions()).isNotEmpty();
        }
    }

    @Test
    @Tag("ledger")
    void in_a_ledger_that_does_not_know_it_the_letters_that_wait_are_measured() {
        try (var server = ScriptedSmtpServer.plain().capabilities("SIZE 100000")) {
            MailingFixture mailing = aLetterANight(server).contacts(3);
            RunResult first = mailing.run();
            server.capabilities(SMALL);
            known(mailing, null);

            assertThat(nextNight(mailing, first).exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(server.transactions()).hasSize(1);
        }
    }

    @Test
    @Tag("ledger")
    void who_was_enlisted_before_is_not_merged_again_for_a_new_row() {
        try (var server = ScriptedSmtpServer.plain().capabilities("SIZE 100000")) {
            MailingFixture mailing = aLetterANight(server).contacts(3);
            RunResult first = mailing.run();
            server.capabilities(SMALL);
            known(mailing, 1L);

            // Were it, the large letter would be known, and none would leave.
            assertThat(nextNight(mailing.contacts(4), first).status().counts().sent())
                    .isEqualTo(2);
        }
    }

    private MailingFixture aLetterANight(ScriptedSmtpServer server) {
        return mailing().relay("ecole", server, "limits: [ 1/day ]").pace("patience: 0s", "chunk: 1");
    }

    private static RunResult nextNight(MailingFixture mailing, RunResult last) {
        mailing.clock().moveTo(requireNonNull(last.status().resumeAt()));
        return mailing.run();
    }

    private static void known(MailingFixture mailing, @Nullable Long bytes) {
        Campaign campaign = mailing.load();
        try (OpenLedger ledger =
                HomeLedger.of(campaign.home(), campaign.database()).open().orElseThrow()) {
            ledger.template().update("UPDATE campaign SET largest_letter = ?", bytes);
        }
    }
}
