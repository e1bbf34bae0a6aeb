package org.facteur.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.job.Retries;
import org.facteur.reason.ExitCodes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code retry}: puts back letters that were refused or expired; the next run sends them. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description =
                "Puts back letters that were refused or expired, for the next run to send: without a category or an address,"
                        + " those for no fault of their address.")
final class RetryCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "JOB", description = "The job file.")
    private @Nullable Path job;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ADDRESS",
            description = "Only these; name=value fills in the job file.")
    private List<String> typed = List.of();

    @Option(
            names = "--category",
            split = ",",
            paramLabel = "C",
            completionCandidates = Candidates.Categories.class,
            description = "Only these, as export prints them, such as content-rejected,no-such-user.")
    private List<String> categories = List.of();

    @Option(names = "--home", paramLabel = "DIR", description = "Where var/ is.")
    private @Nullable Path home;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        JobArguments.AddressesAndValues named = JobArguments.AddressesAndValues.of(typed);
        if (job == null) {
            return ExitCodes.USAGE;
        }
        Campaign campaign = JobArguments.load(job, named.values(), home, Purpose.LOOK);
        return Launch.underLock(campaign.home().create(), false, spec.commandLine(), "busy.resolve", held -> {
            int put = Retries.putBack(campaign, categories, named.addresses());
            spec.commandLine().getOut().println(ScreenWords.ours().of("resolved.resend", put));
            return ExitCodes.DONE;
        });
    }
}
