package org.facteur.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.job.Retries;
import org.facteur.reason.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code retry}: puts back letters that were refused or expired; the next run sends them. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description =
                "Puts back letters that were refused or expired, for the next run to send: without a category or an address,"
                        + " those for no fault of their address.")
final class RetryCommand implements Callable<Integer> {

    @Mixin
    private LetterArguments letters = new LetterArguments();

    @Option(
            names = "--category",
            split = ",",
            paramLabel = "C",
            completionCandidates = Candidates.Categories.class,
            description = "Only these, as export prints them, such as content-rejected,no-such-user.")
    private List<String> categories = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = letters.load();
        return Launch.underLock(campaign.home().create(), false, spec.commandLine(), "busy.resolve", held -> {
            int put = Retries.putBack(campaign, categories, letters.addresses());
            spec.commandLine().getOut().println(ScreenWords.ours().of("resolved.resend", put));
            return ExitCodes.DONE;
        });
    }
}
