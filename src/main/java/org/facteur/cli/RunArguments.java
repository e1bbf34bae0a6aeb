package org.facteur.cli;

import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.OutputOptions;
import org.facteur.job.RunOptions;
import org.facteur.job.run.JobReason;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run} and {@code restart} are given. */
final class RunArguments {

    @Mixin
    private JobArguments job = new JobArguments();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--no-check", description = "Send without asking first what check asks; the log says so.")
    private boolean noCheck;

    @Option(names = "--workers", description = "Leave the sending to workers, as cluster.workers does.")
    private boolean workers;

    /** @param restart whether it is an error where nothing is unfinished */
    int run(boolean restart, CommandLine command) throws Exception {
        Campaign campaign = led(job.load(Purpose.SEND), workers);
        OptimisingCompiler.leaveOutFor(campaign.contactsFile());
        return Launch.run(campaign, new RunOptions(restart, !noCheck), output, command);
    }

    /**
     * @param workers whether the sending is left to workers, whatever the job file says
     * @throws MendableException when its ledger is in files
     */
    private static Campaign led(Campaign campaign, boolean workers) {
        if (workers && campaign.database() == null) {
            throw new MendableException(JobReason.WORKERS_FILES.of(), ExitCodes.USAGE);
        }
        return workers ? campaign.withWorkers() : campaign;
    }
}
