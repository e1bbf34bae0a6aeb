package org.facteur.job.send;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.facteur.address.Domain;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.KeptStandings;
import org.facteur.dispatch.ProviderStanding;
import org.facteur.dispatch.RelayStanding;
import org.facteur.dispatch.Stop;
import org.facteur.dispatch.queue.Choice;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.Ledger;
import org.facteur.pace.RateMeter;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.relay.Reply;
import org.facteur.relay.Submission;
import org.facteur.verdict.Category;
import org.facteur.verdict.Fault;
import org.facteur.verdict.Reaction;
import org.facteur.verdict.RetryPolicy;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a reply means for other letters: a provider rests, a relay rests or goes slower, the run stops. What relays and providers were told
 * is kept in the ledger, for the next run and for other campaigns. Safe for the writer's threads.
 */
final class Reactions {

    /** Connections in a row that nobody answered; then a run with no other relay ends. */
    private static final int TRIES = 3;

    /** Transactions in a row that broke off, at ever longer intervals; then it is no restart of a server, and a run with no other relay ends. */
    private static final int BREAKS = 8;

    /** A quota opens again when the oldest letter leaves its window; not asked for more often than this. */
    private static final Duration SHORTEST_CLOSURE = Duration.ofHours(1);

    private static final Duration QUOTA_WINDOW = Duration.ofDays(1);

    /** How often a relay's slow climb back is written down. */
    private static final Duration KEPT_EVERY = Duration.ofMinutes(1);

    private final Dispatch dispatch;
    private final Ledger ledger;
    private final Attempts attempts;
    private final RunRefusals refusals;
    private final Stop stop;
    private final MailLog log;
    private final Map<String, RelayStanding> relays = new HashMap<>();
    private final Map<String, RateMeter> meters = new HashMap<>();
    private final Map<String, Integer> unreached = new HashMap<>();
    private final Map<String, Integer> broken = new HashMap<>();
    private final Map<String, Instant> keptAt = new HashMap<>();
    private final Map<String, ProviderStanding> providers = new HashMap<>();
    private final Set<String> tooSmall = new HashSet<>();

    Reactions(Dispatch dispatch, Ledger ledger, Attempts attempts, RunRefusals refusals, Stop stop, MailLog log) {
        this.dispatch = dispatch;
        this.ledger = ledger;
        this.attempts = attempts;
        this.refusals = refusals;
        this.stop = stop;
        this.log = log;
    }

    /** Goes on with what relays and providers were told before. The letters have been loaded. */
    synchronized void load(KeptStandings kept) {
        relays.putAll(kept.relays());
        providers.putAll(kept.providers());
        kept.applyTo(dispatch);
    }

    /**
     * How a letter fared.
     *
     * @param verdict on the reply; null where there was none
     */
    synchronized void heard(
            Choice.Send send, Submission submission, @Nullable Verdict verdict, Delivery delivery, Instant now) {
        Domain recipient = delivery.email().domain();
        if (submission instanceof Submission.Accepted accepted && verdict != null) {
            accepted(send, accepted.reply(), verdict, recipient, now);
        } else if (submission instanceof Submission.Refused refused && verdict != null) {
            refused(send, refused.reply(), verdict, recipient, now);
        } else if (submission instanceof Submission.Broken lost) {
            broken(send, lost.cause(), now);
        } else if (submission instanceof Submission.Unanswered lost) {
            broken(send, lost.cause(), now);
        } else if (submission instanceof Submission.Unreachable unreachable) {
            unreachable(send, unreachable, verdict, now);
        } else if (submission instanceof Submission.OtherLogin other) {
            otherLogin(send, other.cause());
        } else if (submission instanceof Submission.TooLarge tooLarge) {
            tooLarge(send, tooLarge.cause(), recipient, now);
        } else if (submission instanceof Submission.BeyondAscii beyond) {
            log.relayTrouble(dispatch.relay(send).name(), beyond.cause());
        } else if (submission instanceof Submission.Unwritten unwritten) {
            unwritten(delivery, unwritten.cause());
        } else if (!(submission instanceof Submission.Untouched)) {
            throw new IllegalStateException("not thought of: " + submission + ", " + verdict);
        }
    }

