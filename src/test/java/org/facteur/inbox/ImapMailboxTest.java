package org.facteur.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.EmptyLedger;
import org.facteur.ledger.ReturnBook;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.packaged.CutLine;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.relay.Tls;
import org.facteur.smtp.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImapMailboxTest {

    @RegisterExtension
    static final GreenMailExtension SERVER =
            new GreenMailExtension(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

    @TempDir
    private Path home;

    private Campaign campaign(String password) throws IOException {
        return campaign(password, SERVER.getImap().getPort(), "INBOX");
    }

    private Campaign campaign(String password, int port, String folders) throws IOException {
        return campaign(password, port, folders, "tls: none");
    }

    private Campaign campaign(String password, int port, String folders, String tls) throws IOException {
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
                  inbox: [ perso ]
                mailboxes:
                  perso: { host: 127.0.0.1, port: %d, %s, username: zythom, password: "${IMAP_PASSWORD}", folders: [ %s ] }
                """.formatted(port, tls, folders));
        Campaign campaign = JobFile.load(job, Map.of(), Map.of("IMAP_PASSWORD", password), home, Purpose.RETURNS);
        EmptyLedger.in(campaign.home());
        return campaign;
    }

    private static void deliver(GreenMailUser user, String id) {
        user.deliver(bounce(id));
    }

    private static MimeMessage bounce(String id) {
        return GreenMailUtil.newMimeMessage("From: MAILER-DAEMON@mx.example\r\nTo: zythom@perso.example\r\n"
                + "Subject: failure notice\r\nMessage-ID: <" + id + "@mx.example>\r\n\r\n<" + id
                + "@ecole.example>:\r\n550 5.1.1 User unknown\r\n");
    }

    private static InboxResult read(Campaign campaign) {
        return Inbox.read(campaign, Instant::now, () -> false);
    }

    @Test
    void each_message_is_read_once_and_none_is_marked() throws Exception {
        GreenMailUser user = SERVER.setUser("zythom@perso.example", "zythom", "secret");
        Campaign campaign = campaign("secret");
        for (int i = 0; i < 250; i++) {
            deliver(user, "a" + i);
        }

        InboxResult first = read(campaign);
        InboxResult second = read(campaign);
        deliver(user, "late");
        InboxResult third = read(campaign);

        assertThat(first.read()).isEqualTo(250);
        assertThat(first.unmatched()).isEqualTo(250);
        assertThat(second.read()).isZero();
        assertThat(third.read()).isEqualTo(1);
        assertThat(third.unmatched()).isEqualTo(251);
        assertThat(third.suppressed()).isEmpty();
        Properties properties = new Properties();
        try (Store store = Session.getInstance(properties).getStore("imap")) {
            store.connect("127.0.0.1", SERVER.getImap().getPort(), "zythom", "secret");
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                assertThat(inbox.getMessageCount()).isEqualTo(251);
                assertThat(inbox.getMessage(1).isSet(Flags.Flag.SEEN)).isFalse();
            }
        }
    }

    @Test
    void a_wrong_password_is_told_as_one() throws Exception {
        SERVER.setUser("zythom@perso.example", "zythom", "secret");
        Campaign campaign = campaign("wrong");

        assertThatThrownBy(() -> read(campaign))
                .isInstanceOfSatisfying(
                        MendableException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.NO_PERMISSION))
                .hasMessageContaining("mailbox perso refused the login");
    }

    @Test
    void a_folder_that_is_gone_is_named_and_the_others_are_read() throws Exception {
        GreenMailUser user = SERVER.setUser("zythom@perso.example", "zythom", "secret");
        ImapHostManager folders = SERVER.getManagers().getImapHostManager();
        Campaign campaign = campaign("secret", SERVER.getImap().getPort(), "Junk, INBOX");
        MailFolder first = folders.createMailbox(user, "Junk");
        first.store(bounce("spam"));
        assertThat(read(campaign).unmatched()).isEqualTo(1);

        folders.deleteMailbox(user, "Junk");
        deliver(user, "late");
        assertThatThrownBy(() -> read(campaign))
                .isInstanceOfSatisfying(
                        MendableException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.CONFIG))
                .hasMessageContaining("mailbox perso has no folder Junk");

        // Made again, it counts its messages in another way, and what was in it before is no news.
        MailFolder again = await().until(
                        () -> {
                            if (folders.getFolder(user, "Junk") != null) {
                                folders.deleteMailbox(user, "Junk");
                            }
                            return folders.createMailbox(user, "Junk");
                        },
                        // GreenMail takes it from its clock.
                        folder -> folder.getUidValidity() != first.getUidValidity());
        again.store(bounce("spam"));
        again.store(bounce("more"));
        InboxResult read = read(campaign);
        assertThat(read.read()).isEqualTo(2);
        assertThat(read.fresh()).isEqualTo(1);
        assertThat(read.unmatched()).isEqualTo(3);
    }

    @Test
    void what_a_server_was_giving_as_it_hung_up_is_read_at_the_next_pass_and_nothing_twice() throws Exception {
        GreenMailUser user = SERVER.setUser("zythom@perso.example", "zythom", "secret");
        for (int i = 0; i < 350; i++) {
            deliver(user, "a" + i);
        }
        int cut = 0;
        InboxResult whole = null;
        while (whole == null) {
            try (CutLine server = new CutLine(SERVER.getImap().getPort(), 20_000 * ++cut, () -> {})) {
                Campaign campaign = campaign("secret", server.port(), "INBOX");
                whole = read(campaign);
            } catch (MendableException e) {
                assertThat(e.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
                assertThat(e).hasMessageContaining("mailbox perso at 127.0.0.1");
                assertThat(cut).isLessThan(100);
            }
        }

        assertThat(cut).isGreaterThan(2);
        assertThat(whole.unmatched()).isEqualTo(350);
        assertThat(whole.read()).isLessThan(350);
    }

    @Test
    void what_is_left_when_the_time_is_over_is_read_at_the_next_pass() throws Exception {
        GreenMailUser user = SERVER.setUser("zythom@perso.example", "zythom", "secret");
        Campaign campaign = campaign("secret");
        for (int i = 0; i < 250; i++) {
            deliver(user, "a" + i);
        }
        AtomicInteger asked = new AtomicInteger();
        Thread reading = Thread.currentThread();

        InboxResult first = Inbox.read(
                campaign, Instant::now, () -> Thread.currentThread().equals(reading) && asked.incrementAndGet() > 1);
        InboxResult second = read(campaign);

        assertThat(first.read()).isEqualTo(100);
        assertThat(second.read()).isEqualTo(150);
        assertThat(second.unmatched()).isEqualTo(250);
    }

    /** A read time-out begins again with each byte. */
    @ParameterizedTest
    @ValueSource(strings = {"AUTHENTICATE", "EXAMINE", "UID SEARCH", "UID FETCH"})
    void a_server_that_drips_its_answer_does_not_outlast_the_time(String command) throws Exception {
        try (DrippingImap server = new DrippingImap(command)) {
            Campaign campaign = campaign("secret", server.port(), "INBOX");

            InboxResult read = Inbox.read(campaign, Instant::now, server::isDripping);

            assertThat(read.read()).isZero();
            assertThat(server.isDripping()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "IMPLICIT"})
    void nor_does_one_that_drips_under_tls_whose_certificate_has_to_be_trusted(Tls tls) throws Exception {
        TestCertificate certificate = TestCertificate.forLoopback(home);
        String how = "tls: " + tls.name().toLowerCase(Locale.ROOT);
        try (DrippingImap server = new DrippingImap("UID FETCH", tls, certificate.context())) {
            Campaign campaign = campaign("secret", server.port(), "INBOX", how);

            assertThatThrownBy(() -> Inbox.read(campaign, Instant::now, server::isDripping))
                    .isInstanceOfSatisfying(
                            MendableException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE))
                    .hasMessageContaining("cert");
        }
        try (DrippingImap server = new DrippingImap("UID FETCH", tls, certificate.context())) {
            Campaign campaign =
                    campaign("secret", server.port(), "INBOX", how + ", trust: \"" + certificate.pem() + "\"");

            assertThat(Inbox.read(campaign, Instant::now, server::isDripping).read())
                    .isZero();
            assertThat(server.isDripping()).isTrue();
        }
    }

    @Test
    void rows_and_cursor_are_committed_together_or_not_at_all() throws Exception {
        Campaign campaign = campaign("secret");
        byte[] message = Files.readAllBytes(
                Files.writeString(home.resolve("one.eml"), GreenMailUtil.getWholeMessage(bounce("one"))));
        try (HomeLedger of = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = of.make()) {
            InboxPass pass = new InboxPass(ledger, campaign, Instant.now());
            assertThatThrownBy(() -> pass.takeAll(List.of(message), () -> {
                        pass.book().moved("perso", "INBOX", new ReturnBook.Cursor(1, 1));
                        throw new IllegalStateException("the power is gone");
                    }))
                    .hasMessage("the power is gone");

            assertThat(pass.book().cursor("perso", "INBOX")).isEmpty();
            assertThat(pass.result(campaign.name()).unmatched()).isZero();
        }
    }

    @Test
    void a_report_that_stands_behind_much_text_is_read_to_its_end() throws Exception {
        GreenMailUser user = SERVER.setUser("zythom@perso.example", "zythom", "secret");
        Campaign campaign = campaign("secret");
        user.deliver(GreenMailUtil.newMimeMessage(
                """
                From: Postamt <post@mx.example>
                To: zythom@perso.example
                Subject: Ihre Nachricht
                Message-ID: <long@mx.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; boundary=B

                --B
                Content-Type: text/plain

                %s
                --B
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; weg@ecole.example
                Action: failed
                Status: 5.1.1

                --B--
                """.formatted("Guten Tag, liebe Leute.\n".repeat(3_000)).replace("\n", "\r\n")));

        assertThat(read(campaign).kinds()).isEqualTo(Map.of(ReturnKind.BOUNCE, 1L));
    }
}
