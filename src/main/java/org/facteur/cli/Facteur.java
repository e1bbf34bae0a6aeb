package org.facteur.cli;

import java.io.FileDescriptor;
import org.facteur.job.ExitCodes;
import org.facteur.job.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point. The command line is read first; Spring starts for the commands that run the job only. */
@Command(
        name = "facteur",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        // What stands here holds for each subcommand that says nothing else.
        scope = CommandLine.ScopeType.INHERIT,
        description = "Sends a personalised mailing through ordinary SMTP relays, at a walking pace, never twice.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InitCommand.class,
            RunCommand.class,
            RestartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            PlanCommand.class,
            PreviewCommand.class,
            TestCommand.class,
            ExportCommand.class,
            ReportCommand.class,
            ResolveCommand.class,
            ExplainCommand.class,
            RelaysCommand.class,
            ScheduleCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Facteur {

    public static void main(String[] args) {
        CommandLine commandLine = commandLine();
        commandLine.setOut(Encoding.writer(FileDescriptor.out));
        commandLine.setErr(Screen.stderr().writer());
        System.exit(commandLine.execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Facteur());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            Throwable cause = Failures.mendable(failure);
            int exitCode = Failures.exitCode(cause);
            if (exitCode == ExitCodes.SOFTWARE) {
                Bugs.tell(failure, command.getErr());
            } else {
                command.getErr().println(cause.getMessage());
            }
            return exitCode;
        });
        return commandLine;
    }
}
