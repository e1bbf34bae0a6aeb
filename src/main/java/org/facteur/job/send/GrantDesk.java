package org.facteur.job.send;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.facteur.dispatch.Dispatch;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.Attempt;
import org.facteur.ledger.Claims;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Grants;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.Outcome;
import org.facteur.ledger.store.LedgerException;
import org.facteur.pace.Timing;
import org.facteur.reason.Reason;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayName;
import org.facteur.relay.Submission;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The head's side of what it has given to workers: who holds which account, which letters were granted, and what became of them. Letters go
 * only to accounts that somebody holds; the others are closed for {@link Dispatch}.
 */
public final class GrantDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GrantDesk.class);

    /** Between two looks for answers while there are letters out. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final Duration AWAY = Duration.ofSeconds(1);

    /** Looks in a row that fail although the ledger can be written; then something is wrong that does not pass. */
    private static final int MOST_FAILED = 30;

    private final Ledger ledger;
    private final Grants grants;
    private final Dispatch dispatch;
    private final Timing timing;
    private final Map<String, Claims.Claim> held = new HashMap<>();
    private final Map<Long, Out> out = new HashMap<>();
    /** Answered, by worker. */
    private final Map<String, Long> carried = new HashMap<>();
    /** Accounts through which something was attempted since they were fenced off last. */
    private final Set<String> heardFrom = new HashSet<>();

    private @Nullable LedgerException failure;
    private boolean closed;

    /** A letter that was granted and has no answer yet. */
    private record Out(String account, String worker, CompletableFuture<Answer> answer) {}

    public GrantDesk(Ledger ledger, Grants grants, Dispatch dispatch, Timing timing) {
        this.ledger = ledger;
        this.grants = grants;
        this.dispatch = dispatch;
        this.timing = timing;
        Thread listener = new Thread(this::listen, "answers");
        listener.setDaemon(true);
        listener.start();
    }

    /** Somebody has taken an account, or has it still. */
    public void isHeld(Claims.Claim claim) {
        synchronized (this) {
            if (claim.equals(held.put(claim.account(), claim))) {
                return;
            }
        }
        dispatch.openAccount(claim.account());
        LOG.info("{} is carried by {} (epoch {})", claim.account(), claim.worker(), claim.epoch());
    }

    /**
     * Nobody has it.
     *
     * @param until when somebody will have at the latest, as far as is hoped
     */
    public void isFree(String account, Instant until) {
        synchronized (this) {
            if (held.remove(account) != null) {
                LOG.info("{} is carried by nobody", account);
            }
        }
        dispatch.closeAccount(account, until, JobReason.NO_WORKER.of());
    }

    public synchronized boolean anyHeld() {
        return !held.isEmpty();
    }

    /** Letters whose outcome was heard, by worker. */
    public synchronized Map<String, Long> letters() {
        return Map.copyOf(carried);
    }

    public synchronized boolean isCarried(String account) {
        return held.containsKey(account);
    }

    /** By whose epoch letters were granted there last; empty where nobody has the account. */
    synchronized Claims.@Nullable Claim claim(String account) {
        return held.get(account);
    }

    /**
     * Gives letters to the worker that holds their account.
     *
     * @return what becomes of each, in their order
     */
    List<CompletableFuture<Answer>> grant(
            List<Assignment> letters, Claims.Claim claim, RelayName relay, int connection) {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        CompletableFuture<Void> granted;
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            if (!claim.equals(held.get(claim.account()))) {
                // Lost in this very moment: nobody would look for them.
                letters.forEach(letter -> answers.add(CompletableFuture.completedFuture(untouched())));
                return answers;
            }
            for (Assignment letter : letters) {
                Out one = new Out(claim.account(), String.valueOf(claim.worker()), new CompletableFuture<>());
                out.put(letter.delivery().id(), one);
                answers.add(one.answer());
            }
            // Here, so that they are written down before they can be forgotten.
            granted = ledger.grant(letters.stream().map(Assignment::delivery).toList(), claim, relay, connection);
            notifyAll();
        }
        Ledger.await(granted);
        return answers;
    }

    /** What became of a letter that a worker gave back, and that nobody else can carry. */
    void record(Delivery letter, String campaign, Relay relay, Outcome outcome, Instant now) {
        Attempt attempt = ledger.open(letter, campaign, letter.email().domain(), relay.name(), relay.account());
        Ledger.await(ledger.recordUnsealed(attempt, letter.messageId(), outcome, true, now));
    }

    private static Answer untouched() {
        return new Answer(new Submission.Untouched(JobReason.NO_WORKER.of()), null);
    }

    /**
     * An account has been taken from its holder, and what he left behind is settled: letters that were sealed are in doubt, or to be sent
     * again, and the others are as they were.
     *
     * @param settled letters that were sealed, and what has become of each
     * @return whether letters had been granted there and nothing was heard of any
     */
    public boolean fenced(String account, Map<Long, DeliveryState> settled) {
        listenOnce();
        Map<Long, Out> left = new HashMap<>();
        boolean inVain;
        synchronized (this) {
            inVain = !heardFrom.remove(account);
            held.remove(account);
            out.forEach((letter, granted) -> {
                if (granted.account().equals(account)) {
                    left.put(letter, granted);
                }
            });
            left.keySet().forEach(out::remove);
        }
        try {
            Ledger.await(ledger.forget(List.copyOf(left.keySet()), settled.size()));
        } catch (LedgerException e) {
            left.values().forEach(granted -> granted.answer().completeExceptionally(e));
            throw e;
        }
        left.forEach((letter, granted) -> {
            DeliveryState state = settled.get(letter);
            granted.answer().complete(state == null ? untouched() : unanswered(state));
        });
        return inVain && !left.isEmpty();
    }

    /** As it has been settled. */
    private Answer unanswered(DeliveryState settled) {
        Reason died = JobReason.WORKER_DIED.of();
        Outcome outcome = settled == DeliveryState.PENDING
                ? new Outcome.Deferred(timing.instant(), Category.UNANSWERED, died, true, true)
                : new Outcome.InDoubt(Category.UNANSWERED, died);
        return new Answer(new Submission.Untouched(died), outcome);
    }

    private void listen() {
        int failed = 0;
        try {
            while (awaitLetters()) {
                Duration next = LOOK;
                try {
                    listenOnce();
                    failed = 0;
                } catch (RuntimeException e) {
                    LOG.debug("answers cannot be read", e);
                    // Who waits for an answer writes nothing, and only a write gives a server up when patience is over.
                    Ledger.await(ledger.forget(List.of(), 0));
                    failed++;
                    if (failed > MOST_FAILED) {
                        throw LedgerException.unwritable(e);
                    }
                    next = AWAY;
                }
                synchronized (this) {
                    timing.await(this, next);
                }
            }
        } catch (LedgerException over) {
            fail(over);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitLetters() throws InterruptedException {
        while (out.isEmpty() && !closed) {
            timing.await(this, AWAY);
        }
        return !closed;
    }

    /** One at a time: what it has heard is forgotten in the ledger before the letter can be granted again. */
    private void listenOnce() {
        synchronized (grants) {
            List<Grants.Answered> answered = grants.answered();
            if (answered.isEmpty()) {
                return;
            }
            List<Heard> heard = answered.stream().map(Heard::of).toList();
            Ledger.await(ledger.forget(
                    heard.stream().map(Heard::delivery).toList(),
                    heard.stream().filter(Heard::wasAttempted).count()));
            for (Heard one : heard) {
                Out granted;
                synchronized (this) {
                    granted = out.remove(one.delivery());
                }
                if (granted != null) {
                    tell(granted, one);
                }
            }
        }
    }

    /** @param answer null: it cannot be read, as that of a worker of another version */
    private record Heard(
            long delivery,
            @Nullable Answer answer,
            @Nullable RuntimeException unreadable) {

        private static Heard of(Grants.Answered answered) {
            try {
                return new Heard(answered.delivery(), Answer.of(answered.answer()), null);
            } catch (RuntimeException e) {
                return new Heard(answered.delivery(), null, e);
            }
        }

        private boolean wasAttempted() {
            return answer != null && answer.outcome() != null;
        }
    }

    private void tell(Out granted, Heard heard) {
        if (heard.wasAttempted()) {
            synchronized (this) {
                carried.merge(granted.worker(), 1L, Long::sum);
                heardFrom.add(granted.account());
            }
        }
        if (heard.answer() != null) {
            granted.answer().complete(heard.answer());
        } else {
            // The ledger knows what became of the letter: the next run goes by that.
            granted.answer().completeExceptionally(Objects.requireNonNull(heard.unreadable()));
        }
    }

    /** Nothing is granted or heard any more, and all who wait are told why. */
    public void fail(LedgerException why) {
        List<Out> left;
        synchronized (this) {
            closed = true;
            failure = failure == null ? why : failure;
            left = List.copyOf(out.values());
            out.clear();
            notifyAll();
        }
        left.forEach(granted -> granted.answer().completeExceptionally(why));
    }

    @Override
    public void close() {
        fail(LedgerException.unwritable(JobReason.NO_WORKER.of(), null));
    }
}
