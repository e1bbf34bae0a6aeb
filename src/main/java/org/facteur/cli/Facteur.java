package org.facteur.cli;

import org.facteur.job.ExitCodes;
import org.facteur.job.Failures;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point. The command line is read first; Spring starts for the commands that run the job only. */
@Command(
        name = "facteur",
        version = "facteur 1.0.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        description = "Sends a personalised mailing through ordinary SMTP relays, at a walking pace, never twice.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InitCommand.class,
            RunCommand.class,
            RestartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            PreviewCommand.class,
            ExportCommand.class,
            ResolveCommand.class,
            ExplainCommand.class,
            RelaysCommand.class,
            ScheduleCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Facteur {

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Facteur());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.getCommandSpec().exitCodeOnInvalidInput(ExitCodes.USAGE);
        commandLine
                .getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().exitCodeOnInvalidInput(ExitCodes.USAGE));
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            Throwable cause = Failures.mendable(failure);
            int exitCode = Failures.exitCode(cause);
            if (exitCode == ExitCodes.SOFTWARE) {
                LoggerFactory.getLogger(Facteur.class).error("a bug of ours", failure);
                command.getErr().println("facteur: a bug of ours: " + cause);
                command.getErr().println("Please report it with var/log/facteur.log");
            } else {
                command.getErr().println(cause.getMessage());
            }
            return exitCode;
        });
        return commandLine;
    }
}
