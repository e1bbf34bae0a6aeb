package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.facteur.cli.Typed;
import org.facteur.home.Home;
import org.facteur.home.HomeLedger;
import org.facteur.job.RunResult;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.pace.Timing;
import org.facteur.packaged.CutLine;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Postfix and Dovecot's Sieve send back by themselves, read from Dovecot by IMAP at the next run. */
@Tag("real-mta")
class ReturnsMtaIT {

    private static final String OWNER = "zythom@ecole.example";
    private static final String GONE = "gone@village.example";
    private static final String FULL = "full@village.example";
    private static final String AWAY = "away@village.example";
    private static final String REJECTS = "rejects@village.example";
    private static final String HERE = "here@village.example";

    @TempDir
    private Path dir;

    @BeforeAll
    static void servers_are_here() {
        Programs.assumeInstalled("postfix", "dovecot");
    }

    @Test
    void a_bounce_suppresses_a_note_tells_who_is_away_and_nothing_in_the_mailbox_is_touched() throws IOException {
        PostfixSetup setup = new PostfixSetup(dir, List.of(OWNER, GONE, FULL, AWAY, REJECTS, HERE));
        Path mailbox = setup.mail().resolve(OWNER);
        try (DovecotServer dovecot = new DovecotServer(dir, setup.mail(), setup.port());
                PostfixServer postfix = setup.with(
                                "virtual_alias_maps",
                                "inline:{ {%s=gone@old.example}, {%s=full@old.example} }".formatted(GONE, FULL))
                        .with(
                                "transport_maps",
                                "inline:{ {gone@old.example=error:5.1.1 User unknown}, {full@old.example=error:5.2.2 Mailbox full}, {%s=%s}, {%s=%s} }"
                                        .formatted(AWAY, dovecot.transport(), REJECTS, dovecot.transport()))
                        // Sieve's vacation is silent towards lists (RFC 5230, 4.6), and our letters say that they are
                        // one.
                        .with("header_checks", "regexp:{ {/^List-/ IGNORE} }")
                        .start()) {
            dovecot.sieve(AWAY, """
                    require ["vacation"];
                    vacation :days 1 :subject "Absence" "Je suis absent jusqu'au 31/12.";
                    """);
            dovecot.sieve(REJECTS, """
                    require ["reject"];
                    reject "Plus de courrier ici.";
                    """);
            Workplace workplace = new Workplace(dir.resolve("home"))
                    .contacts(InProcess.contacts(List.of(GONE, FULL, AWAY, REJECTS, HERE)))
                    .relay(postfix.port())
                    .mailbox(dovecot.imap(), OWNER, DovecotServer.PASSWORD);

            RunResult sent = InProcess.run(workplace, Timing.system());
            await("what comes back")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> messages(mailbox) == 4 && postfix.letters().containsKey(HERE));
            RunResult read = InProcess.run(workplace, Timing.system());

            assertThat(sent.status().sent()).isEqualTo(5);
            assertThat(read.status().returned()).as(dovecot.log()).isEqualTo(Map.of("auto-reply", 1L, "bounce", 3L));
            assertThat(workplace.typed("export", "--unreached").out().lines())
                    .hasSize(4)
                    .anySatisfy(row -> assertThat(row).startsWith(GONE))
                    .noneSatisfy(row -> assertThat(row).startsWith(AWAY));
            assertThat(suppressed(workplace)).singleElement().asString().startsWith(GONE);
            // Seen messages have an S behind their names.
            assertThat(names(mailbox)).noneMatch(name -> name.matches(".*:2,.*[STRDF].*"));

            Files.delete(mailbox.resolve("dovecot-uidlist"));
            RunResult again = InProcess.run(workplace, Timing.system());

            assertThat(again.status().returned()).isEqualTo(read.status().returned());
        }
    }

    @Test
    void a_tagged_return_address_comes_back_with_the_bounce_and_a_server_that_refuses_it_is_found_out()
            throws IOException {
        PostfixSetup setup = new PostfixSetup(dir, List.of(OWNER, GONE))
                .with("virtual_alias_maps", "inline:{ {%s=gone@old.example} }".formatted(GONE))
                .with("transport_maps", "inline:{ {gone@old.example=error:5.1.1 User unknown} }")
                // Nothing else of ours comes back: neither envelope id nor Message-ID.
                .with("smtpd_discard_ehlo_keywords", "dsn")
                .with("header_checks", "regexp:{ {/^Message-ID:/ IGNORE} }")
                .with("smtpd_reject_unlisted_sender", "yes");
        Path mailbox = setup.mail().resolve(OWNER);
        Workplace workplace = new Workplace(dir.resolve("home")).contacts(InProcess.contacts(List.of(GONE)));
        try (PostfixServer refusing = setup.start()) {
            workplace.relay(refusing.port());
            assertThat(tried(workplace)).contains("550").contains("zythom+facteur@ecole.example");
        }
        try (DovecotServer dovecot = new DovecotServer(dir, setup.mail(), setup.port());
                PostfixServer postfix = setup.with("recipient_delimiter", "+").start()) {
            workplace
                    .relay(postfix.port(), "return-path: tagged")
                    .mailbox(dovecot.imap(), OWNER, DovecotServer.PASSWORD);
            assertThat(tried(workplace)).doesNotContain("550");

            InProcess.run(workplace, Timing.system());
            await("the bounce").atMost(Duration.ofSeconds(30)).until(() -> messages(mailbox) == 1);
            InProcess.run(workplace, Timing.system());

            assertThat(suppressed(workplace)).singleElement().asString().startsWith(GONE);
        }
    }

    @Test
    void killed_ten_times_among_ten_thousand_messages_it_has_written_down_each_bounce_once() throws IOException {
        List<String> gone = IntStream.range(0, 10)
                .mapToObj(i -> "gone%d@village.example".formatted(i))
                .toList();
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain();
                DovecotServer dovecot = new DovecotServer(dir, dir.resolve("mail"), server.port())) {
            Workplace workplace = new Workplace(dir.resolve("home"))
                    .contacts(InProcess.contacts(gone))
                    .relay(server);
            assertThat(workplace.typed("run").exitCode()).isZero();
            List<String> messageIds = workplace
                    .typed("export")
                    .out()
                    .lines()
                    .flatMap(row ->
                            Pattern.compile("<[^<>@]+@[^<>@]+>").matcher(row).results())
                    .map(MatchResult::group)
                    .toList();
            deliver(dovecot.maildir(OWNER), gone, messageIds);

            for (int i = 0; i < 10; i++) {
                killWhileReading(workplace, dovecot, 150_000 + 7_919 * i);
            }
            long written = returned(workplace);
            workplace.campaign().mailbox(dovecot.imap(), OWNER, DovecotServer.PASSWORD);
            Ended last = workplace.typed("inbox");

            assertThat(last.exitCode()).as(last.toString()).isZero();
            assertThat(written).isBetween(1L, 2_009L);
            assertThat(returned(workplace)).isEqualTo(2_010);
            assertThat(suppressed(workplace)).hasSameSizeAs(gone).allMatch(row -> row.startsWith("gone"));
        }
    }

    /** 10,000 messages: a bounce of each letter, 2,000 of letters that were not ours, and what people write. */
    private static void deliver(Path mailbox, List<String> gone, List<String> messageIds) throws IOException {
        for (int i = 0; i < 10_000; i++) {
            int letter = i / 1_000;
            String message = i % 1_000 == 500
                    ? bounce(i, gone.get(letter), messageIds.get(letter))
                    : i % 5 == 1
                            ? bounce(i, "stranger" + i + "@elsewhere.example", "<%d@elsewhere.example>".formatted(i))
                            : "From: paul@elsewhere.example\nMessage-ID: <%d@elsewhere.example>\n\nHello.\n"
                                    .formatted(i);
            Files.writeString(mailbox.resolve("%05d.test".formatted(i)), message);
        }
    }

    private static String bounce(int i, String whom, String messageId) {
        return """
                From: MAILER-DAEMON@mx.example
                To: %s
                Message-ID: <bounce%d@mx.example>
                Content-Type: multipart/report; report-type=delivery-status; boundary=B

                --B
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1

                --B
                Content-Type: text/rfc822-headers

                Message-ID: %s
                --B--
                """.formatted(OWNER, i, whom, messageId);
    }

    /** @param bytes that it has been given by then */
    private static void killWhileReading(Workplace workplace, DovecotServer dovecot, int bytes) throws IOException {
        CompletableFuture<FacteurProcess> reading = new CompletableFuture<>();
        try (CutLine line =
                new CutLine(dovecot.imap(), bytes, () -> reading.join().kill())) {
            workplace.campaign().mailbox(line.port(), OWNER, DovecotServer.PASSWORD);
            reading.complete(workplace.start("inbox"));
            assertThat(reading.join().ended().exitCode()).isEqualTo(128 + 9);
        }
    }

    /** Rows about what came back; no message has two of them. */
    private static long returned(Workplace workplace) {
        try (OpenLedger ledger =
                HomeLedger.of(new Home(workplace.home()), Map.of()).open().orElseThrow()) {
            List<Long> rowsAndMessages = Objects.requireNonNull(ledger.template()
                    .queryForObject(
                            "SELECT COUNT(*), COUNT(DISTINCT digest) FROM returned",
                            (row, number) -> List.of(row.getLong(1), row.getLong(2))));
            assertThat(rowsAndMessages.get(0)).isEqualTo(rowsAndMessages.get(1));
            return rowsAndMessages.get(0);
        }
    }

    private static String tried(Workplace workplace) {
        return Typed.facteur("relays", "try", workplace.job().toString()).out();
    }

    private static List<String> suppressed(Workplace workplace) {
        return Typed.facteur("suppress", "--list", "--home", workplace.home().toString())
                .out()
                .lines()
                .toList();
    }

    private static long messages(Path mailbox) {
        return names(mailbox).size();
    }

    private static List<String> names(Path mailbox) {
        return Stream.of("new", "cur")
                .map(mailbox::resolve)
                .filter(Files::isDirectory)
                .flatMap(folder ->
                        Stream.of(Objects.requireNonNull(folder.toFile().list())))
                .toList();
    }
}
