package org.facteur.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.facteur.cli.Typed;
import org.facteur.pace.Limit;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.postgres.PostgresServer;
import org.facteur.smtp.Action;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * A head and workers, as processes, with one PostgreSQL between them. What is killed and frozen, and when, follows from a seed: {@code
 * facteur.cluster.seed}.
 */
@Tag("postgresql")
class ClusterIT {

    /** On a machine that others use, too. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final long SEED = Long.getLong("facteur.cluster.seed", 17);

    private static final Limit A_MINUTE = Limit.parse("300/minute");
    private static final Limit A_SECOND = Limit.parse("12/second");
    private static final Limit TO_PROVIDER = Limit.parse("5/second");
    private static final Limit THROUGH_RELAY = Limit.parse("6/second");

    @TempDir
    private static Path data;

    @AutoClose
    private static PostgresServer database;

    @TempDir
    private Path folder;

    private String schema = "";
    private String url = "";

    @BeforeAll
    static void start() {
        database = PostgresServer.start(data);
    }

    @BeforeEach
    void schema(TestInfo test) {
        schema = "f" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36);
        url = database.url(schema);
    }

    private Fleet fleet(int relays, int people, String lease) {
        var limits = new Fleet.Limits(List.of(A_SECOND, A_MINUTE), TO_PROVIDER, THROUGH_RELAY);
        return new Fleet(folder, url, relays, people, lease, limits);
    }

    private long count(String of) {
        return Long.parseLong(database.query("SELECT COUNT(*) FROM " + schema + "." + of));
    }

    private static void assertLimitsHeld(Fleet fleet) {
        List<Transaction> all = fleet.transactions();
        Fleet.assertHeld(A_SECOND, all);
        Fleet.assertHeld(A_MINUTE, all);
        Fleet.assertHeld(
                TO_PROVIDER,
                all.stream()
                        .filter(letter -> letter.recipient().endsWith(Fleet.PROVIDER))
                        .toList());
        fleet.relays().forEach(relay -> Fleet.assertHeld(THROUGH_RELAY, relay.transactions()));
    }

    @Test
    void however_many_are_killed_or_frozen_nobody_gets_two_letters_and_nobody_is_left() {
        int people = 320;
        Duration lease = Duration.ofSeconds(2);
        try (Fleet fleet = fleet(3, people, lease.toSeconds() + "s")) {
            Storm storm = new Storm(fleet, database, schema, lease, SEED);
            fleet.awaitLetters(5);
            everyRequestTwice();
            try (Looks looks = new Looks(fleet, people)) {
                int events = 0;
                for (Storm.Event event : storm.events()) {
                    events++;
                    fleet.awaitLetters(people * events / 21);
                    storm.happen(event);
                }
                Ended ended = storm.head().ended();

                String told = "seed " + SEED + ": " + storm;
                Workplace.Status status = fleet.status();
                assertThat(events).isEqualTo(20);
                assertThat(ended.exitCode()).as(told).isZero();
                assertThat(fleet.countByRecipient().values()).as(told).containsOnly(1L);
                assertThat(status.state()).as(told).isEqualTo("COMPLETED");
                assertThat(status.count("sent") + status.count("inDoubt"))
                        .as(told)
                        .isEqualTo(people);
                assertThat(status.count("inDoubt")).as(told).isLessThanOrEqualTo(storm.inDoubtAtMost());
                looks.assertSumHeld(20);
            }
            assertLimitsHeld(fleet);
            assertThat(count("twice")).as("requests that were delivered twice").isPositive();
            for (FacteurProcess worker : storm.workers()) {
                worker.terminate();
                assertThat(worker.ended().exitCode()).as(storm.toString()).isZero();
            }
        }
    }

    /** From now on. */
    private void everyRequestTwice() {
        database.execute("""
                CREATE TABLE %1$s.twice (message CHAR(36));
                CREATE FUNCTION %1$s.twice() RETURNS TRIGGER AS $$
                BEGIN
                    IF pg_trigger_depth() = 1 THEN
                        INSERT INTO %1$s.twice VALUES (NEW.message_id);
                        INSERT INTO %1$s.int_channel_message (message_id, group_key, created_date, message_content, region)
                            VALUES (gen_random_uuid()::text, NEW.group_key, NEW.created_date, NEW.message_content, NEW.region);
                    END IF;
                    RETURN NEW;
                END;
                $$ LANGUAGE plpgsql;
                CREATE TRIGGER twice AFTER INSERT ON %1$s.int_channel_message
                    FOR EACH ROW EXECUTE FUNCTION %1$s.twice()""".formatted(schema));
    }

