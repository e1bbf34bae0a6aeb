package org.facteur.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.facteur.packaged.FacteurProcess;
import org.facteur.postgres.PostgresServer;

/** What happens to a fleet: its processes are killed, and frozen for longer than a lease, in an order and at moments that follow from a seed. */
final class Storm {

    /** What may happen. */
    enum Event {
        WORKER_KILLED(8),
        WORKER_FROZEN(7),
        HEAD_KILLED(3),
        HEAD_FROZEN(2);

        private final int times;

        Event(int times) {
            this.times = times;
        }
    }

    private static final int WORKERS = 3;

    private final Fleet fleet;
    private final PostgresServer database;
    private final String schema;
    private final Duration lease;
    private final Random random;
    private final List<FacteurProcess> workers = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private FacteurProcess head;
    private long inDoubtAtMost;

    Storm(Fleet fleet, PostgresServer database, String schema, Duration lease, long seed) {
        this.fleet = fleet;
        this.database = database;
        this.schema = schema;
        this.lease = lease;
        this.random = new Random(seed);
        for (int i = 0; i < WORKERS; i++) {
            workers.add(fleet.worker());
        }
        head = fleet.head();
    }

    /** All that will happen, twenty events. */
    List<Event> events() {
        List<Event> events = new ArrayList<>(Stream.of(Event.values())
                .flatMap(event -> Collections.nCopies(event.times, event).stream())
                .toList());
        Collections.shuffle(events, random);
        return events;
    }

    void happen(Event event) {
        FacteurProcess worker = workers.get(random.nextInt(workers.size()));
        told.add(event + (event.name().startsWith("HEAD") ? "" : " " + fleet.nameOf(worker)));
        switch (event) {
            case WORKER_KILLED -> {
                mayLeaveInDoubt(worker, worker::kill);
                workers.set(workers.indexOf(worker), fleet.worker());
            }
            case WORKER_FROZEN -> mayLeaveInDoubt(worker, () -> freeze(worker));
            case HEAD_KILLED -> {
                head.kill();
                head = fleet.head();
            }
            case HEAD_FROZEN -> freeze(head);
        }
    }

    /** One letter for each connection that it may have at this moment. */
    private void mayLeaveInDoubt(FacteurProcess worker, Runnable trouble) {
        long before = accounts(worker);
        trouble.run();
        inDoubtAtMost += Math.max(before, accounts(worker)) * Fleet.CONNECTIONS;
    }

    private long accounts(FacteurProcess worker) {
        return Long.parseLong(database.query(
                "SELECT COUNT(*) FROM %s.claim WHERE worker = '%s'".formatted(schema, fleet.nameOf(worker))));
    }

    private void freeze(FacteurProcess process) {
        Fleet.freeze(process);
        long longer = random.nextLong(300, 2_000);
        CompletableFuture.delayedExecutor(lease.toMillis() + longer, TimeUnit.MILLISECONDS)
                .execute(() -> Fleet.thaw(process));
    }

    FacteurProcess head() {
        return head;
    }

    List<FacteurProcess> workers() {
        return workers;
    }

    long inDoubtAtMost() {
        return inDoubtAtMost;
    }

    /** For a test that fails. */
    @Override
    public String toString() {
        return told + "\n" + fleet.said();
    }
}
