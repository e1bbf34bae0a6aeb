package org.facteur.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reasoned;
import org.facteur.report.preview.Preview;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code preview}: letters as files and a page to leaf through them; sends nothing. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = "Writes the letters as .eml files and a page to leaf through them; sends nothing.")
final class PreviewCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many letters; 0 writes all of them. Default: ${DEFAULT-VALUE}.")
    private int limit = 20;

    @Option(names = "--to", paramLabel = "DIR", description = "Where to. Default: var/preview/CAMPAIGN.")
    private @Nullable Path directory;

    @Option(names = "--open", description = "Shows the page in the browser.")
    private boolean open;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (limit < 0) {
            throw new MendableException(CliReason.LIMIT.of(limit), ExitCodes.USAGE);
        }
        Campaign campaign = arguments.load(Purpose.PREVIEW);
        Path target = directory != null
                ? directory
                : campaign.home().create().var().resolve("preview").resolve(campaign.name());
        Preview.Result result = Preview.write(campaign, limit, target);
        PrintWriter out = spec.commandLine().getOut();
        ScreenWords words = ScreenWords.ours();
        if (result.recipients() > 0) {
            out.println(words.of("preview.letters", result.letters(), result.recipients(), target));
        }
        if (result.warned() > 0) {
            out.println(words.of("preview.warned", result.warned()));
        }
        if (result.excluded() > 0) {
            out.println(words.of("preview.excluded", result.excluded()));
        }
        result.notes().forEach(note -> out.println(words.said(note)));
        out.println(words.of("preview.open", result.page()));
        if (open && !WebBrowser.show(result.page())) {
            spec.commandLine().getErr().println(words.of("page.unopened", result.page()));
        }
        return ended(result);
    }

    private int ended(Preview.Result result) {
        PrintWriter err = spec.commandLine().getErr();
        result.failures().forEach(failure -> err.println(ScreenWords.ours().said(Reasoned.of(failure))));
        return result.failures().isEmpty()
                ? ExitCodes.DONE
                : Mendable.exitCodeOf(result.failures().get(0));
    }
}
