package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.facteur.cli.Typed;
import org.facteur.dispatch.Stop;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The first letters go to a mailbox of their writer's, whose server writes into them what it thinks, and are read back by IMAP. */
class CanaryTest {

    @RegisterExtension
    static final GreenMailExtension RECEIVER =
            new GreenMailExtension(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

    private static final String MAILBOX = "zythom@perso.example";

    private static final String RECEIVED =
            "Received: from smtp.ecole.example (smtp.ecole.example [192.0.2.25])\r\n\tby mx.perso.example (Postfix); Mon, 4 Jan 2027 10:00:00 +0100\r\n";

    private static final String PASSED =
            "Authentication-Results: mx.perso.example;\r\n\tspf=pass smtp.mailfrom=zythom@ecole.example;\r\n"
                    + "\tdkim=pass (2048-bit key; fine) header.d=ecole.example header.s=facteur;\r\n\tdmarc=pass (p=none) header.from=ecole.example\r\n"
                    + RECEIVED;

    @TempDir
    private Path home;

    private GreenMailUser user;

    @BeforeEach
    void aMailbox() {
        user = RECEIVER.setUser(MAILBOX, MAILBOX, "secret");
    }

    /** @param canary as in the job file */
    private MailingFixture mailing(ScriptedSmtpServer relay, String canary) {
        return mailing(relay, canary, RECEIVER.getImap().getPort());
    }

    private MailingFixture mailing(ScriptedSmtpServer relay, String canary, int imap) {
        return MailingFixture.in(home)
                .relay("ecole", relay)
                .contacts(3)
                .write("input/password", "secret\n")
                .campaign("check: { " + canary + " }")
                .beside("mailboxes: { perso: { host: 127.0.0.1, port: "
                        + imap + ", tls: none, username: " + MAILBOX
                        + ", password-file: ../input/password } }");
    }

    /**
     * A relay whose letters to the mailbox arrive there.
     *
     * @param folder where
     * @param header what the receiver writes above them
     */
    private ScriptedSmtpServer delivering(String folder, String header) {
        ScriptedSmtpServer relay = ScriptedSmtpServer.plain();
        return relay.on(Step.DOT, context -> {
            if (context.recipient().equals(MAILBOX)) {
                Transaction letter =
                        relay.transactions().get(relay.transactions().size() - 1);
                deliver(folder, header + letter.messageText());
            }
            return Action.proceed();
        });
    }

    private void deliver(String folder, String letter) {
        try {
            ImapHostManager host = RECEIVER.getManagers().getImapHostManager();
            MailFolder there = folder.equals("INBOX")
                    ? host.getInbox(user)
                    : host.getFolder(user, folder) == null
                            ? host.createMailbox(user, folder)
                            : host.getFolder(user, folder);
            there.store(GreenMailUtil.newMimeMessage(letter));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> recipients(ScriptedSmtpServer relay) {
        return relay.accepted().stream().map(Transaction::recipient).toList();
    }

    private String found() throws Exception {
        return Files.readString(home.resolve("var/checks/voeux.json"));
    }

    @Test
    @Tag("ledger")
    void a_run_waits_for_the_first_letters_and_then_writes_to_everybody() throws Exception {
        try (var relay = delivering("INBOX", PASSED)) {
            RunResult sent =
                    mailing(relay, "canary: { to: [ perso ], letters: 2 }").run();

            assertThat(sent.exitCode()).isZero();
            assertThat(recipients(relay))
                    .startsWith(MAILBOX, MAILBOX)
                    .containsExactlyInAnyOrder(MAILBOX, MAILBOX, "c0@example.org", "c1@example.org", "c2@example.org");
            assertThat(relay.accepted().get(0).messageText())
                    .contains("Bonjour c0")
                    .contains("Subject: Bonjour\r\n");
            assertThat(found()).doesNotContain("canary.");
        }
    }

    @Test
    void what_the_receiver_says_fails_under_a_policy_that_keeps_such_letters_out_holds_everybodys_up()
            throws Exception {
        String failed =
                "Authentication-Results: mx.perso.example; spf=fail smtp.mailfrom=zythom@ecole.example; dkim=none;\r\n"
                        + "\tdmarc=fail (p=REJECT sp=REJECT dis=NONE) header.from=ecole.example\r\n" + RECEIVED;
        try (var relay = delivering("Junk", failed)) {
            RunResult refused = mailing(relay, "canary: { to: [ perso ] }").run();

            assertThat(refused.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(refused.status().reason()).asString().contains("canary.dmarc");
            assertThat(recipients(relay)).containsExactly(MAILBOX);
            assertThat(found()).contains("canary.junk", "canary.spf", "canary.dkim");
        }
    }

    @Test
    void what_others_wrote_into_the_letter_is_not_believed() throws Exception {
        String forged =
                "Authentication-Results: mx.google.com; spf=pass; dkim=pass header.d=ecole.example; dmarc=pass\r\n"
                        + RECEIVED
                        + "Received: from me by smtp.ecole.example with ESMTPSA; Mon, 4 Jan 2027 10:00:00 +0100\r\n"
                        + "Authentication-Results: mx.perso.example; spf=pass; dkim=pass header.d=ecole.example; dmarc=pass\r\n";
        try (var relay = delivering("INBOX", forged)) {
            RunResult sent = mailing(relay, "canary: { to: [ perso ] }").run();

            assertThat(sent.exitCode()).isZero();
            assertThat(found()).contains("canary.unsaid", "mx.google.com");
        }
    }

    @Test
    @Tag("ledger")
    void a_letter_that_does_not_come_is_waited_for_no_longer_than_said() throws Exception {
        try (var relay = ScriptedSmtpServer.plain()) {
            var mailing = mailing(relay, "canary: { to: [ perso ], wait: 30s }");

            assertThat(mailing.run().exitCode()).isZero();

            assertThat(Duration.between(
                            relay.accepted().get(0).mailAt(),
                            relay.accepted().get(1).mailAt()))
                    .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
            assertThat(found()).contains("canary.missing");
            assertThat(recipients(relay)).hasSize(4);
        }
    }

    @Test
    void a_mailbox_that_hangs_up_once_is_asked_again() throws Exception {
        try (var relay = delivering("INBOX", PASSED);
                var line = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            // The first call is made before anything is sent.
            Thread calls = new Thread(() -> passOnAllBut(2, line), "line");
            calls.setDaemon(true);
            calls.start();

            assertThat(mailing(relay, "canary: { to: [ perso ] }", line.getLocalPort())
                            .run()
                            .exitCode())
                    .isZero();

            assertThat(found()).doesNotContain("canary.unread").doesNotContain("canary.missing");
            assertThat(recipients(relay)).hasSize(4);
        }
    }

    private static void passOnAllBut(int hangsUpOn, ServerSocket line) {
        try {
            for (int call = 1; ; call++) {
                Socket client = line.accept();
                if (call == hangsUpOn) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(
                        InetAddress.getLoopbackAddress(), RECEIVER.getImap().getPort());
                for (List<Socket> way : List.of(List.of(client, server), List.of(server, client))) {
                    Thread passing = new Thread(() -> passOn(way.get(0), way.get(1)), "line");
                    passing.setDaemon(true);
                    passing.start();
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void passOn(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of the two has hung up.
        }
    }

    @Test
    void a_run_that_is_to_stop_does_not_wait_for_the_next_look() {
        try (var relay = ScriptedSmtpServer.plain()) {
            var mailing = mailing(relay, "canary: { to: [ perso ], wait: 2h }");
            Instant asked = MailingFixture.START.plus(Duration.ofMinutes(5));
            Stop stop = mailing.stop();
            mailing.clock().at(asked, () -> stop.request(Reason.verbatim("SIGTERM"), 143));

            assertThat(mailing.run().exitCode()).isEqualTo(143);

            assertThat(mailing.clock().instant()).isBefore(asked.plusSeconds(10));
            assertThat(recipients(relay)).containsExactly(MAILBOX);
        }
    }

    @Test
    void who_requires_a_canary_sends_nothing_where_none_comes() {
        try (var relay = ScriptedSmtpServer.plain()) {
            RunResult refused = mailing(relay, "require: [ canary ], canary: { to: [ perso ], wait: 30s }")
                    .run();

            assertThat(refused.exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(recipients(relay)).containsExactly(MAILBOX);
        }
    }

    @Test
    void nothing_goes_to_a_mailbox_that_cannot_be_read_and_none_where_an_error_stands() throws Exception {
        try (var relay = delivering("INBOX", PASSED)) {
            var mailing = mailing(relay, "canary: { to: [ perso ] }").write("input/password", "wrong\n");
            assertThat(mailing.run().exitCode()).isZero();
            assertThat(found()).contains("canary.unread");
            assertThat(recipients(relay)).doesNotContain(MAILBOX);

            var broken = mailing.named("broken")
                    .write("input/password", "secret\n")
                    .write("input/letter.txt", "Bonjour {{ '{{' }} {{ prenom }}\n");
            assertThat(broken.run().exitCode()).isEqualTo(ExitCodes.DATA);
            assertThat(recipients(relay)).doesNotContain(MAILBOX);
        }
    }

    @Test
    @Tag("ledger")
    void check_sends_them_when_asked_and_says_where_they_lie() {
        try (var relay = delivering("Junk", PASSED)) {
            mailing(relay, "canary: { to: [ perso ], letters: 2 }").load();
            String job = home.resolve("jobs/voeux.yaml").toString();

            assertThat(Typed.facteur("check", job, "--json").out()).doesNotContain("canary");
            Typed check = Typed.facteur("check", job, "--json", "--canary");

            assertThat(check.exitCode()).as(check.toString()).isZero();
            JsonNode report = JsonMapper.shared().readTree(check.out());
            assertThat(report.get("canary")).hasSize(2);
            JsonNode first = report.at("/canary/0");
            assertThat(first.get("to").asString()).isEqualTo(MAILBOX);
            assertThat(first.get("folder").asString()).isEqualTo("Junk");
            assertThat(first.get("spf").asString()).isEqualTo("pass");
            assertThat(first.get("dkim").asString()).isEqualTo("pass");
            assertThat(first.get("dmarc").asString()).isEqualTo("pass");
            assertThat(first.get("seconds").asDouble()).isLessThan(60);
            assertThat(report.get("findings")
                            .valueStream()
                            .map(one -> one.get("id").asString()))
                    .contains("canary.junk");
        }
    }

    @Test
    void check_has_nowhere_to_send_them_without_mailboxes() {
        try (var relay = ScriptedSmtpServer.plain()) {
            MailingFixture.in(home).relay("ecole", relay).contacts(1).load();
            String job = home.resolve("jobs/voeux.yaml").toString();

            assertThat(Typed.facteur("check", job, "--canary").exitCode()).isEqualTo(ExitCodes.CONFIG);
            assertThat(Typed.facteur("check", job, "--canary", "--offline").exitCode())
                    .isEqualTo(ExitCodes.USAGE);
        }
    }
}
