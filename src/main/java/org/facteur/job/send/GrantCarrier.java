package org.facteur.job.send;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.facteur.campaign.Campaign;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.Claims;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.Outcome;
import org.facteur.pace.Timing;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.relay.Submission;
import org.facteur.verdict.Verdict;

/**
 * Letters of one connection, carried by the worker that holds its relay's account: a worker has the connection, this run waits for what it says. A
 * place in each limit is taken when a letter is granted, and free one window after its answer was heard: later than the relay counted it.
 */
final class GrantCarrier implements SmtpWriter.Carrier {

    /** Letters on the way to one connection: enough that the next one is there when one has been sent. */
    private static final int MOST_AHEAD = 16;

    private final Campaign campaign;
    private final GrantDesk desk;
    private final OutcomePolicy policy;
    private final DeliveryListener listener;
    private final Timing timing;
    private final MailLog log;

    GrantCarrier(
            Campaign campaign,
            GrantDesk desk,
            OutcomePolicy policy,
            DeliveryListener listener,
            Timing timing,
            MailLog log) {
        this.campaign = campaign;
        this.desk = desk;
        this.policy = policy;
        this.listener = listener;
        this.timing = timing;
        this.log = log;
    }

    @Override
    public void deliver(Assignment first, RelayClient client, SmtpWriter.Round round) {
        Relay relay = first.relay(campaign);
        Claims.Claim claim = desk.claim(relay.account());
        if (claim == null) {
            listener.ended(first, false);
            round.notAttempted(first);
            return;
        }
        List<Assignment> letters = new ArrayList<>(List.of(first));
        while (letters.size() < MOST_AHEAD) {
            Assignment next = round.after(letters.get(letters.size() - 1));
            if (next == null) {
                break;
            }
            letters.add(next);
        }
        int heard = 0;
        try {
            List<CompletableFuture<Answer>> answers = desk.grant(letters, claim, relay.name(), round.connection());
            List<Assignment> notAttempted = new ArrayList<>();
            for (CompletableFuture<Answer> answer : answers) {
                Ledger.await(answer);
                Assignment letter = letters.get(heard);
                heard++;
                if (!hear(letter, answer.join(), relay)) {
                    notAttempted.add(letter);
                }
            }
            // The last first, since each goes to the head of those that wait.
            for (int i = notAttempted.size() - 1; i >= 0; i--) {
                round.notAttempted(notAttempted.get(i));
            }
        } finally {
            // The ledger has failed: nothing more will be heard of these.
            letters.subList(heard, letters.size()).forEach(letter -> listener.ended(letter, true));
        }
    }

    /** @return whether it has been attempted */
    private boolean hear(Assignment letter, Answer answer, Relay relay) {
        Instant now = timing.instant();
        Submission submission = answer.submission();
        Outcome outcome = answer.outcome();
        boolean last =
                outcome == null && submission instanceof Submission.BeyondAscii && !listener.isForAnother(letter);
        if (last && submission instanceof Submission.BeyondAscii beyond) {
            submission = beyond.refused();
        }
        Verdict verdict = policy.verdict(submission);
        try {
            if (last) {
                outcome = policy.outcome(submission, verdict, letter.delivery(), now);
                desk.record(letter.delivery(), campaign.name(), relay, outcome, now);
            }
            if (outcome != null) {
                listener.attempted(letter, submission, verdict, outcome, now);
                log.outcome(letter.delivery(), relay.name(), outcome);
            } else if (submission instanceof Submission.Unopened trouble) {
                listener.notAttempted(letter, trouble, verdict, now);
            }
        } finally {
            listener.ended(letter, outcome != null);
        }
        return outcome != null;
    }
}
