package org.facteur.cli;

import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.OutputOptions;
import org.facteur.job.RunOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code restart}: the same as run, but an error where nothing is unfinished. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = "Takes a campaign up where it stopped; an error where nothing is unfinished.")
final class RestartCommand implements Callable<Integer> {

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
        Campaign campaign = RunCommand.led(arguments.load(Purpose.SEND), workers);
        return Launch.run(campaign, new RunOptions(true, !noCheck), output, spec.commandLine());
    }
}
