package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code init}: a folder with a first mailing that can be sent into the sandbox at once. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Makes a folder with a first mailing: a job file, contacts, a letter and a picture.")
final class InitCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder; one that exists keeps what is in it.")
    private Path folder = Path.of("");

    @Option(
            names = "--locale",
            paramLabel = "fr|en",
            completionCandidates = Candidates.Languages.class,
            description = "Language of the letter. Default: yours.")
    private @Nullable Sample sample;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Sample chosen = sample == null ? Sample.in(Locale.getDefault(Locale.Category.DISPLAY)) : sample;
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw refusal(CliReason.FOLDER.of(folder));
        }
        List<String> there = chosen.inTheWay(folder);
        if (!there.isEmpty()) {
            throw refusal(CliReason.FOLDER_FULL.of(folder, there));
        }
        print(chosen, write(chosen));
        return ExitCodes.DONE;
    }

    private List<String> write(Sample chosen) {
        try {
            int year = Sample.yearToWish(LocalDate.ofInstant(Timing.system().instant(), ZoneId.systemDefault()));
            return chosen.writeTo(folder, year);
        } catch (IOException e) {
            throw refusal(CliReason.FOLDER_OWN.of(folder, String.valueOf(e.getMessage())));
        }
    }

    private static MendableException refusal(Reason reason) {
        return new MendableException(reason, ExitCodes.USAGE);
    }

    private void print(Sample chosen, List<String> files) {
        PrintWriter out = spec.commandLine().getOut();
        String job = forTheShell(folder.resolve(chosen.job()).toString());
        ScreenWords words = ScreenWords.ours();
        out.println(words.of("init.files", folder, String.join(", ", files)));
        out.println();
        out.println(words.of("init.next"));
        out.println(words.of("init.preview", job));
        out.println(words.of("init.run", job));
        out.println(words.of("init.status", job));
    }

    /** As it can be pasted into a shell. */
    static String forTheShell(String path) {
        return path.matches("[\\p{L}\\p{N}._/\\\\:-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
