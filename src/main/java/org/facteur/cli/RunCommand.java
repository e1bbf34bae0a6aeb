package org.facteur.cli;

import java.util.concurrent.Callable;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.OutputOptions;
import org.facteur.job.RunOptions;
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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return Launch.run(arguments.load(Purpose.SEND), new RunOptions(false, !noCheck), output, spec.commandLine());
    }
}
