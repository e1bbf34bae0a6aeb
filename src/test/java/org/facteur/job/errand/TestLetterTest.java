package org.facteur.job.errand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.facteur.job.MailingFixture.START;
import static org.facteur.job.MailingFixture.mostWithin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.facteur.home.Home;
import org.facteur.home.HomeLedger;
import org.facteur.job.MailingFixture;
import org.facteur.job.RunResult;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.EmptyLedger;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.message.template.TemplateException;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.report.Statuses;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLetterTest {

    private static final String ME = "me@perso.example";

    @TempDir
    private Path home;

    private static TestLetter.Sending test(MailingFixture mailing) {
        return test(mailing, TestLetter.FIRST);
    }

    private static TestLetter.Sending test(MailingFixture mailing, long line) {
        return test(mailing, new TestLetter.Request(ME, line, null));
    }

    private static TestLetter.Sending test(MailingFixture mailing, TestLetter.Request request) {
        var campaign = mailing.load();
        EmptyLedger.in(campaign.home());
        return new TestLetter(mailing.clock()).send(campaign, request);
    }

    @Test
    @Tag("ledger")
    void it_takes_a_place_in_the_relays_window_and_none_among_the_recipients() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 4/hour ]")
                    .contacts(5)
                    .pace("patience: 0s");
            assertThat(test(mailing).result()).isInstanceOf(ErrandResult.Taken.class);

            RunResult run = mailing.run();

            assertThat(run.status().counts().sent()).isEqualTo(3);
            assertThat(run.status().rows()).isEqualTo(5);
            assertThat(run.status().addsUp()).isTrue();
            assertThat(run.status().reason()).asString().contains("4/hour");

            TestLetter.Sending again = test(mailing);

            var closed = (ErrandResult.Closed) again.result();
            assertThat(closed.reason()).hasToString("relay ecole: 4 of 4/hour used");
            assertThat(closed.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(server.accepted()).hasSize(4);

            mailing.clock().moveTo(closed.opensAt());
            RunResult second = mailing.run();
            assertThat(test(mailing).result()).isInstanceOf(ErrandResult.Taken.class);
            assertThat(test(mailing).result()).isInstanceOf(ErrandResult.Taken.class);
            assertThat(test(mailing).result()).isInstanceOf(ErrandResult.Closed.class);

            assertThat(second.status().counts().sent()).isEqualTo(5);
            assertThat(server.countByRecipient()).hasSize(6).containsEntry(ME, 3L);
            assertThat(mostWithin(Duration.ofHours(1), mailing.acceptedAt())).isEqualTo(4);
        }
    }

    @Test
    void the_campaigns_and_the_domains_own_limits_hold_too() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(1).pace("limits: [ 1/day ]");
            test(mailing);

            var byCampaign = (ErrandResult.Closed) test(mailing).result();
            mailing.otherPace("per-domain: { perso.example: 1/hour }");
            var byDomain = (ErrandResult.Closed) test(mailing).result();

            assertThat(byCampaign.reason()).hasToString("campaign: 1 of 1/day used");
            assertThat(byCampaign.opensAt()).isBetween(START.plus(Duration.ofDays(1)), START.plusSeconds(86_401));
            assertThat(byDomain.reason()).hasToString("perso.example: 1 of 1/hour used");
            assertThat(server.accepted()).hasSize(1);
        }
    }

    @Test
    void what_opens_within_a_few_seconds_is_waited_for() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 1/second ]")
                    .contacts(1);

            test(mailing);
            test(mailing);

            assertThat(server.accepted()).hasSize(2);
            assertThat(mostWithin(Duration.ofSeconds(1), mailing.acceptedAt())).isEqualTo(1);
        }
    }

    @Test
    void it_may_leave_outside_the_sending_window() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(1)
                    .pace("window: { from: \"22:00\", to: \"06:00\", zone: UTC }", "patience: 0s");

            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(test(mailing).result().exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(server.countByRecipient()).containsOnlyKeys(ME);
        }
    }

    @Test
    void a_relay_that_was_told_to_rest_is_left_alone_and_one_that_broke_off_is_tried() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.MAIL, at -> Action.reply("450 4.7.1 Error: too much mail from 127.0.0.1"));
            var mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(1).pace("patience: 0s");
            mailing.run();

            var resting = (ErrandResult.Closed) test(mailing).result();
            mailing.clock().moveTo(resting.opensAt());
            server.on(Step.MAIL, at -> Action.close());
            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            server.on(Step.MAIL, at -> Action.proceed());

            assertThat(resting.reason()).asString().contains("too much mail");
            assertThat(test(mailing).result()).isInstanceOf(ErrandResult.Taken.class);
        }
    }

    @Test
    @Tag("ledger")
    void a_refusal_is_told_with_its_meaning_and_counts() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.RCPT, at -> Action.reply("550 5.1.1 <me@perso.example>: User unknown"));
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 2/hour ]")
                    .contacts(1);

            var unknown = (ErrandResult.Refused) test(mailing).result();
            server.on(Step.RCPT, at -> Action.reply("450 4.2.0 <me@perso.example>: Greylisted, come back later"));
            var greylisted = (ErrandResult.Refused) test(mailing).result();

            assertThat(unknown.cause()).hasToString("it said no at RCPT: 550 5.1.1 <me@perso.example>: User unknown");
            assertThat(unknown.meaning()).first().asString().contains("does not exist", "no-such-user");
            assertThat(unknown.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(greylisted.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(test(mailing).result()).isInstanceOf(ErrandResult.Closed.class);
            assertThat(mailing.run().status().counts().pending()).isEqualTo(1);
        }
    }

    @Test
    void a_login_that_is_refused_is_77_and_a_relay_that_is_gone_69_and_neither_counts() {
        var mailing = MailingFixture.in(home);
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.MAIL, at -> Action.reply("530 5.7.0 Authentication required"));
            mailing.relay("ecole", server).contacts(1).pace("limits: [ 2/hour ]");

            assertThat(test(mailing).result().exitCode()).isEqualTo(ExitCodes.NO_PERMISSION);

            server.leave();

            for (int i = 0; i < 3; i++) {
                assertThat(test(mailing).result()).isInstanceOfSatisfying(ErrandResult.Failed.class, failed -> {
                    assertThat(failed.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
                    assertThat(failed.cause()).asString().contains("refuses the connection");
                });
            }
        }
    }

    @Test
    void a_sender_or_a_letter_that_the_relay_does_not_take_ends_as_a_run_would() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.MAIL, at -> Action.reply("550 5.1.1 <zythom@ecole.example>: User unknown"));
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(1);

            assertThat(test(mailing).result().exitCode()).isEqualTo(ExitCodes.CONFIG);
        }
        try (var server = ScriptedSmtpServer.plain().capabilities("SIZE 100")) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(1);

            assertThat(test(mailing).result().exitCode()).isEqualTo(ExitCodes.DATA);
        }
    }

    @Test
    void a_relay_that_takes_no_such_login_is_78() {
        try (var server = ScriptedSmtpServer.plain().capabilities("AUTH XOAUTH2")) {
            var mailing = MailingFixture.in(home)
                    .write("secret", "s3cret")
                    .relay("ecole", server, "username: zythom", "password-file: ../secret")
                    .contacts(1);

            assertThat(test(mailing).result()).isInstanceOfSatisfying(ErrandResult.Failed.class, failed -> {
                assertThat(failed.exitCode()).isEqualTo(ExitCodes.CONFIG);
                assertThat(failed.cause()).asString().contains("offers no login by password, only XOAUTH2");
            });
        }
    }

    @Test
    void no_answer_after_the_dot_counts_and_sends_the_owner_to_his_mailbox() {
        try (var server = ScriptedSmtpServer.plain()) {
            server.on(Step.DOT, at -> Action.close());
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 1/hour ]")
                    .contacts(1);

            var lost = (ErrandResult.Failed) test(mailing).result();

            assertThat(lost.cause()).asString().contains("the relay may have the letter");
            assertThat(lost.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(test(mailing).result()).isInstanceOf(ErrandResult.Closed.class);
            assertThat(mailing.run().status().inDoubt()).isZero();
        }
    }

    @Test
    @Tag("ledger")
    void one_that_a_dead_process_left_open_is_closed_by_the_next_test_or_run() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 1/hour ]")
                    .contacts(1)
                    .pace("patience: 0s");
            test(mailing);
            leaveOpen();
            mailing.clock().advance(Duration.ofHours(2));

            var byTest = (ErrandResult.Closed) test(mailing).result();
            mailing.clock().moveTo(byTest.opensAt());
            assertThat(test(mailing).result()).isInstanceOf(ErrandResult.Taken.class);

            leaveOpen();
            mailing.clock().advance(Duration.ofHours(2));
            RunResult settled = mailing.run();
            mailing.clock().moveTo(Objects.requireNonNull(settled.status().resumeAt()));
            assertThat(settled.status().counts().sent()).isZero();
            assertThat(mailing.run().exitCode()).isEqualTo(ExitCodes.DONE);
        }
    }

    /** As if the process had died between the seal and the record. */
    private void leaveOpen() {
        try (OpenLedger ledger = HomeLedger.of(new Home(home), Map.of()).open().orElseThrow()) {
            int newest = ledger.jdbc().sql("""
                            INSERT INTO open_attempt (id, delivery_id, campaign, domain, relay, account, sealed_at)
                            SELECT id, delivery_id, campaign, domain, relay, account, sealed_at FROM attempt
                            WHERE delivery_id = 0 AND id = (SELECT MAX(id) FROM attempt)""").update();
            assertThat(newest).isEqualTo(1);
            ledger.jdbc()
                    .sql("DELETE FROM attempt WHERE id IN (SELECT id FROM open_attempt)")
                    .update();
        }
    }

    @Test
    @Tag("ledger")
    void the_campaign_is_new_until_it_is_run_and_its_report_knows_of_recipients_only() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home).relay("ecole", server).contacts(2);
            test(mailing);

            try (OpenLedger ledger =
                    HomeLedger.of(new Home(home), Map.of()).open().orElseThrow()) {
                assertThat(Statuses.of(ledger, "voeux").state()).isEqualTo(CampaignState.NEW);
            }
            RunResult run = mailing.run();

            assertThat(Objects.requireNonNull(run.report())).content().contains("All 2 letters have left");
        }
    }

    @Test
    void a_row_is_named_by_its_line() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts("nobody", "marie@example.org", "jules@example.org");

            TestLetter.Sending first = test(mailing);
            TestLetter.Sending fourth = test(mailing, 4);

            assertThat(first.place()).endsWith("contacts.csv:3");
            assertThat(fourth.place()).endsWith("contacts.csv:4");
            assertThat(server.accepted())
                    .extracting(
                            Transaction::recipient,
                            letter -> letter.messageText()
                                    .lines()
                                    .filter(line -> line.startsWith("Bonjour"))
                                    .findFirst()
                                    .orElse(""))
                    .containsExactly(tuple(ME, "Bonjour marie"), tuple(ME, "Bonjour jules"));
            assertThatThrownBy(() -> test(mailing, 2))
                    .isInstanceOfSatisfying(
                            MendableException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.DATA))
                    .hasMessageContaining("contacts.csv:2: no letter goes to this row: \"nobody\" has no @");
            assertThatThrownBy(() -> test(mailing, 5))
                    .isInstanceOfSatisfying(
                            MendableException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.USAGE))
                    .hasMessageContaining("contacts.csv:5: no contact begins in this line");
        }
    }

    @Test
    void a_template_that_fails_on_the_row_sends_nothing() {
        try (var server = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(1)
                    .write("input/letter.txt", "{{ prenom | date('dd') }}");

            assertThatThrownBy(() -> test(mailing))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("letter.txt:1");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void it_goes_the_way_that_the_jobs_rules_send_the_address_or_the_way_that_is_named() {
        try (var school = ScriptedSmtpServer.plain();
                var house = ScriptedSmtpServer.plain()) {
            var mailing = MailingFixture.in(home)
                    .relay("ecole", school)
                    .relay("maison", house)
                    .routes("[ { relay: ecole, for: \"*.edu\" }, { relay: maison } ]")
                    .contacts(1);

            assertThat(test(mailing).relay()).isEqualTo("maison");
            assertThat(test(mailing, new TestLetter.Request("me@lycee.edu", TestLetter.FIRST, null))
                            .relay())
                    .isEqualTo("ecole");
            assertThat(test(mailing, new TestLetter.Request(ME, TestLetter.FIRST, "ecole"))
                            .relay())
                    .isEqualTo("ecole");
            assertThat(school.accepted()).hasSize(2);
            assertThat(house.accepted()).hasSize(1);
            assertThatThrownBy(() -> test(mailing, new TestLetter.Request(ME, TestLetter.FIRST, "ecol")))
                    .hasMessage("--relay \"ecol\" is not among the campaign's; write one of ecole, maison");
            assertThatThrownBy(() -> test(mailing, new TestLetter.Request("me", TestLetter.FIRST, null)))
                    .hasMessageContaining("--to: \"me\" is not an e-mail address");
        }
    }
}
