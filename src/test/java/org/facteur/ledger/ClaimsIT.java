package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.ledger.LedgerFixture.ACCOUNT;
import static org.facteur.ledger.LedgerFixture.CAMPAIGN;
import static org.facteur.ledger.LedgerFixture.ECOLE;
import static org.facteur.ledger.LedgerFixture.NOON;
import static org.facteur.ledger.LedgerFixture.attempt;
import static org.facteur.ledger.LedgerFixture.book;
import static org.facteur.ledger.LedgerFixture.delivery;
import static org.facteur.ledger.LedgerFixture.enlist;
import static org.facteur.ledger.LedgerFixture.sent;
import static org.facteur.ledger.LedgerFixture.unanswered;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.facteur.ledger.Claims.Claim;
import org.facteur.ledger.Claims.Wish;
import org.facteur.ledger.store.LedgerException;
import org.facteur.ledger.store.LedgerFiles;
import org.facteur.ledger.store.LedgerMove;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.ReconnectPolicy;
import org.facteur.pace.SimulatedTiming;
import org.facteur.postgres.PostgresServer;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Who may write letters of an account into a ledger on a server, and who may no longer. */
@Tag("postgresql")
class ClaimsIT {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final long STEP = 7;

    @TempDir
    private static Path data;

    @AutoClose
    private static PostgresServer database;

    @TempDir
    private Path home;

    private final SimulatedTiming clock = new SimulatedTiming(NOON);
    private LedgerServer server;
    private LedgerFile file;
    private Ledger head;
    private Claims claims;
    private Grants grants;

