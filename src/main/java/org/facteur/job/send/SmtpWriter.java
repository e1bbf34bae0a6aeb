package org.facteur.job.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.store.LedgerException;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reasoned;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/**
 * Sends a chunk, each relay over its connections, and is done when all outcomes are on the disk. Failures are values; this throws for
 * none of them, since whatever retries a chunk would send its letters twice. What it throws is a fault of ours, when all has been recorded.
 */
final class SmtpWriter implements ItemStreamWriter<Assignment>, AutoCloseable {

    private final Dispatch dispatch;
    private final Carrier carrier;
    private final Stop stop;
    private final CampaignRelays relays;
    private final Map<Integer, List<RelayClient>> slots = new TreeMap<>();
    private final ExecutorService connections;

    /** Sends letters over one connection. */
    @FunctionalInterface
    interface Carrier {
        /** @param round is asked for the letters that may follow at once, and told of each that was taken, this one too */
        void deliver(Assignment first, RelayClient client, Round round);
    }

    /** The letters of one connection. */
    interface Round {

        /** Which of its relay's connections it is, from 0. */
        int connection();

        /** The next letter, admitted over the connection of one that is about to end; null when none may leave at this moment. */
        @Nullable
        Assignment after(Assignment before);

        /** @param outcome completes when it is on the disk */
        void recorded(CompletableFuture<Void> outcome);

        /** The letter was not attempted. */
        void notAttempted(Assignment letter);

        /** Nor was this one: it cannot be merged any more. */
        void unmerged(Assignment letter, RuntimeException why);
    }

    SmtpWriter(Dispatch dispatch, Carrier carrier, Stop stop, CampaignRelays relays, int mostConnections) {
        this.dispatch = dispatch;
        this.carrier = carrier;
        this.stop = stop;
        this.relays = relays;
        this.connections = Executors.newFixedThreadPool(mostConnections, task -> {
            Thread thread = new Thread(task, "connection");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void write(Chunk<? extends Assignment> chunk) {
        Sending sending = new Sending();
        Map<Integer, ConcurrentLinkedDeque<Assignment>> byLane = new TreeMap<>();
        for (Assignment assignment : chunk) {
            byLane.computeIfAbsent(assignment.send().lane(), lane -> new ConcurrentLinkedDeque<>())
                    .add(assignment);
        }
        List<CompletableFuture<Void>> working = new ArrayList<>();
        byLane.forEach((lane, letters) -> {
            int most = Math.min(dispatch.connections(lane), letters.size());
            for (int slot = 0; slot < slots(lane).size(); slot++) {
                RelayClient client = slots(lane).get(slot);
                if (slot < most) {
                    InTurn turn = new InTurn(letters, client, lane, slot, sending);
                    working.add(CompletableFuture.runAsync(turn::work, connections));
                } else if (slot >= dispatch.connections(lane)) {
                    // The relay asked for fewer: one that is idle counts with it, too.
                    client.renew();
                }
            }
        });
        try {
            CompletableFuture.allOf(working.toArray(new CompletableFuture<?>[0]))
                    .join();
            Ledger.await(CompletableFuture.allOf(sending.records.toArray(new CompletableFuture<?>[0])));
        } catch (LedgerException e) {
            stop.fail(e.reason(), ExitCodes.TRY_LATER);
        }
        byLane.values().forEach(sending.notSent::addAll);
        Set<Long> left =
                sending.notSent.stream().map(letter -> letter.send().id()).collect(Collectors.toSet());
        dispatch.putBack(chunk.getItems().stream()
                .map(Assignment::send)
                .filter(send -> left.contains(send.id()))
                .toList());
        RuntimeException fault = sending.faults.peek();
        if (fault != null) {
            throw fault;
        }
    }

    /** What the connections have to say of a chunk. */
    private static final class Sending {

        private final Queue<Assignment> notSent = new ConcurrentLinkedQueue<>();
        private final Queue<CompletableFuture<Void>> records = new ConcurrentLinkedQueue<>();
        private final Queue<RuntimeException> faults = new ConcurrentLinkedQueue<>();
    }

    /** What one connection takes of its lane's letters. */
    private final class InTurn implements Round {

        private final ConcurrentLinkedDeque<Assignment> letters;
        private final RelayClient client;
        private final int lane;
        private final int slot;
        private final Sending sending;
        /** The letter that this connection was given last, not as one that follows. */
        private long first;

        private InTurn(
                ConcurrentLinkedDeque<Assignment> letters, RelayClient client, int lane, int slot, Sending sending) {
            this.letters = letters;
            this.client = client;
            this.lane = lane;
            this.slot = slot;
            this.sending = sending;
        }

        private void work() {
            for (Assignment letter = letters.poll(); letter != null; letter = letters.poll()) {
                if (slot >= dispatch.connections(lane)) {
                    letters.addFirst(letter);
                    client.renew();
                    return;
                }
                if (!isAdmitted(letter)) {
                    sending.notSent.add(letter);
                    continue;
                }
                first = letter.send().id();
                try {
                    carrier.deliver(letter, client, this);
                } catch (LedgerException e) {
                    // Not sealed, so not sent; and nothing more can be.
                    stop.fail(e.reason(), ExitCodes.TRY_LATER);
                } catch (RuntimeException e) {
                    // The other connections are heard out, and recorded, before it is thrown.
                    sending.faults.add(e);
                    return;
                }
            }
        }

        private boolean isAdmitted(Assignment letter) {
            try {
                return dispatch.admit(letter.send());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop.request(JobReason.INTERRUPTED.of(), ExitCodes.TERMINATED);
                return false;
            }
        }

        @Override
        public int connection() {
            return slot;
        }

        @Override
        public @Nullable Assignment after(Assignment before) {
            Assignment next = slot < dispatch.connections(lane) ? letters.poll() : null;
            if (next != null && !dispatch.follows(next.send(), before.send())) {
                letters.addFirst(next);
                return null;
            }
            return next;
        }

        @Override
        public void recorded(CompletableFuture<Void> outcome) {
            sending.records.add(outcome);
        }

        @Override
        public void notAttempted(Assignment letter) {
            if (letter.send().id() == first) {
                sending.notSent.add(letter);
            } else {
                // Other letters' fate ended the connection: over the next it is the first.
                letters.addFirst(letter);
            }
        }

        @Override
        public void unmerged(Assignment letter, RuntimeException why) {
            sending.notSent.add(letter);
            Throwable cause = Mendable.causeOf(why);
            if (!(cause instanceof Mendable)) {
                sending.faults.add(why);
            }
            stop.fail(Reasoned.of(cause), Mendable.exitCodeOf(why));
        }
    }

    private List<RelayClient> slots(int lane) {
        return slots.computeIfAbsent(lane, index -> {
            Relay relay = dispatch.route(index).relay();
            List<RelayClient> list = new ArrayList<>();
            for (int slot = 0; slot < relay.connections(); slot++) {
                list.add(relays.open(relay));
            }
            return list;
        });
    }

    /** At the end of the step: what comes behind it, such as a notice, must not be one connection more than the relay may allow. */
    @Override
    public void close() {
        connections.shutdown();
        slots.values().forEach(list -> list.forEach(RelayClient::close));
    }
}
