package org.facteur.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.Logs;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.dispatch.Stop;
import org.facteur.home.Home;
import org.facteur.job.Signals;
import org.facteur.job.cluster.WorkerRun;
import org.facteur.job.run.JobReason;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code worker}: carries letters of a campaign for a run with {@code --workers}, on this machine or another one. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Sends a share of the campaign for a run with --workers, from this machine, until it is stopped.")
final class WorkerCommand implements Callable<Integer> {

    /** Characters of the ledger's column. */
    private static final int LONGEST_NAME = 100;

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What status calls it. Default: the machine and the process.")
    private @Nullable String name;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        String called = name == null ? machine() + "-" + ProcessHandle.current().pid() : name.strip();
        if (called.isEmpty() || called.length() > LONGEST_NAME) {
            throw new MendableException(CliReason.WORKER_NAME.of(LONGEST_NAME), ExitCodes.USAGE);
        }
        Campaign campaign = arguments.load(Purpose.CARRY);
        if (campaign.database() == null) {
            throw new MendableException(JobReason.WORKERS_FILES.of(), ExitCodes.CONFIG);
        }
        Home home = campaign.home().create();
        Logs.open(home, "worker-" + called.replaceAll("[^A-Za-z0-9._-]", "_"));
        Stop stop = new Stop();
        Signals.stopOn(stop);
        spec.commandLine().getErr().println(ScreenWords.ours().of("worker.ready", called, campaign.name()));
        return new WorkerRun(Timing.system(), stop).work(campaign, called);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }
}