    @BeforeAll
    static void start() {
        database = PostgresServer.start(data);
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        Path place = home.resolve("ledger");
        Files.createDirectories(home);
        String url = database.url(
                "c" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
        server = new LedgerServer(url, null, null, LedgerFile.witness(place));
        file = new LedgerFile(server);
        enlist(file, "a@example.org", "b@example.org", "c@example.org");
        head = Ledger.writer(file.source(), server);
        claims = new Claims(file.template());
        grants = new Grants(file.client());
        claims.offer(ACCOUNT, CAMPAIGN, STEP);
    }

    @AfterEach
    void close() {
        head.close();
        file.close();
    }

    private Claim taken(String worker) {
        return claims.take(STEP, worker, LEASE).orElseThrow();
    }

    private Lease lease(Claim claim) {
        Lease lease = new Lease(claim.account(), LEASE, clock, clock::nanos);
        lease.renewed(lease.now());
        return lease;
    }

    private Ledger carrier(Claim claim, Lease lease) {
        return Ledger.carrier(server, claim, lease, ReconnectPolicy.NONE);
    }

    private Claim only() {
        return claims.all().get(0);
    }

    @Test
    void a_request_that_comes_twice_finds_the_account_taken() {
        Claim first = taken("one");

        assertThat(claims.take(STEP, "two", LEASE)).isEmpty();
        assertThat(claims.take(STEP + 1, "two", LEASE)).isEmpty();
        assertThat(only()).isEqualTo(first);
        assertThat(first.isHeld()).isTrue();
    }

    @Test
    void a_holder_hears_when_it_is_called_in_and_when_it_holds_the_account_no_longer() {
        Claim claim = taken("one");

        assertThat(claims.renew(ACCOUNT, claim.epoch(), LEASE)).isEqualTo(Wish.GO_ON);
        claims.callIn();
        assertThat(claims.renew(ACCOUNT, claim.epoch(), LEASE)).isEqualTo(Wish.GIVE_BACK);
        claims.giveBack(ACCOUNT, claim.epoch());
        assertThat(only().isHeld()).isFalse();
        assertThat(claims.take(STEP, "two", LEASE)).as("a head that has gone").isEmpty();
        claims.offer(ACCOUNT, CAMPAIGN, STEP + 1);
        assertThat(claims.renew(ACCOUNT, claim.epoch(), LEASE)).isEqualTo(Wish.GONE);
    }

    @Test
    void a_head_that_was_overtaken_leaves_alone_what_the_newer_one_has_offered() {
        Claim before = only();
        claims.offer(ACCOUNT, CAMPAIGN, STEP + 1);
        Claim claim = claims.take(STEP + 1, "one", LEASE).orElseThrow();

        claims.callIn(List.of(STEP));
        assertThat(claims.fence(ACCOUNT, before.epoch())).isFalse();

        assertThat(claims.renew(ACCOUNT, claim.epoch(), LEASE)).isEqualTo(Wish.GO_ON);
        claims.callIn(List.of(STEP + 1));
        assertThat(claims.renew(ACCOUNT, claim.epoch(), LEASE)).isEqualTo(Wish.GIVE_BACK);
    }

    @Test
    void letters_that_are_granted_are_sealed_recorded_and_answered() {
        Claim claim = taken("one");
        Delivery a = delivery(file, "a@example.org");
        Ledger.await(head.grant(List.of(a, delivery(file, "b@example.org")), claim, ECOLE, 3));

        List<Grants.Grant> granted = grants.after(0, ACCOUNT, claim.epoch());
        assertThat(granted)
                .extracting(Grants.Grant::delivery, Grants.Grant::connection)
                .startsWith(org.assertj.core.groups.Tuple.tuple(a.id(), 3));
        try (Ledger carrier = carrier(claim, lease(claim))) {
            Attempt attempt = attempt(carrier, a);
            Ledger.await(carrier.record(carrier.seal(attempt, "id", NOON), sent(), "{}", NOON));
        }

        assertThat(grants.answered()).containsExactly(new Grants.Answered(a.id(), "{}"));
        Ledger.await(head.forget(List.of(a.id()), 1));
        assertThat(grants.answered()).isEmpty();
        assertThat(grants.unanswered(ACCOUNT)).hasSize(1);
        assertThat(delivery(file, "a@example.org").state()).isEqualTo(DeliveryState.SENT);
        assertThat(grants.after(granted.get(0).turn(), ACCOUNT, claim.epoch())).hasSize(1);
    }

    @Test
    void a_head_whose_ledger_knows_less_than_workers_have_told_it_is_refused() {
        Claim claim = taken("one");
        Delivery a = delivery(file, "a@example.org");
        try (Ledger carrier = carrier(claim, lease(claim))) {
            Attempt attempt = attempt(carrier, a);
            Ledger.await(carrier.record(carrier.seal(attempt, "id", NOON), sent(), "{}", NOON));
        }
        Ledger.await(head.forget(List.of(a.id()), 1));
        head.close();
        Ledger.writer(file.source(), server).close();
        // As in a backup from the middle of the run: the head's epoch is known there.
        file.template().update("DELETE FROM attempt");

        assertThatThrownBy(() -> Ledger.writer(file.source(), server))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("knows less than it did");
    }

    @Test
    void a_ledger_whose_workers_live_stays_where_it_is() throws Exception {
        head.close();
        Path there = Files.createDirectory(home.resolve("there")).resolve("ledger");
        Workers workers = new Workers(file.client());
        workers.begin("w1", CAMPAIGN, LEASE);

        assertThatThrownBy(() -> move(there))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("w1");
        workers.end("w1");

        assertThat(move(there)).containsEntry("delivery", 3L);
    }

    private Map<String, Long> move(Path there) {
        try (LedgerFiles files = new LedgerFiles(there, LedgerFile.witness(there))) {
            return new LedgerMove(server, files, false).move();
        }
    }

    @Test
    void a_worker_of_an_earlier_version_writes_nothing_into_what_a_newer_one_has_changed() {
        Claim claim = taken("one");
        file.template().update("UPDATE flyway_schema_history SET version = '99' WHERE version = '12'");

        assertThatThrownBy(() -> carrier(claim, lease(claim)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("99");
    }

    @Test
    void a_head_is_told_what_to_end_with_until_another_one_leads() {
        Workers workers = new Workers(file.client());
        long epoch = workers.lead(CAMPAIGN, "key");
        assertThat(workers.order(epoch)).isInstanceOf(Workers.Order.GoOn.class);

        workers.end(66, Reason.verbatim("lost"));
        workers.end(143, Reason.verbatim("stopped"));
        assertThat(workers.order(epoch)).isEqualTo(new Workers.Order.End(66, Reason.verbatim("lost")));

        head.close();
        head = Ledger.writer(file.source(), server);
        long next = workers.lead("fete", "key");
        assertThat(workers.order(next)).isInstanceOf(Workers.Order.GoOn.class);
        assertThat(workers.order(epoch)).isInstanceOf(Workers.Order.Overtaken.class);
    }

    @Test
    void letters_that_a_worker_has_carried_are_known_behind_the_run_and_forgotten_with_the_next() {
        Workers workers = new Workers(file.client());
        workers.begin("w1", CAMPAIGN, LEASE);
        workers.carried("w1", 42);
        assertThat(workers.all()).extracting(Workers.Worker::letters).containsExactly(42L);

        workers.lead(CAMPAIGN, "key");

        assertThat(workers.all()).extracting(Workers.Worker::letters).containsExactly(0L);
    }

    @Test
    void ids_of_attempts_are_given_out_once_to_all_writers() {
        claims.offer("other@relay", CAMPAIGN, 8);
        Claim other = claims.take(8, "two", LEASE).orElseThrow();
        Claim claim = taken("one");
        Delivery a = delivery(file, "a@example.org");
        Set<Long> ids = new HashSet<>();
        try (Ledger one = carrier(claim, lease(claim));
                Ledger two = carrier(other, lease(other))) {
            for (int i = 0; i < 2_500; i++) {
                for (Ledger ledger : List.of(one, two, head)) {
                    assertThat(ids.add(attempt(ledger, a).id())).isTrue();
                }
            }
        }
    }

    @Test
    void who_has_been_fenced_off_writes_nothing_more_and_its_sealed_letter_can_be_settled() {
        Claim claim = taken("one");
        Delivery a = delivery(file, "a@example.org");
        Delivery b = delivery(file, "b@example.org");
        try (Ledger carrier = carrier(claim, lease(claim))) {
            SealedAttempt sealed = carrier.seal(attempt(carrier, a), "id", NOON);

            file.inOneCommit(() -> {
                claims.fence(ACCOUNT, claim.epoch());
                assertThat(unanswered(file).leftOpen(ACCOUNT)).containsExactly(a.id());
                unanswered(file).settle(List.of(a.id()), null, NOON);
            });

            assertThatThrownBy(() -> Ledger.await(carrier.record(sealed, sent(), "{}", NOON)))
                    .isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> carrier.seal(attempt(carrier, b), "id", NOON))
                    .isInstanceOf(LedgerException.class);
        }
        assertThat(book(file).delivery(a.id()).state()).isEqualTo(DeliveryState.IN_DOUBT);
        assertThat(book(file).delivery(b.id()).state()).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void a_carrier_whose_connection_is_lost_goes_on_while_its_claim_is_its_own() {
        Claim claim = taken("one");
        Delivery a = delivery(file, "a@example.org");
        try (Ledger carrier = Ledger.carrier(server, claim, lease(claim), (reason, tries) -> tries < 20)) {
            SealedAttempt sealed = carrier.seal(attempt(carrier, a), "id", NOON);
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                    + " AND query LIKE '%UPDATE claim SET commits%' OR query = 'COMMIT'");

            Ledger.await(carrier.record(sealed, sent(), "{}", NOON));
        }
        assertThat(delivery(file, "a@example.org").state()).isEqualTo(DeliveryState.SENT);
    }

    @Test
    void a_process_that_was_frozen_beyond_its_lease_sends_nothing_more() {
        Claim claim = taken("one");
        Lease lease = lease(claim);
        Delivery a = delivery(file, "a@example.org");
        try (Ledger carrier = carrier(claim, lease)) {
            Attempt attempt = attempt(carrier, a);
            clock.moveTo(NOON.plus(LEASE).minusMillis(1));
            assertThat(lease.isOver()).isFalse();
            clock.moveTo(NOON.plus(LEASE));

            assertThatThrownBy(() -> carrier.seal(attempt, "id", NOON))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("no sign of life");
        }
        assertThat(delivery(file, "a@example.org").state()).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void a_worker_that_was_forgotten_while_it_was_frozen_is_known_again_by_its_next_sign_of_life() {
        Workers workers = new Workers(file.client());
        assertThat(workers.begin("w1", "voeux", LEASE)).isTrue();
        workers.end("w1");

        assertThat(workers.live("w1", "voeux", LEASE)).isFalse();

        assertThat(workers.all())
                .singleElement()
                .satisfies(worker -> assertThat(worker.live()).isTrue());
        workers.stop("voeux");
        assertThat(workers.live("w1", "voeux", LEASE)).isTrue();
    }

    @Test
    void a_letter_whose_seal_took_longer_than_the_lease_is_not_sent() throws Exception {
        Claim claim = taken("one");
        Delivery a = delivery(file, "a@example.org");
        try (Connection other = file.connect();
                Ledger carrier = carrier(claim, lease(claim))) {
            Attempt attempt = attempt(carrier, a);
            other.setAutoCommit(false);
            try (Statement lock = other.createStatement()) {
                lock.execute("LOCK TABLE open_attempt IN ACCESS EXCLUSIVE MODE");
            }
            CompletableFuture<Void> sealing = CompletableFuture.runAsync(() -> carrier.seal(attempt, "id", NOON));
            awaitBlocked();
            // As of a process that is frozen here, and thawed once its lease is over.
            clock.moveTo(NOON.plus(LEASE));
            other.rollback();

            assertThatThrownBy(sealing::join).hasMessageContaining("no sign of life");
        }
        assertThat(delivery(file, "a@example.org").state())
                .as("sealed, for the head to settle")
                .isEqualTo(DeliveryState.SENDING);
    }

    private void awaitBlocked() {
        while (!database.query("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
                .equals("1")) {
            Thread.onSpinWait();
        }
    }
}
