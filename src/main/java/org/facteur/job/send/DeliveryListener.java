package org.facteur.job.send;

import java.time.Instant;
import org.facteur.ledger.Outcome;
import org.facteur.relay.Submission;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** Is told how each letter fared, by the thread of its connection. */
interface DeliveryListener {

    /**
     * There was a transaction. Before its outcome is written down.
     *
     * @param verdict on the reply; null where there was none
     * @return what is written down with the outcome, for the head that granted the letter; null: nobody did
     */
    @Nullable
    String attempted(Assignment letter, Submission submission, @Nullable Verdict verdict, Outcome outcome, Instant now);

    /** Whether another relay is to carry a letter that this one cannot: then it is not attempted, and goes back for that. */
    boolean isForAnother(Assignment letter);

    /** There was none; the letter is as it was. */
    void notAttempted(Assignment letter, Submission.Unopened trouble, @Nullable Verdict verdict, Instant now);

    /**
     * Either has been told, or nothing can be, since the ledger failed: the letter is on its way no longer.
     *
     * @param counted whether a server may have counted it
     */
    void ended(Assignment letter, boolean counted);
}