    @Test
    void a_worker_that_is_frozen_between_seal_and_dot_sends_none_when_it_thaws_and_stop_reaches_all() throws Exception {
        int people = 400;
        try (Fleet fleet = fleet(2, people, "2s")) {
            FacteurProcess one = fleet.worker();
            FacteurProcess head = fleet.head();
            fleet.awaitLetters(10);
            FacteurProcess other = fleet.worker();
            await().atMost(LONGEST).until(() -> count("worker") == 2);

            Set<String> sealed = frozenBehindItsSeal(one);
            await().atMost(LONGEST).until(() -> addresses("state = 'IN_DOUBT'").containsAll(sealed));
            fleet.awaitLetters(fleet.dots() + 10);
            Fleet.thaw(one);
            await().atMost(LONGEST).until(() -> to(sealed, fleet).stream().allMatch(Transaction::isOver));
            assertThat(to(sealed, fleet)).hasSameSizeAs(sealed).allMatch(letter -> letter.dotAt() == null);

            Typed plain = fleet.typed("run");
            Fleet.freeze(other);
            Typed stop = fleet.typedAt("home2", "stop");
            assertThat(plain.exitCode()).isEqualTo(75);
            assertThat(stop.exitCode()).as(stop + fleet.said()).isZero();
            assertThat(head.ended().exitCode()).isEqualTo(143);
            int letters = fleet.countByRecipient().size();
            Fleet.thaw(other);
            assertThat(fleet.typed("stop", "--workers").exitCode()).isZero();
            assertThat(one.ended().exitCode()).as(fleet.said()).isZero();
            assertThat(other.ended().exitCode()).as(fleet.said()).isZero();
            assertThat(fleet.countByRecipient().values()).containsOnly(1L).hasSize(letters);
            assertThat(to(sealed, fleet)).allMatch(letter -> letter.dotAt() == null);
            assertThat(fleet.status().sum()).isEqualTo(people);
            assertThat(fleet.status().state()).isEqualTo("STOPPED");
            assertLimitsHeld(fleet);
        }
    }

    /** @return letters whose seal the database has, of a worker that has not heard that */
    private Set<String> frozenBehindItsSeal(FacteurProcess worker) throws SQLException {
        database.execute("""
                CREATE FUNCTION %1$s.gate() RETURNS TRIGGER AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock_shared(4711);
                    RETURN NULL;
                END;
                $$ LANGUAGE plpgsql;
                CREATE CONSTRAINT TRIGGER gate AFTER INSERT ON %1$s.open_attempt DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION %1$s.gate()""".formatted(schema));
        Set<String> before;
        try (Connection connection = database.connect();
                Statement gate = connection.createStatement()) {
            gate.execute("SELECT pg_advisory_lock(4711)");
            await().atMost(LONGEST)
                    .until(() -> database.query(
                                    "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                            .equals("2"));
            // The writers of both accounts wait in their commits: the answer will come to a process that does not read
            // it.
            Fleet.freeze(worker);
            before = sealed();
        }
        await().atMost(LONGEST)
                .until(() -> database.query(
                                "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'COMMIT'")
                        .equals("0"));
        Set<String> sealed = sealed();
        sealed.removeAll(before);
        assertThat(sealed).isNotEmpty();
        return sealed;
    }

    /** On a busy machine the lease is over, and the head has settled them, before they are looked at. */
    private Set<String> sealed() {
        return addresses("state = 'IN_DOUBT' OR id IN (SELECT delivery_id FROM %s.open_attempt)".formatted(schema));
    }

    private Set<String> addresses(String which) {
        String all = database.query(
                "SELECT COALESCE(string_agg(email, ' '), '') FROM %s.delivery WHERE %s".formatted(schema, which));
        return all.isEmpty() ? new HashSet<>() : new HashSet<>(List.of(all.split(" ", -1)));
    }

    private static List<Transaction> to(Set<String> addresses, Fleet fleet) {
        return fleet.transactions().stream()
                .filter(letter -> addresses.contains(letter.recipient()))
                .toList();
    }

    @Test
    void a_head_and_its_worker_wait_for_the_database_and_a_relay_that_closes_leaves_its_letters_to_the_other() {
        int people = 90;
        try (Fleet fleet = fleet(2, people, "15s")) {
            FacteurProcess head = fleet.head();
            var limits = new Fleet.Limits(List.of(A_SECOND), TO_PROVIDER, THROUGH_RELAY);
            try (Fleet elsewhere = new Fleet(folder.resolve("elsewhere"), url, 1, 0, "2s", limits)) {
                elsewhere.write("input/letter.txt", "Another letter\n");
                Ended refused = elsewhere.worker().ended();

                assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(78);
                assertThat(refused.err()).contains("the letter here is not the one that was enlisted");
            }
            FacteurProcess worker = fleet.worker();
            fleet.awaitLetters(20);
            database.stopAtOnce();
            CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS).execute(database::startAgain);
            fleet.awaitLetters(40);
            fleet.relays().get(1).on(Step.MAIL, at -> Action.reply("421 4.3.2 Service shutting down"));

            assertThat(head.ended().exitCode()).as(fleet.said()).isZero();
            assertThat(fleet.countByRecipient().values()).hasSize(people).containsOnly(1L);
            assertThat(fleet.status().count("sent")).isEqualTo(people);
            assertThat(fleet.relays().get(1).acceptedCount()).isBetween(8L, 40L);
            assertLimitsHeld(fleet);
            Typed plain = fleet.typed("run");
            assertThat(plain.exitCode()).isEqualTo(75);
            assertThat(plain.err()).contains("workers are there (w1)");
            worker.terminate();
            assertThat(worker.ended().exitCode()).as(fleet.said()).isZero();
            assertThat(fleet.typed("run").exitCode()).isZero();
            assertThat(fleet.transactions()).filteredOn(Transaction::accepted).hasSize(people);
        }
    }
}
