package org.facteur.job.send;

import java.time.Instant;
import org.facteur.dispatch.Dispatch;
import org.facteur.job.run.RunCounts;
import org.facteur.ledger.Outcome;
import org.facteur.pace.Timing;
import org.facteur.relay.Submission;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** What becomes of a letter is a matter of this run: of its limits, its other letters and its counts. */
final class RunListener implements DeliveryListener {

    private final Dispatch dispatch;
    private final Reactions reactions;
    private final RunCounts counts;
    private final Timing timing;

    RunListener(Dispatch dispatch, Reactions reactions, RunCounts counts, Timing timing) {
        this.dispatch = dispatch;
        this.reactions = reactions;
        this.counts = counts;
        this.timing = timing;
    }

    @Override
    public @Nullable String attempted(
            Assignment letter, Submission submission, @Nullable Verdict verdict, Outcome outcome, Instant now) {
        reactions.heard(letter.send(), submission, verdict, letter.delivery(), now);
        counts.moved(letter.delivery().state(), outcome.state(), now);
        if (outcome instanceof Outcome.Deferred deferred) {
            dispatch.defer(letter.send(), deferred.until(), deferred.bound());
        }
        return null;
    }

    @Override
    public boolean isForAnother(Assignment letter) {
        return dispatch.passOn(letter.send());
    }

    @Override
    public void notAttempted(Assignment letter, Submission.Unopened trouble, @Nullable Verdict verdict, Instant now) {
        reactions.heard(letter.send(), trouble, verdict, letter.delivery(), now);
    }

    @Override
    public void ended(Assignment letter, boolean counted) {
        dispatch.end(letter.send(), timing.instant(), counted);
    }
}
