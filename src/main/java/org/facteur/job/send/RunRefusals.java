package org.facteur.job.send;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.facteur.address.Domain;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.Attempts;
import org.facteur.reason.Reason;
import org.facteur.relay.Phase;
import org.facteur.relay.RelayName;
import org.facteur.relay.Reply;
import org.facteur.verdict.Category;
import org.facteur.verdict.Fault;
import org.facteur.verdict.RunGuard;
import org.facteur.verdict.Scope;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What the letters of this run were refused for that is no fault of their addresses: when it ends the run, and which of those refused go back
 * to where they were, since the owner is about to mend it. Guarded by the {@link Reactions} it belongs to.
 */
final class RunRefusals {

    private final String campaign;
    private final Attempts attempts;
    private final Stop stop;
    private final MailLog log;
    private final RunGuard guard = new RunGuard();
    private final Map<String, Account> accounts = new HashMap<>();

    RunRefusals(String campaign, Attempts attempts, Stop stop, MailLog log) {
        this.campaign = campaign;
        this.attempts = attempts;
        this.stop = stop;
        this.log = log;
    }

    /** What one account refused letters for that is no fault of their addresses, for certain or likely. */
    private static final class Account {
        /** Of what it said alone: that another relay took a letter between two refusals says nothing of this one. */
        private final RunGuard guard = new RunGuard();

        private final Set<Category> inARow = EnumSet.noneOf(Category.class);
        private boolean anyTaken;
        private int refused;
        /** Of these, for what is said, or likely, to be ours. */
        private int likely;

        private @Nullable Refusal newest;

        private void taken() {
            anyTaken = true;
            inARow.clear();
        }

        private void refused(Refusal refusal) {
            inARow.add(refusal.category());
            refused++;
            likely += refusal.category() == Category.UNKNOWN_PERMANENT ? 0 : 1;
            newest = isCertain() && !refusal.certain() ? newest : refusal;
        }

        private boolean isCertain() {
            return newest != null && newest.certain();
        }
    }

    /** @param certain whether the letter itself or its sender was refused, and not perhaps its recipient */
    private record Refusal(RelayName relay, Category category, Reply reply, boolean certain) {}

    void taken(String account, Verdict verdict, Reply reply, Domain recipient) {
        guard.note(verdict, reply, recipient);
        Account one = account(account);
        one.guard.note(verdict, reply, recipient);
        one.taken();
    }

    /** Ends the run where this one shows that it is the letter, or its sender. */
    void refused(String account, RelayName relay, Verdict verdict, Reply reply, Domain recipient) {
        Optional<Reason> ofAll = guard.note(verdict, reply, recipient);
        Account one = account(account);
        Optional<Reason> ofThisOne = one.guard.note(verdict, reply, recipient);
        ofAll.or(() -> ofThisOne).ifPresent(reason -> stop(reason, verdict.category(), meant(verdict, reply)));
        boolean certain = !verdict.wanted() && verdict.category().fault().isCertainAt(reply.phase());
        if (certain || RunGuard.isLikelyOurs(verdict) || RunGuard.isUnsaid(verdict)) {
            one.refused(new Refusal(relay, verdict.category(), reply, certain));
        }
    }

    /** Three domains that call the whole letter spam mean the letter; before they have seen it they mean the sender or his relay. */
    private static Fault meant(Verdict verdict, Reply reply) {
        boolean seen = reply.phase() == Phase.DOT && verdict.scope() == Scope.DOMAIN;
        return seen ? Fault.LETTER : verdict.category().fault();
    }

    /**
     * No more letters leave. Where a relay took none, and refused some for what is no fault of their addresses, a few recipients are not too
     * few to say so; and where the run has ended for such a refusal, others may have come in behind it.
     */
    void ended() {
        Stop.Cause cause = stop.cause();
        boolean refusalEndedIt = cause != null && !cause.refusedFor().isEmpty();
        Set<Category> all = EnumSet.noneOf(Category.class);
        @Nullable Account worst = null;
        for (Map.Entry<String, Account> entry : accounts.entrySet()) {
            Account one = entry.getValue();
            boolean tookNone = tookNone(entry.getKey(), one);
            // Of a relay that took nobody, a few more refusals would have ended the run that was stopped before them.
            if (tookNone || refusalEndedIt || (cause != null && !one.anyTaken)) {
                all.addAll(one.inARow);
                all.addAll(one.guard.uncertain());
            }
            worst = tookNone && (worst == null || !worst.isCertain()) ? one : worst;
        }
        if (cause != null) {
            if (refusalEndedIt) {
                all.addAll(guard.uncertain());
            }
            stop.alsoRefused(all);
        } else if (worst != null && worst.newest != null) {
            Refusal refusal = worst.newest;
            all.addAll(guard.uncertain());
            Reason why = refusal.certain()
                    ? JobReason.RELAY.of(refusal.relay(), refusal.reply())
                    : JobReason.TOOK_NONE.of(refusal.relay(), worst.refused, refusal.reply());
            stop(why, all, refusal.category().fault().exitCode());
        }
    }

    /** A recipient left over from nights on which others were taken, and refused alone, may well be the reason; so may one refused for what is not said. */
    private boolean tookNone(String account, Account one) {
        if (one.anyTaken || one.newest == null) {
            return false;
        }
        return one.isCertain()
                || one.likely > 1
                || ((one.likely > 0 || one.refused > 1) && !attempts.anySent(campaign, account));
    }

    /** Ends the run by a reply that says so itself. */
    void stop(Reason reason, Verdict verdict, Reply reply) {
        Fault fault = verdict.faultAt(reply.phase());
        if (fault.isOfTheMailing()) {
            stop(reason, verdict.category(), fault);
        } else {
            stop(fault == Fault.LOGIN ? JobReason.LOGIN.of(reason) : reason, guard.uncertain(), fault.exitCode());
        }
    }

    /** Ends the run, and with it the refusals of that category. */
    void stop(Reason reason, Category refusedFor, Fault fault) {
        Set<Category> all = EnumSet.of(refusedFor);
        all.addAll(guard.uncertain());
        stop(reason, all, fault.exitCode());
    }

    private void stop(Reason reason, Set<Category> refusedFor, int exitCode) {
        log.stopping(reason);
        stop.refused(reason, exitCode, refusedFor);
    }

    private Account account(String name) {
        return accounts.computeIfAbsent(name, its -> new Account());
    }
}
