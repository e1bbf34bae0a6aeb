package org.facteur.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.job.cluster.Elsewhere;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stop}: asks the running process to stop after its running attempts, and waits for it. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Asks the running process to stop after its running attempts, and waits for it.")
final class StopCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(names = "--workers", description = "Ask its workers to end, too; else they wait for the next run.")
    private boolean workers;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = arguments.load(Purpose.LOOK);
        Optional<HomeLock> free = Launch.acquire(campaign.home().create(), false);
        // It ends within the time-out of an attempt, after its final dot at the longest.
        Duration longest = campaign.longestTimeout().plusSeconds(30);
        if (free.isPresent()) {
            free.get().close();
            Elsewhere.Stopped elsewhere = Elsewhere.stop(campaign, workers, longest, Timing.system());
            if (elsewhere == Elsewhere.Stopped.DONE) {
                spec.commandLine().getOut().println(ScreenWords.ours().of("stop.done"));
                return ExitCodes.DONE;
            } else if (elsewhere == Elsewhere.Stopped.LATE) {
                spec.commandLine().getErr().println(ScreenWords.ours().of("stop.late.elsewhere"));
                return ExitCodes.TRY_LATER;
            }
            spec.commandLine()
                    .getOut()
                    .println(ScreenWords.ours().of("stop.none", campaign.home().dir()));
            return ExitCodes.DONE;
        }
        Optional<ProcessHandle> run = HomeLock.process(campaign.home().lock());
        if (run.isEmpty() || !run.get().destroy()) {
            String holder = Launch.holder(campaign.home());
            ScreenWords words = ScreenWords.ours();
            spec.commandLine()
                    .getErr()
                    .println(
                            holder.isEmpty()
                                    ? words.of("busy.status", "")
                                    : words.of("stop.cannot", campaign.home().dir(), holder));
            return ExitCodes.TRY_LATER;
        }
        if (!ends(run.get(), campaign.home(), longest)) {
            spec.commandLine()
                    .getErr()
                    .println(ScreenWords.ours()
                            .of("stop.late", String.valueOf(run.get().pid())));
            return ExitCodes.TRY_LATER;
        }
        if (workers) {
            Elsewhere.stop(campaign, true, longest, Timing.system());
        }
        spec.commandLine().getOut().println(ScreenWords.ours().of("stop.done"));
        return ExitCodes.DONE;
    }

    /**
     * Waits for the lock too: a process that its parent has not taken notice of yet counts as alive, for as long as the parent likes,
     * but holds no lock any more.
     *
     * @return false when it has not ended after so long
     */
    private static boolean ends(ProcessHandle run, Home home, Duration longest) throws IOException {
        Timing timing = Timing.system();
        Instant latest = timing.instant().plus(longest);
        while (run.isAlive() && timing.instant().isBefore(latest)) {
            Optional<HomeLock> free = HomeLock.tryAcquire(home.lock(), false);
            if (free.isPresent()) {
                free.get().close();
                // It has written everything down; what it still does is leave.
                run.onExit().completeOnTimeout(run, 1, TimeUnit.SECONDS).join();
                return true;
            }
            Launch.pause();
        }
        return !run.isAlive();
    }
}
