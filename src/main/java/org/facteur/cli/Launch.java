package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.facteur.campaign.Campaign;
import org.facteur.cli.screen.Logs;
import org.facteur.cli.screen.OutputOptions;
import org.facteur.cli.screen.RunView;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.dispatch.Stop;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.job.MailingRun;
import org.facteur.job.RunOptions;
import org.facteur.job.RunResult;
import org.facteur.job.Signals;
import org.facteur.job.run.RunObserver;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs a campaign under the home's lock and says how it ended. */
final class Launch {

    /** How often a short command looks whether another one has let the lock go: for five seconds. */
    private static final int TRIES = 50;

    /** A run, for two minutes: cron starts it once a night, and a long export or a mailbox that is read must not cost it that. */
    private static final int TRIES_OF_A_RUN = 1200;

    /** After so many of them it says what it waits for. */
    private static final int TRIES_IN_SILENCE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

    private Launch() {}

    static int run(Campaign campaign, RunOptions options, OutputOptions output, CommandLine command) throws Exception {
        Logs.show(output.verbosity());
        Home home = campaign.home().create();
        PrintWriter err = command.getErr();
        return underLock(home, true, command, "busy.run", held -> {
            Logs.open(home);
            campaign.warnings().forEach(warning -> LOG.warn("{}", warning));
            Stop stop = new Stop();
            Signals.stopOn(stop);
            try (RunView view = RunView.of(campaign, output, command.getOut(), err)) {
                RunObserver observer = view.observer();
                RunResult result = new MailingRun(Timing.system(), stop).run(campaign, options, progress -> {
                    watch(held, home, stop);
                    observer.at(progress);
                });
                view.end(result);
                return result.exitCode();
            }
        });
    }

    /** What a command does while nobody else can, and what it ends with. */
    @FunctionalInterface
    interface Locked {
        int run(HomeLock held) throws Exception;
    }

    /**
     * Does it under the home's lock.
     *
     * @param named whether others are told who holds it, as they are of a run
     * @param busy what is said where somebody else has it: of the folder, {0}, and of who it is, {1}
     */
    static int underLock(Home home, boolean named, CommandLine command, String busy, Locked locked) throws Exception {
        PrintWriter err = command.getErr();
        Optional<HomeLock> lock = acquire(home, named, () -> false, saying(home, err, Launch::pause));
        if (lock.isEmpty()) {
            err.println(ScreenWords.ours().of(busy, home.dir(), holder(home)));
            return ExitCodes.TRY_LATER;
        }
        try (HomeLock held = lock.get()) {
            return locked.run(held);
        }
    }

    /** Once a second: somebody may have deleted the lock file, and another run have locked a new one. */
    static void watch(HomeLock lock, Home home, Stop stop) {
        try {
            if (!lock.isStillOurs()) {
                stop.fail(CliReason.LOCK_DELETED.of(home.lock()), ExitCodes.TRY_LATER);
            }
        } catch (IOException e) {
            LOG.debug("the lock cannot be looked at", e);
        }
    }

    /** Waits for a moment while a short command holds the lock; a run, which names itself, is not waited for. */
    static Optional<HomeLock> acquire(Home home, boolean named) throws IOException {
        return acquire(home, named, () -> false);
    }

    /** @param stopping whether it is to be waited for no longer */
    static Optional<HomeLock> acquire(Home home, boolean named, BooleanSupplier stopping) throws IOException {
        return acquire(home, named, stopping, Launch::pause);
    }

    /** The same pause, which says after a second what is waited for. */
    static Runnable saying(Home home, PrintWriter err, Runnable pause) {
        AtomicInteger pauses = new AtomicInteger();
        return () -> {
            if (pauses.incrementAndGet() == TRIES_IN_SILENCE) {
                err.println(ScreenWords.ours().of("busy.waiting", home.dir()));
                err.flush();
            }
            pause.run();
        };
    }

    /** @param pause between two looks */
    static Optional<HomeLock> acquire(Home home, boolean named, BooleanSupplier stopping, Runnable pause)
            throws IOException {
        Optional<HomeLock> lock = HomeLock.tryAcquire(home.lock(), named);
        for (int i = named ? TRIES_OF_A_RUN : TRIES;
                lock.isEmpty()
                        && i > 0
                        && !stopping.getAsBoolean()
                        && HomeLock.holder(home.lock()).isEmpty();
                i--) {
            pause.run();
            lock = HomeLock.tryAcquire(home.lock(), named);
        }
        return lock;
    }

    static String holder(Home home) {
        return HomeLock.holder(home.lock()).map(pid -> " (pid " + pid + ")").orElse("");
    }

    static void pause() {
        Object monitor = new Object();
        synchronized (monitor) {
            try {
                Timing.system().await(monitor, java.time.Duration.ofMillis(100));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
