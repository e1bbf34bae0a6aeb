package org.facteur.cli;

import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.OutputOptions;
import org.facteur.job.RunOptions;
import org.facteur.job.run.JobReason;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: starts a campaign or takes it up where it stopped. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Starts the campaign, or takes it up where it stopped.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--no-check", description = "Send without asking first what check asks; the log says so.")
    private boolean noCheck;

    @Option(names = "--workers", description = "Leave the sending to workers, as cluster.workers does.")
    private boolean workers;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = led(arguments.load(Purpose.SEND), workers);
        return Launch.run(campaign, new RunOptions(false, !noCheck), output, spec.commandLine());
    }

    /**
     * @param workers whether the sending is left to workers, whatever the job file says
     * @throws MendableException when its ledger is in files
     */
    static Campaign led(Campaign campaign, boolean workers) {
        if (workers && campaign.database() == null) {
            throw new MendableException(JobReason.WORKERS_FILES.of(), ExitCodes.USAGE);
        }
        return workers ? campaign.withWorkers() : campaign;
    }
}
