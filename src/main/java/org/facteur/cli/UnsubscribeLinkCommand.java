package org.facteur.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.inbox.UnsubscribeLinks;
import org.facteur.reason.ExitCodes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unsubscribe-link}: where a contact asks to be left alone. */
@Command(
        name = "unsubscribe-link",
        mixinStandardHelpOptions = true,
        description = "Shows the address and the link by which a contact unsubscribes.")
final class UnsubscribeLinkCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "JOB", description = "The job file, such as jobs/voeux.yaml.")
    private @Nullable Path job;

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "Whose.")
    private String address = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "name=value",
            description = "Fills in $${name} in the job file.")
    private List<String> parameters = List.of();

    @Option(names = "--home", paramLabel = "DIR", description = "Where var/ is.")
    private @Nullable Path home;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (job == null) {
            return ExitCodes.USAGE;
        }
        Campaign campaign = JobArguments.load(job, parameters, home, Purpose.PREVIEW);
        return Launch.underLock(campaign.home().create(), false, spec.commandLine(), "busy.resolve", held -> {
            UnsubscribeLinks.of(campaign, address).forEach(spec.commandLine().getOut()::println);
            return ExitCodes.DONE;
        });
    }
}
