package org.facteur.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ImapMailboxTest {

    @RegisterExtension
    static final GreenMailExtension SERVER =
            new GreenMailExtension(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

    @TempDir
    private Path home;

    private Campaign campaign(String password) throws IOException {
        Path jobs = Files.createDirectories(home.resolve("jobs"));
        Files.writeString(jobs.resolve("contacts.csv"), "email\n");
        Files.writeString(jobs.resolve("letter.txt"), "Bonjour\n");
        Path job = Files.writeString(
                jobs.resolve("voeux.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@perso.example
                  contacts: contacts.csv
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ sandbox ]
                  inbox: [ perso ]
                mailboxes:
                  perso: { host: 127.0.0.1, port: %d, tls: none, username: zythom, password: "${IMAP_PASSWORD}" }
                """.formatted(SERVER.getImap().getPort()));
        Campaign campaign = JobFile.load(job, Map.of(), Map.of("IMAP_PASSWORD", password), home, Purpose.RETURNS);
        campaign.home().create();
        return campaign;
    }

    private static void deliver(GreenMailUser user, String id) {
        user.deliver(GreenMailUtil.newMimeMessage("From: MAILER-DAEMON@mx.example\r\nTo: zythom@perso.example\r\n"
                + "Subject: failure notice\r\nMessage-ID: <" + id + "@mx.example>\r\n\r\n<" + id
                + "@ecole.example>:\r\n550 5.1.1 User unknown\r\n"));
    }

    private static InboxResult read(Campaign campaign) {
        return Inbox.read(campaign, Instant::now);
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
}
