package org.facteur.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code restart}: the same as run, but an error where nothing is unfinished. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = "Takes a campaign up where it stopped; an error where nothing is unfinished.")
final class RestartCommand implements Callable<Integer> {

    @Mixin
    private RunArguments arguments = new RunArguments();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return arguments.run(true, spec.commandLine());
    }
}
