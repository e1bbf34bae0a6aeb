package org.facteur.cli;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.facteur.cli.screen.Bugs;
import org.facteur.cli.screen.Encoding;
import org.facteur.cli.screen.Paint;
import org.facteur.cli.screen.ReaderLanguage;
import org.facteur.cli.screen.Screen;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.cli.screen.Tty;
import org.facteur.home.Home;
import org.facteur.home.HomeException;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
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
        synopsisSubcommandLabel = "COMMAND")
public class Facteur {

    /** picocli makes no line shorter than that; what it does not break itself is broken where it is printed. */
    private static final int NARROWEST = 55;

    private static final int UNBROKEN = 2_000;

    public static void main(String[] args) throws IOException {
        if (args.length == 1 && isForVersion(args[0])) {
            // Before picocli has looked at itself, which takes as long as the start of the JVM.
            Encoding.writer(FileDescriptor.out).println(Version.line());
            return;
        }
        ReaderLanguage.adopt();
        Screen.adopt();
        CommandLine commandLine = commandLine(args);
        commandLine.setOut(Encoding.writer(FileDescriptor.out));
        commandLine.setErr(Screen.stderr().writer());
        System.exit(commandLine.execute(args));
    }

    /** In the user's own language. */
    static CommandLine commandLine(String... arguments) {
        return commandLine(Locale.getDefault(Locale.Category.DISPLAY), arguments);
    }

    /**
     * What is typed, and no more than that: to look at every command takes half of a short one's time.
     *
     * @param locale of its help
     * @param arguments those that it will be given
     */
    static CommandLine commandLine(Locale locale, String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        Optional<Class<?>> typed = AllCommands.named(first);
        CommandLine commandLine =
                new CommandLine(isForVersion(first) || typed.isPresent() ? new Facteur() : new AllCommands());
        typed.ifPresent(commandLine::addSubcommand);
        TranslatedHelp.give(commandLine, locale);
        commandLine.registerConverter(Path.class, Home::path);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((failure, all) -> wrongUsage(failure, List.of(all), words(locale)));
        commandLine.setExecutionStrategy(Facteur::executed);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            Throwable cause = Mendable.causeOf(HomeException.explain(failure));
            int exitCode = Mendable.exitCodeOf(cause);
            if (exitCode == ExitCodes.SOFTWARE) {
                Bugs.tell(failure, command.getErr());
            } else {
                PrintWriter err = command.getErr();
                err.println(Paint.BAD.on(err, words(locale).said(Reasoned.of(cause))));
            }
            return exitCode;
        });
        return commandLine;
    }

    private static int executed(CommandLine.ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            if (command.isUsageHelpRequested()) {
                usage(command, command.getOut());
                return command.getCommandSpec().exitCodeOnUsageHelp();
            }
        }
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
            // picocli lets these pass, and the JVM would end with a stack trace and 1.
            throw new CommandLine.ExecutionException(parsed.commandSpec().commandLine(), e.toString(), e);
        }
    }

    /** In lines that the terminal has room for. */
    private static void usage(CommandLine command, PrintWriter out) {
        if (isNarrow(out)) {
            command.setUsageHelpAutoWidth(false);
            command.setUsageHelpWidth(UNBROKEN);
        }
        command.getUsageMessage().lines().forEach(out::println);
    }

    private static boolean isNarrow(PrintWriter out) {
        return Tty.columns(out) < NARROWEST;
    }

    private static boolean isForVersion(String argument) {
        return argument.equals("--version") || argument.equals("-V");
    }

    /** Not before there is something to say: short commands start without reading any. */
    private static ScreenWords words(Locale locale) {
        return new ScreenWords(locale, ZoneId.systemDefault());
    }

    /** In the user's language: how it is written, then what is wrong, last, where it is seen. */
    private static int wrongUsage(CommandLine.ParameterException failure, List<String> typed, ScreenWords words) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        Optional<Reason> meant = WrongUsage.meant(failure);
        if (meant.isEmpty() && !command.getSubcommands().isEmpty()) {
            // A word that is no command, or none at all: there all of them are wanted.
            usage(command, err);
            err.println();
        } else if (meant.isEmpty()) {
            String usage = command.getHelp().synopsis(words.of("usage").length());
            err.println(words.of("usage")
                    + (isNarrow(err) ? usage.strip().replaceAll("\\s+", " ") : usage.stripTrailing()));
            err.println(words.of("usage.more", command.getCommandSpec().qualifiedName()));
        }
        err.println(Paint.BAD.on(err, words.said(WrongUsage.of(failure, typed))));
        meant.ifPresent(word -> err.println(words.said(word)));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
