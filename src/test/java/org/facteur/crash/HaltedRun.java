package org.facteur.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeLock;
import org.facteur.job.MailingRun;
import org.facteur.job.RunOptions;
import org.facteur.message.Letter;
import org.facteur.pace.Timing;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.Workplace;
import org.facteur.relay.Envelope;
import org.facteur.relay.Mailpiece;
import org.facteur.relay.RelayClient;
import org.facteur.relay.RelayClients;
import org.facteur.relay.Seal;
import org.facteur.relay.Submission;
import org.jspecify.annotations.Nullable;

/** The packaged program's run, ended as by {@code kill -9} at an instant that no server can see. For a process of its own. */
final class HaltedRun {

    /** What {@code kill -9} leaves for an exit code. */
    static final int KILLED = 128 + 9;

    enum At {
        /** The first rows are in the ledger, others are not. */
        ENLISTING,
        /** It is known what a dead process left open, and nothing of it is settled. */
        SETTLING,
        /** All of the letter but its dot has been written, the seal has not. */
        OFFERED,
        /** The seal is on the disk, the dot has not been sent. */
        SEALED,
        /** The reply has been read, the outcome has not been recorded. */
        ANSWERED
    }

    private final At at;
    private final AtomicInteger letThrough;
    private final CountDownLatch frozen;

    private HaltedRun(At at, int letThrough, int connections) {
        this.at = at;
        this.letThrough = new AtomicInteger(letThrough);
        this.frozen = new CountDownLatch(connections);
    }

    /**
     * @param letThrough how often it passes the instant unharmed
     * @param connections how many are to stand there when it ends
     */
    static FacteurProcess start(Workplace workplace, At at, int letThrough, int connections) {
        return FacteurProcess.startInstead(
                workplace.outputs(),
                HaltedRun.class,
                List.of(
                        at.name(),
                        String.valueOf(letThrough),
                        String.valueOf(connections),
                        workplace.job().toString()));
    }

    public static void main(String[] arguments) throws IOException {
        HaltedRun run =
                new HaltedRun(At.valueOf(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Campaign campaign = JobFile.load(Path.of(arguments[3]), Map.of(), Map.of(), null, Purpose.SEND);
        // Let go by the end of the process, which is the point.
        if (HomeLock.tryAcquire(campaign.home().create().lock(), true).isEmpty()) {
            throw new IllegalStateException("another run is going on");
        }
        Timing timing = run.new Watched(Timing.system());
        RelayClients clients =
                new RelayClients(timing, () -> false, campaign.home().tokens());
        new MailingRun(timing, new Stop(), (relay, name) -> run.new Halting(clients.open(relay, name)))
                .run(campaign, new RunOptions(false));
    }

    private void passes(At instant) {
        if (instant != at || letThrough.getAndDecrement() > 0) {
            return;
        }
        frozen.countDown();
        try {
            frozen.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(KILLED);
    }

    /** A connection on which it may end around the final dot. */
    private final class Halting implements RelayClient {

        private final RelayClient client;

        private Halting(RelayClient client) {
            this.client = client;
        }

        @Override
        public Submission submit(Envelope envelope, Letter letter, Seal seal) {
            throw new UnsupportedOperationException("letters are carried");
        }

        @Override
        public void carry(Mailpiece first, Supplier<@Nullable Mailpiece> following) {
            client.carry(new Halted(first), () -> {
                Mailpiece next = following.get();
                return next == null ? null : new Halted(next);
            });
        }

        @Override
        public void renew() {
            client.renew();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private final class Halted implements Mailpiece {

        private final Mailpiece piece;

        private Halted(Mailpiece piece) {
            this.piece = piece;
        }

        @Override
        public Envelope envelope() {
            return piece.envelope();
        }

        @Override
        public Letter letter() {
            return piece.letter();
        }

        @Override
        public void beginSeal() {
            passes(At.OFFERED);
            piece.beginSeal();
        }

        @Override
        public void seal() {
            piece.seal();
            passes(At.SEALED);
        }

        @Override
        public void ended(Submission submission) {
            passes(At.ANSWERED);
            piece.ended(submission);
        }
    }

    /** Steps that write into the ledger ask for the time right before they do. */
    private final class Watched implements Timing {

        private final Timing timing;

        private Watched(Timing timing) {
            this.timing = timing;
        }

        @Override
        public Instant instant() {
            if (isAskedBy("EnlistWriter")) {
                passes(At.ENLISTING);
            } else if (isAskedBy("SettleTasklet")) {
                passes(At.SETTLING);
            }
            return timing.instant();
        }

        private static boolean isAskedBy(String simpleName) {
            return StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().endsWith("." + simpleName)));
        }

        @Override
        public void await(Object monitor, Duration longest) throws InterruptedException {
            timing.await(monitor, longest);
        }
    }
}
