package org.facteur.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.facteur.ledger.Counts;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters of an earlier run that wait, and may be others than those that were merged then: they are merged before the first one leaves. */
@Tag("ledger")
class EnlistedBeforeTest {

    /** Cannot be merged with c2. */
    private static final String MISTAKE = "Bonne année {% if prenom == 'c2' %}{{ prenom - 1 }}{% endif %}\n";

    /** Nothing is wrong with the letters as {@code check} merges them, with what stands here now. */
    private static final String CONTACTS = """
            email,prenom
            c0@example.org,c0
            c1@example.org,c1
            c2@example.org,Paul
            """;

    @TempDir
    private Path home;

    @Test
    void a_mistake_in_a_letter_put_back_by_retry_is_found_before_any_leaves() {
        try (var server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing = refused(server, "c1", "c2");
            // Nobody was waiting when the letter changed.
            withMistake(mailing).run();
            assertThat(Retries.putBack(mailing.load(), List.of(), List.of("c1@example.org", "c2@example.org")))
                    .isEqualTo(2);

            stopsBeforeAnyLeaves(mailing, server, 2);
        }
    }

    @Test
    void a_mistake_in_a_letter_put_back_is_found_where_rows_were_added_too() {
        try (var server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing = refused(server, "c1", "c2");
            withMistake(mailing).run();
            Retries.putBack(mailing.load(), List.of(), List.of("c1@example.org", "c2@example.org"));

            stopsBeforeAnyLeaves(mailing.write("input/contacts.csv", CONTACTS + "c3@example.org,c3\n"), server, 2);
        }
    }

    @Test
    void a_mistake_in_a_letter_in_doubt_is_found_before_any_leaves_when_it_is_to_be_sent_again() {
        try (var server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing = mailing(server).contacts(3);
            server.on(Step.DOT, at -> at.recipient().startsWith("c0@") ? Action.proceed() : Action.close());
            mailing.run();
            server.on(Step.DOT, at -> Action.proceed());
            withMistake(mailing).run();
            assertThat(Doubts.resolve(mailing.load(), List.of(), false)).isEqualTo(2);

            stopsBeforeAnyLeaves(mailing, server, 2);
        }
    }

    @Test
    void what_was_put_back_counts_among_the_largest() {
        try (var server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing = refused(server, "c1", "c2");
            mailing.write("input/letter.txt", "{% if prenom == 'c2' %}" + "x".repeat(40_000) + "{% endif %}Bonjour\n")
                    .run();
            Retries.putBack(mailing.load(), List.of(), List.of("c1@example.org", "c2@example.org"));
            server.capabilities("SIZE 20000");

            stopsBeforeAnyLeaves(mailing, server, 2);
        }
    }

    @Test
    void a_letter_put_back_is_sent_and_a_row_that_stands_twice_stays_a_duplicate() {
        try (var server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing = mailing(server).contacts("c0@example.org", "c1@example.org", "c1@example.org");
            refusing(server, Set.of("c1"));
            mailing.run();
            refusing(server, Set.of());
            assertThat(Retries.putBack(mailing.load(), List.of(), List.of("c1@example.org")))
                    .isEqualTo(1);

            RunResult result = mailing.run();

            assertThat(result.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(result.status().counts()).returns(2L, Counts::sent).returns(1L, Counts::duplicate);
            assertThat(result.status().rows()).isEqualTo(3);
        }
    }

    @Test
    void a_changed_letter_is_merged_for_whom_the_contacts_have_no_longer_before_any_leaves() {
        try (var server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing = takenOut(server);

            RunResult result = stopsBeforeAnyLeaves(mailing.write("input/letter.txt", MISTAKE), server, 2);

            assertThat(requireNonNull(result.status().reason()))
                    .asString()
                    .startsWith(home.resolve("input/letter.txt") + ":1:")
                    .contains("keeps what was enlisted")
                    .endsWith("facteur suppress c2@example.org");
        }
    }

    @Test
    void who_was_taken_out_of_the_contacts_gets_the_changed_letter_with_the_data_of_then() {
        try (var server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing = takenOut(server).write("input/letter.txt", "Bonne année {{ prenom }}\n");

            RunResult result = mailing.run();

            assertThat(result.status().counts()).returns(2L, Counts::sent);
            mailing.clock().moveTo(requireNonNull(result.status().resumeAt()));
            mailing.run();
            assertThat(server.accepted())
                    .filteredOn(sent -> sent.recipient().startsWith("c2@"))
                    .singleElement()
                    .extracting(Transaction::messageText)
                    .asString()
                    .contains("Bonne ann", " c2");
        }
    }

    /** One of three letters has left; the row of the last is no longer in the contacts. */
    private MailingFixture takenOut(ScriptedSmtpServer server) {
        MailingFixture mailing = MailingFixture.in(home)
                .relay("ecole", server, "limits: [ 1/day ]")
                .pace("patience: 0s", "chunk: 1")
                .contacts(3);
        RunResult first = mailing.run();
        mailing.clock().moveTo(requireNonNull(first.status().resumeAt()));
        return mailing.contacts(2);
    }

    private MailingFixture mailing(ScriptedSmtpServer server) {
        return MailingFixture.in(home).relay("ecole", server).pace("chunk: 1").campaign("retry: { delays: [ 1m ] }");
    }

    /** All but these of three have their letter. */
    private MailingFixture refused(ScriptedSmtpServer server, String... names) {
        MailingFixture mailing = mailing(server).contacts(3);
        refusing(server, Set.of(names));
        assertThat(mailing.run().status().counts().refused()).isEqualTo(names.length);
        refusing(server, Set.of());
        return mailing;
    }

    private static MailingFixture withMistake(MailingFixture mailing) {
        return mailing.write("input/letter.txt", MISTAKE).write("input/contacts.csv", CONTACTS);
    }

    private static void refusing(ScriptedSmtpServer server, Set<String> names) {
        server.on(
                Step.RCPT,
                at -> names.contains(at.recipient().split("@", 2)[0])
                        ? Action.reply("550 5.1.1 No such user")
                        : Action.proceed());
    }

    /** @param waiting letters that the run finds */
    private static RunResult stopsBeforeAnyLeaves(MailingFixture mailing, ScriptedSmtpServer server, long waiting) {
        int before = server.transactions().size();

        RunResult result = mailing.run();

        assertThat(result.exitCode()).isEqualTo(ExitCodes.DATA);
        assertThat(server.transactions()).hasSize(before);
        assertThat(result.status().counts().pending()).isEqualTo(waiting);
        // Nothing was mended.
        assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DATA);
        assertThat(server.transactions()).hasSize(before);
        return result;
    }
}
