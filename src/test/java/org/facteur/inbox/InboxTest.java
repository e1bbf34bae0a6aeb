package org.facteur.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.contact.Contact;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.home.HomeLedger;
import org.facteur.home.MessageKeyFile;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Counts;
import org.facteur.ledger.EmptyLedger;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.ReturnHistory;
import org.facteur.ledger.Suppression;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.report.Export;
import org.facteur.report.LedgerWriter;
import org.facteur.report.Statuses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Returned messages against a ledger of their own: what is proven acts, all else is counted. */
class InboxTest {

    private static final Instant SENT = Instant.parse("2027-01-01T10:00:00Z");
    private static final Instant NOW = Instant.parse("2027-01-03T10:00:00Z");

    @TempDir
    private Path home;

    private Campaign campaign;

    @BeforeEach
    void send() throws IOException {
        Path jobs = Files.createDirectories(home.resolve("jobs"));
        Files.writeString(jobs.resolve("contacts.csv"), "email\n");
        Files.writeString(jobs.resolve("letter.txt"), "Bonjour\n");
        Path job = Files.writeString(jobs.resolve("voeux.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@perso.example
                  contacts: contacts.csv
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ sandbox ]
                  keep-answers: first-line
                """);
        campaign = JobFile.load(job, Map.of(), Map.of(), home, Purpose.LOOK);
        EmptyLedger.in(campaign.home());
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            new Campaigns(ledger.jdbc()).stands("voeux", CampaignState.PAUSED, null, null, SENT);
            List<Listed> rows = new ArrayList<>();
            for (String name : List.of("marie", "paul", "luc", "doubt", "waits")) {
                EmailAddress address = EmailAddress.of(name + "@ecole.example");
                rows.add(new Recipient(address, new Contact(rows.size() + 2, Map.of("email", name)), List.of()));
            }
            new Enlistment(ledger.template(), "voeux").write(rows, 1, SENT);
            ledger.template()
                    .update("UPDATE delivery SET state = 'SENT', message_id = '<' || email || '-secret@perso.example>'"
                            .replace("email ||", "SUBSTRING(email FROM 1 FOR 4) ||"));
            ledger.template().update("UPDATE delivery SET state = 'IN_DOUBT' WHERE email LIKE 'doubt%'");
            ledger.template()
                    .update("UPDATE delivery SET state = 'PENDING', message_id = NULL WHERE email LIKE 'waits%'");
        }
    }

    private InboxResult read(String... messages) throws IOException {
        StringBuilder mbox = new StringBuilder();
        for (String message : messages) {
            mbox.append("From x\n").append(message).append("\n\n");
        }
        return Inbox.read(campaign, List.of(Files.writeString(home.resolve("inbox.mbox"), mbox.toString())), NOW);
    }

    private static String bounce(String recipient, String messageId) {
        return """
                From: MAILER-DAEMON@mx.example
                To: zythom@perso.example
                Date: Sat, 02 Jan 2027 10:00:00 +0000
                Message-ID: <bounce-%s@mx.example>
                Content-Type: multipart/report; report-type=delivery-status; boundary=B

                --B
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 User unknown

                --B
                Content-Type: text/rfc822-headers

                Message-ID: %s

                --B--
                """.formatted(recipient, recipient, messageId);
    }

    private static String answer(String from, String subject, String reference, String body) {
        return "From: " + from + "\nTo: zythom@perso.example\nSubject: " + subject
                + "\nDate: Sat, 02 Jan 2027 10:00:00 +0000\nMessage-ID: <" + subject.hashCode() + from
                + ">\nIn-Reply-To: "
                + reference + "\n\n" + body + "\n";
    }

    private List<String> suppressed() {
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            return new SuppressionList(ledger.template())
                    .all().stream().map(one -> one.address().toString()).toList();
        }
    }

    private Counts counts() {
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            return new LedgerBook(ledger.jdbc(), "voeux").counts();
        }
    }

    @Test
    void a_bounce_with_our_message_id_suppresses_a_bad_address_at_once() throws IOException {
        InboxResult result = read(bounce("marie@ecole.example", "<mari-secret@perso.example>"));

        assertThat(result.suppressed()).containsExactly("marie@ecole.example");
        assertThat(result.people(ReturnKind.BOUNCE)).isEqualTo(1);
        assertThat(suppressed()).containsExactly("marie@ecole.example");
        assertThat(counts().sent()).isEqualTo(3);
    }

    @Test
    void a_forged_bounce_and_one_with_the_message_id_of_somebody_else_are_counted_and_change_nothing()
            throws IOException {
        InboxResult result = read(
                bounce("marie@ecole.example", "<guess@perso.example>"),
                bounce("paul@ecole.example", "<mari-secret@perso.example>"),
                bounce("stranger@x.example", "<none@x.example>"));

        assertThat(result.suppressed()).isEmpty();
        assertThat(suppressed()).isEmpty();
        assertThat(result.people(ReturnKind.BOUNCE)).isEqualTo(2);
        assertThat(result.unmatched()).isEqualTo(1);
    }

    @Test
    void reading_twice_counts_once() throws IOException {
        String bounce = bounce("luc@ecole.example", "<luc@-secret@perso.example>");
        InboxResult first = read(bounce);
        InboxResult second = read(bounce, bounce);

        assertThat(first.fresh()).isEqualTo(1);
        assertThat(second.read()).isEqualTo(2);
        assertThat(second.fresh()).isZero();
        assertThat(second.people()).isEqualTo(first.people());
    }

    @Test
    void people_who_answer_are_counted_and_a_forwarded_letter_s_reader_stops_nobody() throws IOException {
        InboxResult result = read(
                answer("marie@ecole.example", "Re: Bonjour", "<mari-secret@perso.example>", "Merci !"),
                answer("marie@ecole.example", "Re: encore", "<mari-secret@perso.example>", "Et merci encore."),
                answer("friend@x.example", "Re: stop", "<paul-secret@perso.example>", "stop"),
                answer("stranger@x.example", "Re: autre", "<other@x.example>", "Bonjour"));

        assertThat(result.people(ReturnKind.ANSWER)).isEqualTo(1);
        assertThat(result.people(ReturnKind.UNSUBSCRIBE)).isEqualTo(1);
        assertThat(suppressed()).isEmpty();
    }

    @Test
    void the_recipient_s_own_stop_and_an_unsubscribe_token_suppress_at_once() throws IOException {
        InboxResult result = read(
                answer("marie@ecole.example", "Re: Bonjour", "<mari-secret@perso.example>", "STOP"),
                answer("other@home.example", "unsubscribe " + tokenOfPaul(), "", ""));

        assertThat(result.suppressed()).containsExactlyInAnyOrder("marie@ecole.example", "paul@ecole.example");
    }

    /** As Gmail, a company's gateway and programs that say what they are write it when somebody presses "unsubscribe". */
    @ParameterizedTest
    @CsvSource({
        "'', This message was automatically generated by Gmail.",
        "'', 'CONFIDENTIAL: this message is for its recipient only. Think before you print.'",
        "'Auto-Submitted: auto-generated', ''",
        "'Precedence: bulk', ''"
    })
    void a_token_asks_to_be_left_alone_whatever_stands_beside_it(String field, String body) throws IOException {
        String asked = answer("other@home.example", "unsubscribe " + tokenOfPaul(), "", body);
        InboxResult result = read(field.isEmpty() ? asked : field + "\n" + asked);

        assertThat(result.people(ReturnKind.UNSUBSCRIBE)).isEqualTo(1);
        assertThat(suppressed()).containsExactly("paul@ecole.example");
    }

    @Test
    void what_somebody_answers_to_a_request_with_a_token_is_read_by_its_words() throws IOException {
        read(answer("zythom@perso.example", "Re: unsubscribe " + tokenOfPaul(), "", "Of course. Sorry to see you go."));

        assertThat(suppressed()).isEmpty();
    }

    private String tokenOfPaul() {
        return MessageKeyFile.of(campaign.home()).unsubscribeToken("voeux", EmailAddress.of("paul@ecole.example"));
    }

    @Test
    void a_mailbox_is_read_back_to_the_first_campaign_of_the_home() throws IOException {
        String first = Files.readString(campaign.jobFile());
        Path job = Files.writeString(home.resolve("jobs/late.yaml"), first.replace("name: voeux", "name: late"));
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            new Campaigns(ledger.jdbc()).stands("late", CampaignState.PAUSED, null, null, NOW);
            Campaign late = JobFile.load(job, Map.of(), Map.of(), home, Purpose.LOOK);

            assertThat(new InboxPass(ledger, late, NOW).since()).isBefore(SENT);
        }
    }

    @Test
    void who_answers_below_what_he_quotes_is_heard_and_our_subject_is_nobodys_request() throws IOException {
        String quote = "Am 2. Januar 2027 schrieb Zythom:\n> Bonjour\n> Marie\n\n";
        read(
                answer(
                        "marie@ecole.example",
                        "Re: Stop spam",
                        "<mari-secret@perso.example>",
                        quote + "Bravo, quelle carte !"),
                answer("paul@ecole.example", "Re: Stop", "<paul-secret@perso.example>", quote),
                answer("luc@ecole.example", "Re: Bonjour", "<luc@-secret@perso.example>", quote + "Bitte abmelden"));

        assertThat(suppressed()).containsExactly("luc@ecole.example");
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            assertThat(new ReturnHistory(ledger.jdbc(), "voeux").people("answer", 10))
                    .extracting(ReturnHistory.Person::detail)
                    .containsExactlyInAnyOrder("Bravo, quelle carte !", null);
        }
    }

    @Test
    void an_address_beyond_ascii_is_whole() throws IOException {
        say("marie@ecole.example", "email", "jérôme@xn--cole-9oa.example");
        read(
                answer("Jérôme <JÉRÔME@école.example>", "Re: Bonjour", "<mari-secret@perso.example>", "STOP"),
                bounce("hélène@ecole.example", "<guess@perso.example>"));

        assertThat(suppressed()).containsExactly("jérôme@xn--cole-9oa.example");
        assertThat(Texts.addresses("请联系marie@x.example，谢谢")).containsExactly("marie@x.example");
    }

    @Test
    void who_wants_no_words_kept_keeps_none_of_a_request_either() throws IOException {
        Path job = campaign.jobFile();
        Files.writeString(job, Files.readString(job).replace("first-line", "none"));
        campaign = JobFile.load(job, Map.of(), Map.of(), home, Purpose.LOOK);

        read(answer("marie@ecole.example", "Re: Bonjour", "<mari-secret@perso.example>", "STOP"));

        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            assertThat(new SuppressionList(ledger.template()).all())
                    .singleElement()
                    .extracting(Suppression::evidence)
                    .asString()
                    .startsWith("<");
        }
    }

    @Test
    void who_waits_and_is_suppressed_is_left_out_and_the_sum_holds() throws IOException {
        String token =
                MessageKeyFile.of(campaign.home()).unsubscribeToken("voeux", EmailAddress.of("waits@ecole.example"));
        InboxResult result = read(answer("waits@ecole.example", "unsubscribe " + token, "", ""));

        assertThat(result.excluded()).isEqualTo(1);
        assertThat(counts().pending()).isZero();
        assertThat(counts().suppressed()).isEqualTo(1);
        assertThat(counts().sum()).isEqualTo(5);
    }

    @Test
    void a_letter_in_doubt_is_proved_sent_by_what_came_back_for_it_or_by_a_copy_of_it() throws IOException {
        InboxResult result = read("From: zythom@perso.example\nMessage-ID: <doub-secret@perso.example>\n\nBonjour");

        assertThat(result.proved()).isEqualTo(1);
        assertThat(counts().inDoubt()).isZero();
        assertThat(counts().sent()).isEqualTo(4);
    }

    @Test
    void those_not_reached_get_a_printed_card_and_those_who_answered_do_not() throws IOException {
        InboxResult result = read(
                bounce("marie@ecole.example", "<mari-secret@perso.example>"),
                bounce("paul@ecole.example", "<guess@perso.example>"),
                bounce("luc@ecole.example", "<luc@-secret@perso.example>"),
                answer("luc@ecole.example", "Re: Bonjour", "<luc@-secret@perso.example>", "Si, merci !"));
        StringBuilder unreached = new StringBuilder();
        StringBuilder answered = new StringBuilder();

        Export.unreached(campaign, LedgerWriter.Format.CSV, unreached);
        Export.write(campaign, Export.states(List.of("answered")), LedgerWriter.Format.CSV, answered);

        StringBuilder bounced = new StringBuilder();
        Export.write(campaign, Export.states(List.of("bounced")), LedgerWriter.Format.CSV, bounced);

        assertThat(result.toJson()).contains("\"unproven\":1");
        assertThat(bounced.toString().lines())
                .as("paul's bounce is not proven")
                .hasSize(3)
                .noneMatch(line -> line.contains("paul@"));
        assertThat(unreached.toString().lines()).containsExactly("email,unreached", "marie,BOUNCED");
        assertThat(answered.toString().lines()).hasSize(2).last().asString().contains("luc@ecole.example,SENT");
        assertThat(Statuses.of(campaign).returned()).containsEntry("answer", 1L).containsEntry("bounce", 3L);
    }

    /** Yahoo and others name the address and a redacted one; both are the letter's. */
    @Test
    void a_complaint_that_names_the_address_in_two_ways_is_one_and_holds_up_nothing_behind_it() throws IOException {
        InboxResult result = read("""
                From: fbl@isp.example
                To: zythom@perso.example
                Message-ID: <complaint@isp.example>
                Content-Type: multipart/report; report-type=feedback-report; boundary=B

                --B
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                Original-Rcpt-To: <marie@ecole.example>
                Removal-Recipient: redacted@ecole.example

                --B
                Content-Type: text/rfc822-headers

                Message-ID: <mari-secret@perso.example>

                --B--
                """, bounce("paul@ecole.example", "<paul-secret@perso.example>"));

        assertThat(result.kinds()).isEqualTo(Map.of(ReturnKind.COMPLAINT, 1L, ReturnKind.BOUNCE, 1L));
        assertThat(suppressed()).containsExactlyInAnyOrder("marie@ecole.example", "paul@ecole.example");
    }

    @Test
    void what_the_owner_answers_is_no_answer_of_the_one_he_wrote_to() throws IOException {
        InboxResult result = read(
                bounce("marie@ecole.example", "<mari-secret@perso.example>"),
                answer("zythom@perso.example", "Re: Bonjour", "<mari-secret@perso.example>", "Ta boîte est fermée ?"));

        assertThat(result.people()).doesNotContainKey("answer");
        StringBuilder unreached = new StringBuilder();
        Export.unreached(campaign, LedgerWriter.Format.CSV, unreached);
        assertThat(unreached.toString()).contains("marie,BOUNCED");
    }

    /** His mail is forwarded to a second mailbox, and that one is gone. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_clears_a_bounce_whichever_is_read_first(boolean answerFirst) throws IOException {
        String bounce = bounce("marie@ecole.example", "<mari-secret@perso.example>");
        String answer = answer("marie@ecole.example", "Re: Bonjour", "<mari-secret@perso.example>", "Merci !");

        read(answerFirst ? answer : bounce);
        assertThat(suppressed()).hasSize(answerFirst ? 0 : 1);
        InboxResult second = read(answerFirst ? bounce : answer);

        assertThat(suppressed()).isEmpty();
        assertThat(second.suppressed()).isEmpty();
    }

    @Test
    void an_answer_clears_no_request_and_no_bounce_of_a_later_letter() throws IOException {
        read(
                bounce("marie@ecole.example", "<mari-secret@perso.example>"),
                answer("marie@ecole.example", "Re: Bonjour", "<mari-secret@perso.example>", "Stop"),
                answer("marie@ecole.example", "Re: Bonjour !", "<mari-secret@perso.example>", "Et merci"));
        assertThat(suppressed()).containsExactly("marie@ecole.example");

        read(bounce("paul@ecole.example", "<paul-secret@perso.example>"));
        change("UPDATE returned SET delivery_id = ? WHERE email = ?", -1, "paul@ecole.example");
        read(answer("paul@ecole.example", "Re: Bonjour", "<paul-secret@perso.example>", "Merci")
                .replace("02 Jan", "01 Jan"));
        assertThat(suppressed()).contains("paul@ecole.example");
    }

    private ReturnHistory.Person only(String kind) {
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            List<ReturnHistory.Person> people = new ReturnHistory(ledger.jdbc(), "voeux").people(kind, 10);
            assertThat(people).hasSize(1);
            return people.get(0);
        }
    }

    @Test
    void of_an_answer_one_line_is_kept_that_is_more_than_a_greeting() throws IOException {
        read(answer(
                "marie@ecole.example",
                "Re: Bonjour",
                "<mari-secret@perso.example>",
                "Cher Zythom,\n\nMerci pour la carte !\nNe le répète à personne.\n\n> Bonjour"));

        assertThat(only("answer").detail()).isEqualTo("Merci pour la carte !");
    }

    @Test
    void of_an_answer_nothing_is_kept_where_its_owner_wants_nothing_kept() throws IOException {
        Path job = campaign.jobFile();
        Files.writeString(job, Files.readString(job).replace("first-line", "none"));
        campaign = JobFile.load(job, Map.of(), Map.of(), home, Purpose.LOOK);

        read(answer("marie@ecole.example", "Re: Bonjour", "<mari-secret@perso.example>", "Merci !"));

        assertThat(only("answer").detail()).isNull();
    }

    private void say(String email, String column, String value) {
        change("UPDATE delivery SET " + column + " = ? WHERE email = ?", value, email);
    }

    private void change(String sql, Object... values) {
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            ledger.template().update(sql, values);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "250 Ok 0102018f3a5b6c7d-1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d-000000 | <0102018f3a5b6c7d-1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d-000000@eu-west-1.amazonses.com>",
                "250 2.0.0 OK <MEAP193MB0123456789ABCDEF@MEAP193MB0123.EURP193.PROD.OUTLOOK.COM> [Hostname=x] | <MEAP193MB0123456789ABCDEF@MEAP193MB0123.EURP193.PROD.OUTLOOK.COM>",
                "250 2.0.0 OK: queued as <202701021000.12345678901@smtp-relay.mailin.fr> | <202701021000.12345678901@smtp-relay.mailin.fr>"
            })
    void a_message_id_that_the_relay_gave_instead_of_ours_is_proof(String reply, String messageId) throws IOException {
        say("marie@ecole.example", "reply", reply);

        InboxResult result = read(bounce("marie@ecole.example", messageId));

        assertThat(result.suppressed()).containsExactly("marie@ecole.example");
    }

    @Test
    void a_number_of_the_relay_s_queue_matches_and_proves_nothing() throws IOException {
        say("marie@ecole.example", "reply", "250 2.0.0 Ok: queued as 4F1B23C04D");

        InboxResult result = read(bounce("marie@ecole.example", "<other@x.example>")
                .replace(
                        "Reporting-MTA: dns; mx.example",
                        "Reporting-MTA: dns; mx.example\nX-Postfix-Queue-ID: 4F1B23C04D"));

        assertThat(result.suppressed()).isEmpty();
        assertThat(result.people(ReturnKind.BOUNCE)).isEqualTo(1);
        assertThat(result.unmatched()).isZero();
    }

    @Test
    void what_bounces_to_a_tagged_return_address_names_its_letter() throws IOException {
        say("marie@ecole.example", "message_id", "<0123456789abcdef0123456789abcdef@perso.example>");

        InboxResult result = read(bounce("marie@ecole.example", "<none@x.example>")
                .replace("To: zythom@", "To: zythom+0123456789abcdef0123456789abcdef@"));

        assertThat(result.suppressed()).containsExactly("marie@ecole.example");
    }

    @Test
    void who_is_away_until_when_is_known() throws IOException {
        read(answer(
                "marie@ecole.example",
                "Réponse automatique : Bonjour",
                "<mari-secret@perso.example>",
                "Je suis absente jusqu'au 5 janvier."));

        assertThat(only("auto-reply").awayUntil()).isEqualTo(LocalDate.parse("2027-01-05"));
    }
}
