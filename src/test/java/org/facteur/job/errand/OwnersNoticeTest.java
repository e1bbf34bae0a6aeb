package org.facteur.job.errand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.job.MailingFixture.mostWithin;

import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.facteur.job.MailingFixture;
import org.facteur.job.RunResult;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersNoticeTest {

    private static final String ME = "me@perso.example";

    @TempDir
    private Path home;

    private static List<MimeMessage> notices(ScriptedSmtpServer server) {
        return server.accepted().stream()
                .filter(letter -> letter.recipient().equals(ME))
                .map(OwnersNoticeTest::read)
                .toList();
    }

    private static MimeMessage read(Transaction letter) {
        try {
            return new MimeMessage(null, new ByteArrayInputStream(letter.message()));
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BodyPart part(MimeMessage notice, int number) throws Exception {
        return ((Multipart) notice.getContent()).getBodyPart(number);
    }

    private static String text(MimeMessage notice) throws Exception {
        return String.valueOf(part(notice, 0).getContent()).replace("\r\n", "\n");
    }

    @Test
    @Tag("ledger")
    void a_run_that_pauses_tells_why_and_until_when_with_its_report_within_the_quota() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 3/day ]")
                    .contacts(5)
                    .campaign("notify: " + ME)
                    .pace("patience: 0s");

            RunResult run = mailing.run();

            assertThat(run.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(run.status().counts().sent()).isEqualTo(2);
            assertThat(run.status().addsUp()).isTrue();
            MimeMessage notice = notices(server).get(0);
            assertThat(notice.getSubject()).isEqualTo("voeux: PAUSED, 2 of 5 sent");
            assertThat(notice.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(notice.getHeader("From")).containsExactly("zythom@ecole.example");
            assertThat(text(notice))
                    .contains("relay ecole: 3/day reached")
                    .contains(run.status().sum())
                    .contains("Run again after Tuesday 5 January ")
                    .contains("What is left: 3 letters, 2 days, ends ")
                    .doesNotContain("in doubt:");
            assertThat(part(notice, 1).getFileName()).isEqualTo("voeux.html");
            assertThat(part(notice, 1).getInputStream().readAllBytes())
                    .isEqualTo(Files.readAllBytes(Objects.requireNonNull(run.report())));

            mailing.clock().moveTo(Objects.requireNonNull(run.status().resumeAt()));
            mailing.run();

            assertThat(notices(server)).hasSize(2);
            assertThat(mostWithin(Duration.ofDays(1), mailing.acceptedAt())).isEqualTo(3);
        }
    }

    @Test
    @Tag("ledger")
    void it_tells_when_all_is_done_and_no_more_after_that() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(2).campaign("notify: [ " + ME + " ]");

            mailing.run();
            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DONE);

            assertThat(notices(server)).hasSize(1);
            assertThat(notices(server).get(0).getSubject()).isEqualTo("voeux: COMPLETED, 2 of 2 sent");
            assertThat(text(notices(server).get(0))).doesNotContain("Run again").doesNotContain("What is left");
            mailing.contacts(3).run();
            assertThat(notices(server)).hasSize(2);
        }
    }

    @Test
    void a_run_in_which_no_letter_was_due_is_not_worth_a_word() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(2)
                    .campaign("notify: " + ME)
                    .pace("window: { from: \"22:00\", to: \"06:00\", zone: UTC }", "patience: 0s");

            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.TRY_LATER);

            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void a_place_is_kept_for_each_owner() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 6/hour ]")
                    .contacts(10)
                    .campaign("notify: [ " + ME + ", you@perso.example, " + ME + " ]")
                    .pace("limits: [ 5/day ]", "patience: 0s");

            RunResult run = mailing.run();

            assertThat(run.status().counts().sent()).isEqualTo(3);
            assertThat(server.countByRecipient())
                    .hasSize(5)
                    .containsEntry(ME, 1L)
                    .containsEntry("you@perso.example", 1L);
        }
    }

    @Test
    void a_limit_by_the_minute_is_waited_for_and_a_full_day_is_not() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 2/minute ]")
                    .contacts(2)
                    .campaign("notify: " + ME);
            assertThat(mailing.run().status().counts().sent()).isEqualTo(2);
            assertThat(notices(server)).hasSize(1);
            assertThat(mostWithin(Duration.ofMinutes(1), mailing.acceptedAt())).isEqualTo(2);

            // One letter a day: it is for the recipient.
            mailing.otherPace("limits: [ 1/day ]").named("invitation");
            RunResult full = mailing.run();

            assertThat(full.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(full.status().counts().sent()).isEqualTo(1);
            assertThat(notices(server)).hasSize(1);
        }
    }

    @Test
    void another_relay_takes_it_where_the_first_refuses_and_the_exit_code_is_the_runs() {
        try (var first = ScriptedSmtpServer.plain();
                var second = ScriptedSmtpServer.plain()) {
            first.on(
                    Step.RCPT,
                    at -> at.recipient().equals(ME) ? Action.reply("550 5.7.1 Relaying denied") : Action.proceed());
            var mailing = MailingFixture.in(home)
                    .relay("ecole", first)
                    .relay("maison", second)
                    .contacts(2)
                    .campaign("notify: " + ME);

            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(second.countByRecipient()).containsOnlyKeys(ME);

            second.on(Step.MAIL, at -> Action.close());
            RunResult untold = mailing.contacts(3).run();
            assertThat(untold.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(untold.status().counts().sent()).isEqualTo(3);
            assertThat(second.accepted()).hasSize(1);
        }
    }

    @Test
    void a_run_that_fails_before_its_first_letter_tells_what_to_mend() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(2)
                    .campaign("notify: " + ME)
                    .write("input/letter.txt", "{{ prenom | date('dd') }}");

            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DATA);

            assertThat(server.countByRecipient()).containsOnlyKeys(ME);
            assertThat(notices(server).get(0).getSubject()).isEqualTo("voeux: FAILED, 0 of 0 sent");
            assertThat(text(notices(server).get(0))).contains("letter.txt:1");
        }
    }

    @Test
    void a_run_that_fails_waits_for_a_limit_by_the_minute_to_tell_what_to_mend() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(
                    Step.DOT,
                    at -> at.recipient().equals(ME)
                            ? Action.proceed()
                            : Action.reply("552 5.3.4 Message size exceeds fixed limit"));
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 3/minute ]")
                    .contacts(5)
                    .campaign("notify: " + ME);

            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DATA);

            assertThat(notices(server).get(0).getSubject()).isEqualTo("voeux: FAILED, 0 of 5 sent");
            assertThat(text(notices(server).get(0))).contains("Message size exceeds");
        }
    }

    @Test
    void who_stopped_the_run_is_not_told() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(5).campaign("notify: " + ME);
            server.on(Step.DOT, at -> {
                mailing.stop().request(Reason.verbatim("stopped by the test"), ExitCodes.INTERRUPTED);
                return Action.proceed();
            });

            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.INTERRUPTED);

            assertThat(notices(server)).isEmpty();
        }
    }

    @Test
    @Tag("ledger")
    void letters_in_doubt_are_named_with_what_decides_about_them() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.DOT, at -> at.recipient().equals("c1@example.org") ? Action.close() : Action.proceed());
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(3).campaign("notify: " + ME);

            mailing.run();

            assertThat(text(notices(server).get(0)))
                    .contains("One letter is in doubt: the relay may have it.")
                    .contains("facteur resolve " + home.resolve("jobs/voeux.yaml") + " --resend");
        }
    }

    @Test
    void it_speaks_the_campaigns_language() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 2/day ]")
                    .contacts(1200)
                    .campaign("notify: " + ME, "locale: fr-FR")
                    .pace("patience: 0s");

            mailing.run();

            assertThat(notices(server).get(0).getSubject())
                    .isEqualTo("voeux\u00a0: EN PAUSE, 1 sur 1\u202f200 envoyée");
            assertThat(text(notices(server).get(0)))
                    .contains("À relancer après le mardi 5 janvier ")
                    .contains("Le rapport est joint");
        }
    }

    @Test
    void what_goes_into_the_sandbox_stays_there() throws Exception {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .routes("[ sandbox ]")
                    .contacts(1)
                    .campaign("notify: " + ME);

            mailing.run();

            try (Stream<Path> letters = Files.list(home.resolve("var/sandbox/voeux"))) {
                assertThat(letters.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("00001-c0@example.org.eml", "00002-" + ME + ".eml");
            }
            assertThat(server.connections()).isZero();
        }
    }
}
