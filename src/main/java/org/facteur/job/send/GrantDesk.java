package org.facteur.job.send;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.facteur.dispatch.Dispatch;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.Claims;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Grants;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.Outcome;
import org.facteur.ledger.store.LedgerException;
import org.facteur.pace.Timing;
import org.facteur.reason.Reason;
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

    private final Ledger ledger;
    private final Grants grants;
    private final Dispatch dispatch;
    private final Timing timing;
    private final Map<String, Claims.Claim> held = new HashMap<>();
    private final Map<Long, Out> out = new HashMap<>();
    /** Answered, by worker. */
    private final Map<String, Long> carried = new HashMap<>();

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
        dispatch.manned(claim.account());
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
        dispatch.unmanned(account, until, JobReason.NO_WORKER.of());
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

    private static Answer untouched() {
        return new Answer(new Submission.Untouched(JobReason.NO_WORKER.of()), null);
    }

    /**
     * An account has been taken from its holder, and what he left behind is settled: letters that were sealed are in doubt, or to be sent
     * again, and the others are as they were.
     *
     * @param settled letters that were sealed, and what has become of each
     */
    public void fenced(String account, Map<Long, DeliveryState> settled) {
        listenOnce();
        Map<Long, Out> left = new HashMap<>();
        synchronized (this) {
            held.remove(account);
            out.forEach((letter, granted) -> {
                if (granted.account().equals(account)) {
                    left.put(letter, granted);
                }
            });
            left.keySet().forEach(out::remove);
        }
        Ledger.await(ledger.forget(List.copyOf(left.keySet())));
        left.forEach((letter, granted) -> {
            DeliveryState state = settled.get(letter);
            granted.answer().complete(state == null ? untouched() : unanswered(state));
        });
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
        try {
            while (awaitLetters()) {
                Duration next = LOOK;
                try {
                    listenOnce();
                } catch (RuntimeException e) {
                    // Without its server the ledger fails those who write to it, if it lasts.
                    LOG.debug("answers cannot be read", e);
                    next = AWAY;
                }
                synchronized (this) {
                    timing.await(this, next);
                }
            }
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
            Ledger.await(ledger.forget(
                    answered.stream().map(Grants.Answered::delivery).toList()));
            for (Grants.Answered answer : answered) {
                Out granted;
                synchronized (this) {
                    granted = out.remove(answer.delivery());
                }
                if (granted != null) {
                    hear(granted, answer.answer());
                }
            }
        }
    }

    private void hear(Out granted, String answer) {
        Answer told;
        try {
            told = Answer.of(answer);
        } catch (RuntimeException e) {
            // A worker of another version. The ledger knows what became of the letter: the next run goes by that.
            granted.answer().completeExceptionally(e);
            return;
        }
        if (told.outcome() != null) {
            synchronized (this) {
                carried.merge(granted.worker(), 1L, Long::sum);
            }
        }
        granted.answer().complete(told);
    }

    /** Nothing is heard any more, and all who wait are told so. */
    @Override
    public void close() {
        List<Out> left;
        LedgerException over = LedgerException.unwritable(JobReason.NO_WORKER.of(), null);
        synchronized (this) {
            closed = true;
            failure = over;
            left = List.copyOf(out.values());
            out.clear();
            notifyAll();
        }
        left.forEach(granted -> granted.answer().completeExceptionally(over));
    }
}
