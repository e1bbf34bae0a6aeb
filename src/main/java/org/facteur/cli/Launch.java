package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Home;
import org.facteur.job.ExitCodes;
import org.facteur.job.HomeLock;
import org.facteur.job.MailingRun;
import org.facteur.job.RunOptions;
import org.facteur.job.RunResult;
import org.facteur.job.Signals;
import org.facteur.job.Stop;
import org.facteur.job.Timing;
import org.facteur.report.CampaignStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs a campaign under the home's lock and says how it ended. */
final class Launch {

    /** How long a short command may hold the lock. */
    private static final int TRIES = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEEE d MMMM HH:mm (XXX)");

    private Launch() {}

    static int run(Campaign campaign, RunOptions options, CommandLine command) throws IOException {
        Home home = campaign.home().create();
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        Optional<HomeLock> lock = acquire(home, true);
        if (lock.isEmpty()) {
            err.println(
                    "another run is going on in " + home.dir() + holder(home) + "; see facteur status, or wait for it");
            return ExitCodes.TRY_LATER;
        }
        try (HomeLock held = lock.get()) {
            Logs.open(home);
            campaign.warnings().forEach(LOG::warn);
            Stop stop = new Stop();
            Signals.stopOn(stop);
            RunResult result = new MailingRun(Timing.system(), stop).run(campaign, options);
            print(result, out, err);
            return result.exitCode();
        }
    }

    /** Waits for a moment while a short command holds the lock; a run, which names itself, is not waited for. */
    static Optional<HomeLock> acquire(Home home, boolean named) throws IOException {
        Optional<HomeLock> lock = HomeLock.tryAcquire(home.lock(), named);
        for (int i = 0;
                lock.isEmpty() && i < TRIES && HomeLock.holder(home.lock()).isEmpty();
                i++) {
            pause();
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

    private static void print(RunResult result, PrintWriter out, PrintWriter err) {
        CampaignStatus status = result.status();
        if (result.exitCode() == ExitCodes.SOFTWARE) {
            err.println(Bugs.sentence(String.valueOf(status.reason()), Logs.file()));
        } else if (status.reason() != null) {
            (result.exitCode() == ExitCodes.DONE ? out : err).println(Screen.plain(status.reason()));
        }
        out.println(status.campaign() + ": " + status.state());
        out.println(status.sum());
        if (status.resumeAt() != null) {
            out.println("Run again after " + WHEN.format(status.resumeAt().atZone(ZoneId.systemDefault())));
        }
        if (status.inDoubt() > 0) {
            out.println(
                    status.inDoubt()
                            + " letter(s) in doubt: the relay may have them. Decide with facteur resolve JOB --sent or --resend");
        }
        Optional.ofNullable(result.report()).ifPresent(report -> out.println("The report is in " + report));
        Path letters = result.letters();
        if (letters != null) {
            out.println("Nothing was sent to anyone. Look at the letters in " + letters);
        }
    }
}
