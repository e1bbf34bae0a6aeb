package org.facteur.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.dispatch.Stop;
import org.facteur.job.MailingRun;
import org.facteur.job.RunOptions;
import org.facteur.ledger.Claims;
import org.facteur.ledger.LedgerFile;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.pace.Timing;
import org.facteur.postgres.PostgresServer;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A head in this process, and what may happen to it: its workers are rows of the test's, or are in this process, too. */
@Tag("postgresql")
class HeadIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration A_WHILE = Duration.ofMinutes(10);

    @TempDir
    private static Path data;

    @AutoClose
    private static PostgresServer database;

    @TempDir
    private Path folder;

    @AutoClose
    private final ScriptedSmtpServer relay = ScriptedSmtpServer.plain();

    @AutoClose
    private LedgerFile file;

    private final Stop stop = new Stop();
    private String url = "";
    private String patience = "20s";
    private Claims claims;

    /** How something ended. */
    private record End(int exitCode, String why) {}

    @BeforeAll
    static void start() {
        database = PostgresServer.start(data);
    }

    @BeforeEach
    void ledger(TestInfo test) throws IOException {
        url = database.url("h" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
        Files.createDirectories(folder.resolve("ours"));
        file = new LedgerFile(new LedgerServer(url, null, null, LedgerFile.witness(folder.resolve("ours/ledger"))));
        claims = new Claims(new JdbcTemplate(file.source()));
        write("input/letter.txt", "Bonjour\n");
        write("input/contacts.csv", "email\na@example.org\nb@example.org\nc@example.org\n");
    }

    @AfterEach
    void end() {
        stop.request(Reason.verbatim("the test is over"), ExitCodes.TERMINATED);
    }

    private void write(String name, String text) {
        try {
            Path path = folder.resolve(name);
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param relayName as this machine's job file calls it */
    private Campaign campaign(String home, String relayName, Purpose purpose) {
        String job = "jobs/" + home + ".yaml";
        write(job, """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: ../input/contacts.csv }
                  message: { subject: Bonjour, text: ../input/letter.txt }
                  relays: [ %1$s ]
                  pace: { patience: %4$s, limits: [ 2/second ] }
                spring: { datasource: { url: "%2$s" } }
                cluster: { lease: 2s }
                relays:
                  %1$s: { host: 127.0.0.1, port: %3$d, tls: none, timeout: 5s }
                """.formatted(relayName, url, relay.port(), patience));
        Campaign campaign = JobFile.load(folder.resolve(job), Map.of(), Map.of(), folder.resolve(home), purpose);
        campaign.home().create();
        return campaign;
    }

    private CompletableFuture<End> head() {
        return head(Timing.system());
    }

    private CompletableFuture<End> head(Timing timing) {
        Campaign campaign = campaign("head", "ecole", Purpose.SEND).withWorkers();
        return ending(() -> {
            var result = new MailingRun(timing, stop).run(campaign, new RunOptions(false, false));
            return new End(result.exitCode(), String.valueOf(result.status().reason()));
        });
    }

    private CompletableFuture<End> worker(String relayName) {
        Campaign campaign = campaign("worker", relayName, Purpose.CARRY);
        return ending(() -> new End(new WorkerRun(Timing.system(), stop.forOneRun()).work(campaign, "w1"), ""));
    }

    @FunctionalInterface
    private interface Command {
        End run() throws InterruptedException;
    }

    private static CompletableFuture<End> ending(Command command) {
        CompletableFuture<End> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                end.complete(command.run());
            } catch (RuntimeException e) {
                Throwable cause = Mendable.causeOf(e);
                end.complete(new End(Mendable.exitCodeOf(e), String.valueOf(cause.getMessage())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private static End ended(CompletableFuture<End> running) {
        await().atMost(LONGEST).until(running::isDone);
        return running.join();
    }

    private long count(String of) {
        return file.client().sql("SELECT COUNT(*) FROM " + of).query(Long.class).single();
    }

    /** By a worker that does nothing with it. */
    private Claims.Claim taken(Duration lease) {
        return await().atMost(LONGEST)
                .until(
                        () -> claims.all().stream()
                                .flatMap(claim -> claims.take(claim.step(), "ghost", lease).stream())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void awaitGranted() {
        await().atMost(LONGEST).until(() -> count("granted") > 0);
    }

    @Test
    void while_all_letters_are_with_workers_the_database_is_waited_for_no_longer_than_patience_lasts() {
        patience = "5s";
        CompletableFuture<End> head = head();
        taken(A_WHILE);
        awaitGranted();

        database.stopAtOnce();
        try {
            await().atMost(LONGEST).until(stop::isRequested);
        } finally {
            database.startAgain();
        }
        assertThat(ended(head).exitCode()).isEqualTo(ExitCodes.TRY_LATER);
    }

    @Test
    void a_letter_larger_than_the_relay_takes_ends_the_run_before_a_worker_sends_any() {
        write("input/letter.txt", "{% if email == 'c@example.org' %}" + "x".repeat(40_000) + "{% endif %}Bonjour\n");
        relay.capabilities("SIZE 20000");
        CompletableFuture<End> head = head();
        var unused = worker("ecole");

        End ended = ended(head);

        assertThat(ended.exitCode()).as(ended.why()).isEqualTo(ExitCodes.DATA);
        assertThat(ended.why()).contains("takes letters of 20000 bytes at most");
        assertThat(relay.transactions()).isEmpty();
    }

    @Test
    void a_request_to_stop_is_heard_while_workers_of_a_dead_head_are_waited_for() throws Exception {
        claims.offer("zythom@127.0.0.1", "voeux", 7);
        assertThat(claims.take(7, "dead", Duration.ofSeconds(20))).isPresent();
        CompletableFuture<End> head = head();
        await().atMost(LONGEST).until(() -> count("head") > 0);

        var stopped = Elsewhere.stop(campaign("elsewhere", "ecole", Purpose.LOOK), false, LONGEST, Timing.system());

        assertThat(stopped).isEqualTo(Elsewhere.Stopped.DONE);
        assertThat(ended(head)).extracting(End::exitCode).isEqualTo(ExitCodes.TERMINATED);
        assertThat(count("claim WHERE step > 0")).isZero();
    }

    @Test
    void what_workers_of_a_head_that_is_gone_were_granted_is_called_in_by_a_stop() throws Exception {
        claims.offer("zythom@127.0.0.1", "voeux", 7);
        Claims.Claim claim = claims.take(7, "alive", A_WHILE).orElseThrow();
        Campaign here = campaign("elsewhere", "ecole", Purpose.LOOK);

        CompletableFuture<Elsewhere.Stopped> stopped = CompletableFuture.supplyAsync(() -> {
            try {
                return Elsewhere.stop(here, false, LONGEST, Timing.system());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        await().atMost(LONGEST).until(() -> claims.all().get(0).stop());
        claims.giveBack(claim.account(), claim.epoch());
        assertThat(stopped).succeedsWithin(LONGEST).isEqualTo(Elsewhere.Stopped.DONE);
    }

    @Test
    void accounts_are_offered_although_batch_could_not_write_it_down_the_first_time() {
        file.template().execute("""
                CREATE SEQUENCE tries;
                CREATE FUNCTION refuse() RETURNS TRIGGER AS $$
                BEGIN
                    IF NEW.job_name = 'carriers' AND nextval('tries') = 1 THEN
                        RAISE EXCEPTION 'not now';
                    END IF;
                    RETURN NEW;
                END;
                $$ LANGUAGE plpgsql;
                CREATE TRIGGER refuse BEFORE INSERT ON batch_job_instance FOR EACH ROW EXECUTE FUNCTION refuse()""");
        CompletableFuture<End> head = head();

        taken(A_WHILE);

        awaitGranted();
        stop.request(Reason.verbatim("stop"), ExitCodes.TERMINATED);
        claims.giveBack(claims.all().get(0).account(), claims.all().get(0).epoch());
        assertThat(ended(head).exitCode()).isEqualTo(ExitCodes.TERMINATED);
    }

    @Test
    void an_account_that_cannot_be_taken_from_its_dead_worker_ends_the_run() {
        CompletableFuture<End> head = head();
        taken(Duration.ofSeconds(1));
        awaitGranted();
        file.template().execute("""
                CREATE FUNCTION refuse() RETURNS TRIGGER AS $$
                BEGIN
                    RAISE EXCEPTION 'this row stays';
                END;
                $$ LANGUAGE plpgsql;
                CREATE TRIGGER refuse BEFORE UPDATE ON claim FOR EACH ROW WHEN (NEW.worker IS NULL AND OLD.worker IS NOT NULL)
                    EXECUTE FUNCTION refuse()""");

        End end = ended(head);

        assertThat(end.exitCode()).isEqualTo(ExitCodes.SOFTWARE);
        assertThat(end.why()).contains("this row stays");
    }

    @Test
    void a_head_that_was_overtaken_ends_although_its_letters_are_out() {
        CompletableFuture<End> head = head();
        taken(A_WHILE);
        awaitGranted();

        file.template().update("UPDATE head SET epoch = epoch + 1");

        assertThat(ended(head))
                .satisfies(end -> assertThat(end.exitCode()).isEqualTo(ExitCodes.TRY_LATER))
                .satisfies(end -> assertThat(end.why()).contains("another run leads"));
        assertThat(count("claim WHERE worker = 'ghost'"))
                .as("left to the newer one")
                .isOne();
    }

    @Test
    void a_head_that_does_not_know_yet_that_it_was_overtaken_takes_nothing_from_the_newer_ones_workers() {
        CompletableFuture<End> head = head();
        taken(A_WHILE);
        awaitGranted();

        // At once, as for a head that has been out of reach meanwhile.
        file.template().update("""
                WITH newer AS (UPDATE head SET epoch = epoch + 1)
                UPDATE claim SET step = 999999, epoch = epoch + 1, worker = 'newer'""");

        assertThat(ended(head).exitCode()).isEqualTo(ExitCodes.TRY_LATER);
        assertThat(count("claim WHERE worker = 'newer'")).isOne();
    }

    @Test
    void an_account_that_an_overtaken_head_has_offered_is_offered_again() {
        CompletableFuture<End> head = head();
        taken(A_WHILE);
        awaitGranted();

        claims.offer(claims.all().get(0).account(), "voeux", 999_999);

        await().atMost(LONGEST).until(() -> count("claim WHERE step > 0 AND step <> 999999") > 0);
        taken(A_WHILE);
        awaitGranted();
        assertThat(head).isNotDone();
    }

    @Test
    void a_run_ends_when_worker_after_worker_takes_its_letters_and_is_not_heard_of_again() {
        CompletableFuture<End> head = head();
        for (int i = 0; i < 5; i++) {
            taken(Duration.ofMillis(700));
            awaitGranted();
            await().atMost(LONGEST).until(() -> count("claim WHERE worker = 'ghost'") == 0);
        }

        assertThat(ended(head).exitCode()).isEqualTo(ExitCodes.TRY_LATER);
        assertThat(count("delivery WHERE state = 'PENDING'")).isEqualTo(3);
    }

    @Test
    void a_head_whose_clock_is_off_that_of_the_database_refuses() {
        Timing off = new Timing() {
            @Override
            public Instant instant() {
                return Instant.now().plusSeconds(60);
            }

            @Override
            public void await(Object monitor, Duration longest) throws InterruptedException {
                Timing.system().await(monitor, longest);
            }
        };

        assertThat(ended(head(off)).exitCode()).isEqualTo(ExitCodes.CONFIG);
        assertThat(count("head")).isZero();
    }

    @Test
    void a_worker_whose_job_file_does_not_know_the_relay_refuses() {
        CompletableFuture<End> head = head();

        End worker = ended(worker("other"));

        assertThat(worker.exitCode()).isEqualTo(ExitCodes.CONFIG);
        assertThat(worker.why()).contains("no relay ecole");
        assertThat(relay.transactions()).isEmpty();
        assertThat(head).isNotDone();
    }

    @Test
    void a_database_that_lost_what_a_worker_had_written_ends_worker_and_run() {
        CompletableFuture<End> head = head();
        CompletableFuture<End> worker = worker("ecole");
        await().atMost(LONGEST).until(() -> relay.acceptedCount() > 0);

        // As where a standby took over that had not heard of them; a commit on its way now does not make up for that.
        file.template().update("UPDATE claim SET commits = commits - 1000");
        file.template().execute("""
                SELECT pg_terminate_backend(pid) FROM pg_locks
                WHERE locktype = 'advisory' AND classid = 'claim'::regclass::oid""");

        assertThat(ended(worker).exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(ended(head).exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(relay.transactions()).hasSizeLessThan(4);
    }
}