    private void accepted(Choice.Send send, Reply reply, Verdict verdict, Domain recipient, Instant now) {
        String account = dispatch.account(send);
        refusals.taken(account, verdict, reply, recipient);
        answered(account);
        meter(account).count(now);
        RelayStanding before = relay(account);
        RelayStanding after = before.accepted(now);
        boolean due = !now.isBefore(keptAt.getOrDefault(account, Instant.MIN).plus(KEPT_EVERY));
        boolean recovered = before.rate().isSlowed() != after.rate().isSlowed()
                || before.circuit().isClear() != after.circuit().isClear();
        relays.put(account, after);
        if (recovered || after.rate().isSlowed()) {
            dispatch.apply(after);
        }
        if (recovered || (after.rate().isSlowed() && due)) {
            keep(after, now);
        }
        ProviderStanding provider = provider(dispatch.provider(send.group()));
        set(provider, provider.letterAccepted(), now);
    }

    private void refused(Choice.Send send, Reply reply, Verdict verdict, Domain recipient, Instant now) {
        String account = dispatch.account(send);
        answered(account);
        set(relay(account), relay(account).answered(), now);
        refusals.refused(account, dispatch.relay(send).name(), verdict, reply, recipient);
        if (verdict.reaction() == Reaction.PAUSE_DOMAIN) {
            String name = dispatch.provider(send.group());
            set(
                    provider(name),
                    provider(name).paused(named(verdict), Reason.at(name, Reason.verbatim(reply.toString())), now),
                    now);
        } else {
            react(send, reply, verdict, said(send, reply), now);
        }
    }

    /** No more letters leave. */
    synchronized void ended() {
        refusals.ended();
    }

    /** Whether a relay carries none, since it takes no letters as large as some of this mailing are. */
    synchronized boolean isAnyTooSmall() {
        return !tooSmall.isEmpty();
    }

    /** No transaction began. */
    private void unreachable(Choice.Send send, Submission.Unreachable trouble, @Nullable Verdict verdict, Instant now) {
        log.relayTrouble(dispatch.relay(send).name(), trouble.cause());
        // One that answers, if only to refuse the login, has been reached.
        Reason why = (trouble.reply() == null ? JobReason.UNREACHED : JobReason.RELAY).of(name(send), trouble.cause());
        if (verdict != null && trouble.reply() != null && react(send, trouble.reply(), verdict, why, now)) {
            return;
        }
        String account = dispatch.account(send);
        RelayStanding before = relay(account);
        RelayStanding after = before.failed(why, now);
        set(before, after, now);
        if (!after.circuit().equals(before.circuit()) && unreached.merge(account, 1, Integer::sum) >= TRIES) {
            doWithout(account, why, now);
        }
    }

    /** Other relays take over what they may; the run ends where they may carry nothing that is left, or have failed as well. */
    private void doWithout(String account, Reason why, Instant now) {
        // Greylisted once more elsewhere, a letter still comes sooner than by a relay that is gone.
        dispatch.untie(account);
        Set<String> failed = new HashSet<>(unreached.keySet());
        failed.addAll(broken.keySet());
        if (dispatch.isLeftTo(failed)) {
            stop.fail(why, ExitCodes.UNAVAILABLE);
            // The owner mends it and starts again: then it is to be tried at once.
            relays.replaceAll((name, standing) -> standing.forgiven());
            relays.values().forEach(standing -> keep(standing, now));
        }
    }

    private void answered(String account) {
        unreached.remove(account);
        broken.remove(account);
    }

    /** It takes logins of another kind, or none: no try will help, the job file has to be changed. */
    private void otherLogin(Choice.Send send, Reason cause) {
        log.relayTrouble(dispatch.relay(send).name(), cause);
        stop.fail(JobReason.LOGIN_OTHER.of(JobReason.RELAY.of(name(send), cause)), ExitCodes.CONFIG);
    }

    /**
     * It takes no letters as large as some of this mailing are. In this run it carries none, so that none is left over in the end; the next
     * run, for which the letter may have been mended, asks again.
     */
    private void tooLarge(Choice.Send send, Reason cause, Domain recipient, Instant now) {
        String account = dispatch.account(send);
        Reason why = JobReason.RELAY.of(name(send), cause);
        tooSmall.add(account);
        if (dispatch.accounts().carry(recipient, tooSmall)) {
            log.relayTrouble(dispatch.relay(send).name(), cause);
            dispatch.apply(relay(account).closed(now.plus(QUOTA_WINDOW), why));
        } else {
            refusals.stop(why, Category.MESSAGE_TOO_LARGE, Fault.LETTER);
        }
    }

