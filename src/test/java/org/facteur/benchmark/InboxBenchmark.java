package org.facteur.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.LedgerFile;
import org.facteur.mta.DovecotServer;

/**
 * A mailbox of 100,000 messages at a Dovecot on this machine, read within {@code -Xmx256m}: how long the first pass takes, how long one
 * with nothing new, and one with a hundred new messages. A tenth of the messages are bounces, a tenth answers, one in fifty has a picture of
 * half a megabyte; all came after the letters, so that none is passed over. Needs root and Dovecot. Arguments: messages (100,000), letters
 * (10,000).
 */
public final class InboxBenchmark {

    private static final String OWNER = "zythom@ecole.example";
    private static final String CAMPAIGN = "benchmark";
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path home = Path.of("target/benchmark/inbox").toAbsolutePath();
    private final int messages;
    private final int letters;
    private final DovecotServer dovecot;

    private InboxBenchmark(int messages, int letters, DovecotServer dovecot) {
        this.messages = messages;
        this.letters = letters;
        this.dovecot = dovecot;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int letters = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        Path servers = Path.of("target/benchmark/dovecot").toAbsolutePath();
        SampleMailing.clear(servers);
        // Dovecot's sockets have longer names than some folders allow.
        Path sockets = Files.createTempDirectory("facteur-");
        try (DovecotServer dovecot = new DovecotServer(sockets, servers.resolve("mail"), 25)) {
            new InboxBenchmark(messages, letters, dovecot).run();
        } finally {
            SampleMailing.clear(sockets);
        }
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        Path job = job();
        enlist();
        deliver(0, messages);
        System.out.printf(Locale.ROOT, "%,d messages, %,d letters, %s%n%n", messages, letters, String.join(" ", SMALL));
        System.out.println("| pass | s | CPU s | peak MB |\n|---|---:|---:|---:|");
        pass("first", job);
        pass("nothing new", job);
        deliver(messages, messages + 100);
        pass("100 new", job);
    }

    private void pass(String name, Path job) throws IOException, InterruptedException {
        MeasuredProcess child =
                MeasuredProcess.facteur(home.resolve("child.log"), SMALL, "inbox", job.toString(), "--json");
        child.awaitSuccess();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %d |%n",
                name,
                (System.nanoTime() - child.started()) / 1e9,
                child.cpu().toMillis() / 1e3,
                child.peakMegabytes());
    }

    private Path job() throws IOException {
        Path job = SampleMailing.write(home, 1, 25, 1, "limits: [ 1/second ]");
        Files.writeString(home.resolve("imap"), DovecotServer.PASSWORD);
        return Files.writeString(
                job,
                Files.readString(job).replace("campaign:\n", "campaign:\n  inbox: [ perso ]\n")
                        + """
                mailboxes:
                  perso: { host: 127.0.0.1, port: %d, tls: none, username: "%s", password-file: ../imap }
                """.formatted(dovecot.imap(), OWNER));
    }

    /** All letters have been sent. */
    private void enlist() throws IOException {
        Files.createDirectories(home.resolve("var"));
        try (LedgerFile ledger = new LedgerFile(home.resolve("var/ledger"))) {
            Instant sent = Instant.now().minus(Duration.ofDays(1));
            new Campaigns(ledger.client()).stands(CAMPAIGN, CampaignState.COMPLETED, null, null, sent);
            Enlistment enlistment = new Enlistment(ledger.template(), CAMPAIGN);
            long pass = enlistment.openPass(false);
            for (int from = 0; from < letters; from += 1_000) {
                List<Listed> rows = new ArrayList<>();
                for (int i = from; i < Math.min(letters, from + 1_000); i++) {
                    rows.add(new Recipient(
                            EmailAddress.of(SampleMailing.email(i)), new Contact(i + 2, Map.of()), List.of()));
                }
                ledger.inOneCommit(() -> enlistment.write(rows, pass, sent));
            }
            enlistment.closePass(pass, "digest", 0);
            ledger.template()
                    .update("UPDATE delivery SET state = 'SENT', message_id = '<secret-' || email || '>',"
                            + " reply = '250 2.0.0 Ok: queued as 4F1B23C04D'");
        }
    }

    private void deliver(int from, int to) throws IOException {
        Path mailbox = dovecot.maildir(OWNER);
        for (int i = from; i < to; i++) {
            Files.writeString(mailbox.resolve("%07d.benchmark".formatted(i)), message(i), StandardCharsets.UTF_8);
        }
    }

    private String message(int i) {
        String about = SampleMailing.email(i / 10 % letters);
        return switch (i % 10) {
            case 0 -> bounce(i, about);
            case 1 -> answer(i, about);
            default -> other(i);
        };
    }

    private static String head(int i, String from, String subject) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atZone(ZoneOffset.UTC));
        return "Return-Path: <%s>\nReceived: from mx.example by mx.ecole.example; %s\nFrom: %s\nTo: %s\nSubject: %s\nDate: %s\nMessage-ID: <%d@mx.example>\nMIME-Version: 1.0\n"
                .formatted(from, date, from, OWNER, subject, date, i);
    }

    private static String bounce(int i, String about) {
        return head(i, "MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender")
                + """
                Content-Type: multipart/report; report-type=delivery-status; boundary=B

                --B

                This is the mail system at host mx.example.

                <%1$s>: host mx.domaine.example said: 550 5.1.1 <%1$s>: Recipient address rejected: User unknown

                --B
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; %1$s
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 <%1$s>: Recipient address rejected: User unknown

                --B
                Content-Type: message/rfc822

                From: %2$s
                To: %1$s
                Subject: Bonne année
                Message-ID: <secret-%1$s>

                %3$s
                --B--
                """.formatted(about, OWNER, SampleMailing.TEXT.repeat(10));
    }

    private static String answer(int i, String from) {
        return head(i, from, "Re: Bonne année") + "In-Reply-To: <secret-" + from + ">\n"
                + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                + "Merci, et bonne année à vous aussi !\n\n"
                + SampleMailing.TEXT.indent(2).replace("  ", "> ").repeat(5);
    }

    /** Newsletters, and letters of people who have nothing to do with the mailing. */
    private static String other(int i) {
        if (i % 50 == 7) {
            return head(i, "paul@village.example", "Photo")
                    + "Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n"
                    + "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoM\n".repeat(6_600);
        }
        boolean newsletter = i % 3 == 0;
        return head(i, newsletter ? "newsletter@boutique.example" : "luc" + i + "@village.example", "Nouvelles " + i)
                + (newsletter ? "List-Unsubscribe: <https://boutique.example/stop>\n" : "")
                + "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                + SampleMailing.HTML.repeat(1 + i % 7)
                // A signature; every other one speaks of somebody else, as bounces do.
                + "<p>-- <br>luc%d@village.example%s</p>\n".formatted(i, i % 2 == 0 ? ", zoe@village.example" : "");
    }
}
