package org.facteur.job.send;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.queue.Choice;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.MailLog;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Grants;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.Outcome;
import org.facteur.ledger.store.LedgerException;
import org.facteur.message.LetterComposer;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reasoned;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.relay.RelayName;
import org.facteur.relay.Submission;
import org.facteur.verdict.Reaction;
import org.facteur.verdict.ReplyClassifier;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the letters that a head grants on one claim: each is merged here, and offered, sealed, sent off and recorded as a run does by
 * itself. Whatever concerns other letters, too, is the head's to decide: then those that were not attempted yet go back.
 */
public final class AccountCarrier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccountCarrier.class);

    /** Between two looks for letters: soon after there were some, then ever later. */
    private static final Duration SOON = Duration.ofMillis(10);

    private static final Duration LATER = Duration.ofMillis(200);

    /** How long it goes on looking soon: a chunk comes behind a chunk. */
    private static final Duration MORE = Duration.ofSeconds(1);

    private final Campaign campaign;
    private final String account;
    private final long epoch;
    private final Ledger ledger;
    private final Grants grants;
    private final LedgerBook book;
    private final LetterProcessor processor;
    private final OutcomePolicy policy;
    private final CampaignRelays relays;
    private final Timing timing;
    private final MailLog log;
    private final long largestLetter;
    private final Map<String, Connection> connections = new HashMap<>();
    private volatile boolean returning;
    private volatile @Nullable RuntimeException failure;
    private long turn;
    private Instant lastLetters = Instant.MIN;

    /**
     * @param ledger of the claim; closed by the one who took it
     * @param largestLetter bytes of the largest letter that is to be sent
     */
    public AccountCarrier(
            Campaign campaign,
            String account,
            long epoch,
            Ledger ledger,
            Grants grants,
            LedgerBook book,
            Supplier<LetterComposer> composer,
            ReplyClassifier replies,
            CampaignRelays relays,
            Timing timing,
            MailLog log,
            long largestLetter) {
        this.campaign = campaign;
        this.account = account;
        this.epoch = epoch;
        this.ledger = ledger;
        this.grants = grants;
        this.book = book;
        this.processor = new LetterProcessor(composer, campaign);
        this.policy = new OutcomePolicy(campaign, replies);
        this.relays = relays;
        this.timing = timing;
        this.log = log;
        this.largestLetter = largestLetter;
    }

    /** Why nothing more can be carried on this claim; null: it can. */
    public @Nullable RuntimeException failure() {
        return failure;
    }

    private synchronized void fail(RuntimeException why) {
        if (failure == null) {
            failure = why;
            LOG.warn("{} epoch={} {}", account, epoch, Reasoned.of(why));
        }
    }

    /**
     * Looks once for letters.
     *
     * @return how long to wait until the next look
     */
    public Duration look() {
        List<Grants.Grant> fresh = grants.after(turn, account, epoch);
        if (fresh.isEmpty()) {
            return isBusy() || timing.instant().isBefore(lastLetters.plus(MORE)) ? SOON : LATER;
        }
        lastLetters = timing.instant();
        Map<Long, Delivery> deliveries =
                book.deliveries(fresh.stream().map(Grants.Grant::delivery).toList());
        for (Grants.Grant grant : fresh) {
            turn = grant.turn();
            try {
                take(grant, deliveries.get(grant.delivery()));
            } catch (RuntimeException e) {
                // It is not looked for again: the head gets it back with the account, and would wait for it otherwise.
                fail(e);
            }
        }
        return SOON;
    }

    private void take(Grants.Grant grant, @Nullable Delivery delivery) {
        int lane = lane(grant.relay());
        // Given back at once, it would be granted again at once.
        if (lane < 0) {
            throw new MendableException(JobReason.WORKER_RELAY_NAME.of(grant.relay()), ExitCodes.CONFIG);
        }
        if (delivery == null) {
            throw new IllegalStateException("the ledger knows nothing of " + grant);
        }
        // Its turn was the head's to choose: what counts here is the relay.
        boolean deferred = delivery.state() == DeliveryState.DEFERRED;
        Choice.Send send = new Choice.Send(delivery.id(), 0, lane, timing.instant(), deferred, 0, 0);
        connection(lane, grant.connection()).add(processor.merged(Assignment.unmerged(send, delivery)));
    }

    private int lane(RelayName relay) {
        for (int lane = 0; lane < campaign.relays().size(); lane++) {
            if (campaign.relays().get(lane).relay().name().equals(relay)) {
                return lane;
            }
        }
        return -1;
    }

    private Connection connection(int lane, int number) {
        return connections.computeIfAbsent(lane + "/" + number, key -> {
            Relay relay = campaign.relays().get(lane).relay();
            return new Connection(relays.open(relay), number);
        });
    }

    /** Letters that were not attempted yet go back. It is not to look for more. */
    public void giveBackTheRest() {
        returning = true;
        giveBackWaiting();
    }

    public boolean isBusy() {
        return connections.values().stream().anyMatch(Connection::isBusy);
    }

    private void giveBackWaiting() {
        connections.values().forEach(Connection::giveBackWaiting);
    }

    private void giveBack(long delivery, Submission.Unopened why) {
        var unused = ledger.answer(delivery, new Answer(why, null).toJson());
    }

    @Override
    public void close() {
        connections.values().forEach(Connection::close);
    }

    /** One connection at a relay, its letters and its thread. */
    private final class Connection implements DeliveryListener, SmtpWriter.Round, AutoCloseable {

        private final RelayClient client;
        private final int number;
        private final LetterDelivery delivery;
        private final Deque<Assignment> waiting = new ArrayDeque<>();
        private @Nullable Assignment first;
        private Submission.@Nullable Unopened trouble;
        private boolean busy;
        private boolean closed;

        private Connection(RelayClient client, int number) {
            this.client = client;
            this.number = number;
            this.delivery = new LetterDelivery(campaign, ledger, policy, this, timing, log, () -> largestLetter);
            Thread thread = new Thread(this::work, "connection");
            thread.setDaemon(true);
            thread.start();
        }

        private synchronized void add(Assignment letter) {
            waiting.add(letter);
            busy = true;
            notifyAll();
        }

        private synchronized boolean isBusy() {
            return busy;
        }

        private synchronized @Nullable Assignment await() throws InterruptedException {
            while (waiting.isEmpty() && !closed) {
                busy = false;
                timing.await(this, LATER);
            }
            busy = !closed;
            return closed ? null : waiting.poll();
        }

        private void work() {
            try {
                for (Assignment letter = await(); letter != null; letter = await()) {
                    if (failure == null) {
                        carry(letter);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (!isClosed()) {
                    // By an Error: its letters would be waited for while the account is held.
                    fail(LedgerException.unwritable(JobReason.WORKER_LOST.of(account), null));
                }
                client.close();
            }
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        private void carry(Assignment letter) {
            first = letter;
            try {
                delivery.deliver(letter, client, this);
            } catch (RuntimeException e) {
                // Not sealed, so not sent; and nothing more can be on this claim.
                fail(e);
            }
        }

        private void giveBackWaiting() {
            List<Assignment> back;
            synchronized (this) {
                back = List.copyOf(waiting);
                waiting.clear();
            }
            back.forEach(
                    letter -> giveBack(letter.delivery().id(), new Submission.Untouched(JobReason.NO_WORKER.of())));
        }

        @Override
        public int connection() {
            return number;
        }

        @Override
        public synchronized @Nullable Assignment after(Assignment before) {
            return failure != null ? null : waiting.poll();
        }

        @Override
        public void recorded(CompletableFuture<Void> outcome) {
            // The ledger fails the next seal, if it fails this.
        }

        @Override
        public @Nullable String attempted(
                Assignment letter, Submission submission, @Nullable Verdict verdict, Outcome outcome, Instant now) {
            if (concernsOthers(submission, verdict)) {
                AccountCarrier.this.giveBackWaiting();
            }
            return new Answer(submission, outcome).toJson();
        }

        @Override
        public boolean isForAnother(Assignment letter) {
            // Which one, and whether any is left, is for the head to say.
            String domain = letter.delivery().email().domain().name();
            return campaign.relays().stream()
                            .filter(route -> route.carries(domain))
                            .count()
                    > 1;
        }

        @Override
        public void notAttempted(Assignment letter, Submission.Unopened why, @Nullable Verdict verdict, Instant now) {
            trouble = why;
        }

        @Override
        public void notAttempted(Assignment letter) {
            Submission.Unopened why = trouble;
            if (why instanceof Submission.Untouched && !letter.equals(first) && !returning) {
                // Another letter's fate ended the connection: over the next it is the first.
                synchronized (this) {
                    waiting.addFirst(letter);
                }
                return;
            }
            giveBack(letter.delivery().id(), why == null ? new Submission.Untouched(JobReason.NO_WORKER.of()) : why);
            AccountCarrier.this.giveBackWaiting();
        }

        @Override
        public void unmerged(Assignment letter, RuntimeException why) {
            giveBack(letter.delivery().id(), new Submission.Unwritten(Reasoned.of(why)));
            AccountCarrier.this.giveBackWaiting();
        }

        @Override
        public void ended(Assignment letter, boolean counted) {
            // Places in limits are the head's.
        }

        /** A letter that is on its way cannot be recorded on a claim that has failed: nobody waits for what its relay says. */
        @Override
        public synchronized void close() {
            closed = true;
            notifyAll();
            if (busy) {
                client.breakOff();
            }
        }
    }

    /** Whether the head may want other letters to wait, or to go elsewhere. */
    private static boolean concernsOthers(Submission submission, @Nullable Verdict verdict) {
        return verdict == null
                || !(submission instanceof Submission.Accepted
                        || verdict.reaction() == Reaction.RETRY
                        || verdict.reaction() == Reaction.REFUSE);
    }
}