    /** A letter cannot be written, by a fault on our side: the next may not be either. */
    private void unwritten(Delivery delivery, Reason cause) {
        Reason why = JobReason.UNWRITTEN.of(delivery.email(), cause);
        log.stopping(why);
        stop.fail(why, ExitCodes.NO_INPUT);
    }

    /** The relay broke off within a transaction. */
    private void broken(Choice.Send send, Reason cause, Instant now) {
        log.relayTrouble(dispatch.relay(send).name(), cause);
        String account = dispatch.account(send);
        Reason why = JobReason.BROKE.of(name(send), cause);
        RelayStanding before = relay(account);
        RelayStanding after = before.failed(why, now);
        set(before, after, now);
        if (!after.circuit().equals(before.circuit()) && broken.merge(account, 1, Integer::sum) >= BREAKS) {
            doWithout(account, why, now);
        }
    }

    /** What concerns the relay or the run. True when something was done. */
    private boolean react(Choice.Send send, Reply reply, Verdict verdict, Reason why, Instant now) {
        String account = dispatch.account(send);
        RelayStanding before = relay(account);
        double rate = meter(account).perMinute(now);
        switch (verdict.reaction()) {
            case DELIVERED, RETRY, REFUSE, PAUSE_DOMAIN -> {
                return false;
            }
            case SLOW_RELAY -> set(before, before.slowed(named(verdict), rate, why, now), now);
            case FEWER_CONNECTIONS -> set(before, before.withFewerConnections(named(verdict), rate, why, now), now);
            case CLOSE_RELAY -> set(before, before.closed(opens(account, verdict, now), why), now);
            case STOP_RUN -> refusals.stop(why, verdict, reply);
        }
        return true;
    }

    /** When a used-up quota has room again. */
    private Instant opens(String account, Verdict verdict, Instant now) {
        Duration named = named(verdict);
        if (named != null) {
            return now.plus(named);
        }
        Instant oldestLeaves =
                attempts.oldest(account, now.minus(QUOTA_WINDOW)).orElse(now).plus(QUOTA_WINDOW);
        Instant soonest = now.plus(SHORTEST_CLOSURE);
        return oldestLeaves.isAfter(soonest) ? oldestLeaves : soonest;
    }

    private void set(RelayStanding before, RelayStanding after, Instant now) {
        if (!after.equals(before)) {
            relays.put(after.account(), after);
            dispatch.apply(after);
            keep(after, now);
        }
    }

    private void set(ProviderStanding before, ProviderStanding after, Instant now) {
        if (!after.equals(before)) {
            providers.put(after.provider(), after);
            dispatch.apply(after);
            if (after.pauses() != before.pauses()) {
                log.providerPaused(after.provider(), after.closedUntil(), after.reason());
                // Lost at the worst with the next record, whose failure ends the run.
                var unused = ledger.keep(after.toState(), now);
            }
        }
    }

    private void keep(RelayStanding standing, Instant now) {
        keptAt.put(standing.account(), now);
        int connections = dispatch.accounts().connections(standing.account());
        var unused = ledger.keep(standing.toState(connections, now));
    }

    private RelayStanding relay(String account) {
        return relays.computeIfAbsent(
                account, name -> RelayStanding.of(name, dispatch.accounts().connections(name)));
    }

    private RateMeter meter(String account) {
        return meters.computeIfAbsent(account, name -> new RateMeter());
    }

    private ProviderStanding provider(String name) {
        return providers.getOrDefault(name, ProviderStanding.of(name));
    }

    private Reason said(Choice.Send send, Reply reply) {
        return JobReason.RELAY.of(name(send), reply);
    }

    private String name(Choice.Send send) {
        return dispatch.relay(send).name().value();
    }

    private static @Nullable Duration named(Verdict verdict) {
        return verdict.retryAfter() == null ? null : RetryPolicy.withMargin(verdict.retryAfter());
    }
}
