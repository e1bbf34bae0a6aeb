package org.facteur.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.Screen;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.inbox.Inbox;
import org.facteur.inbox.InboxResult;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inbox}: reads what came back. */
@Command(
        name = "inbox",
        mixinStandardHelpOptions = true,
        description = "Reads what came back: bounces, answers, requests to be left alone.")
final class InboxCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(
            names = "--from",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Messages in files instead of the mailboxes: .eml, mbox, Maildir.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        ScreenWords words = ScreenWords.ours();
        Campaign campaign = arguments.load(files.isEmpty() ? Purpose.RETURNS : Purpose.LOOK);
        if (files.isEmpty() && campaign.inbox().isEmpty()) {
            spec.commandLine().getErr().println(words.of("inbox.none"));
            return ExitCodes.CONFIG;
        }
        return Launch.underLock(campaign.home().create(), false, spec.commandLine(), "busy.resolve", held -> {
            Timing timing = Timing.system();
            print(
                    files.isEmpty()
                            ? Inbox.read(campaign, timing, () -> false)
                            : Inbox.read(campaign, files, timing.instant()),
                    words);
            return ExitCodes.DONE;
        });
    }

    private void print(InboxResult result, ScreenWords words) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(result.toJson());
            return;
        }
        out.println(words.of("inbox.read", result.read(), result.fresh()));
        out.println(words.returned(result.people()));
        if (result.proved() > 0) {
            out.println(words.of("inbox.proved", result.proved()));
        }
        if (result.excluded() > 0) {
            out.println(words.of("inbox.excluded", result.excluded()));
        }
        if (!result.suppressed().isEmpty()) {
            out.println(words.of("inbox.suppressed", Screen.plain(String.join(", ", result.suppressed()))));
        }
    }
}
