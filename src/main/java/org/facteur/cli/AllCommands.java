package org.facteur.cli;

import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line with everything on it: for help, completion, manual pages, and for a word that is no command. */
@Command(
        subcommands = {
            InitCommand.class,
            RunCommand.class,
            RestartCommand.class,
            WorkerCommand.class,
            StopCommand.class,
            StatusCommand.class,
            PlanCommand.class,
            PreviewCommand.class,
            CheckCommand.class,
            TestCommand.class,
            ExportCommand.class,
            ReportCommand.class,
            ResolveCommand.class,
            RetryCommand.class,
            InboxCommand.class,
            SuppressCommand.class,
            UnsubscribeLinkCommand.class,
            ExplainCommand.class,
            RelaysCommand.class,
            DkimCommand.class,
            LedgerCommand.class,
            ScheduleCommand.class,
            CommandLine.HelpCommand.class
        })
final class AllCommands extends Facteur {

    /** The command of that name; empty for help, which tells of all of them. */
    static Optional<Class<?>> named(String name) {
        return Arrays.stream(AllCommands.class.getAnnotation(Command.class).subcommands())
                .filter(type -> type != CommandLine.HelpCommand.class)
                .filter(type -> type.getAnnotation(Command.class).name().equals(name))
                .findFirst();
    }
}
