package org.facteur.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: starts a campaign or takes it up where it stopped. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Starts the campaign, or takes it up where it stopped.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private RunArguments arguments = new RunArguments();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return arguments.run(false, spec.commandLine());
    }
}
