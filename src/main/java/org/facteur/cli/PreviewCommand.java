package org.facteur.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.job.ExitCodes;
import org.facteur.job.Preview;
import org.facteur.report.PreviewPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code preview}: letters as files and a page that lists them; sends nothing. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = "Writes the letters as .eml files and a page that lists them; sends nothing.")
final class PreviewCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many letters. Default: ${DEFAULT-VALUE}.")
    private int limit = 20;

    @Option(names = "--to", paramLabel = "DIR", description = "Where to. Default: var/preview/CAMPAIGN.")
    private @Nullable Path directory;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = arguments.load(Purpose.PREVIEW);
        Path target = directory != null
                ? directory
                : campaign.home().create().var().resolve("preview").resolve(campaign.name());
        List<Preview.Page> letters = Preview.write(campaign, limit, target);
        PreviewPage page = new PreviewPage();
        letters.forEach(letter -> page.add(letter.to(), letter.subject(), letter.file()));
        Path index = target.resolve("index.html");
        Files.writeString(index, page.html(campaign.name()));
        spec.commandLine()
                .getOut()
                .println(letters.size() + " letter(s) in " + target + "; nothing was sent. Open " + index);
        return ExitCodes.DONE;
    }
}
