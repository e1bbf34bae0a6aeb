package org.facteur.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.home.HomeLock;
import org.facteur.reason.ExitCodes;
import org.facteur.report.Export;
import org.facteur.report.LedgerWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: the ledger's rows. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Prints the ledger's rows, recipients and exclusions.")
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(
            names = "--state",
            split = ",",
            paramLabel = "S",
            completionCandidates = Candidates.States.class,
            description = "Only these states, such as SENT,IN_DOUBT,INVALID or ANSWERED,BOUNCED,AWAY.")
    private List<String> states = List.of();

    @Option(
            names = "--unreached",
            description = "Whom the letter did not reach, with all columns of the contacts file: for printed cards.")
    private boolean unreached;

    @Option(
            names = "--format",
            paramLabel = "csv|json",
            completionCandidates = Candidates.LedgerFormats.class,
            description = "Default: csv. JSON is an object a line.")
    private LedgerWriter.Format format = LedgerWriter.Format.CSV;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = arguments.load(Purpose.LOOK);
        Set<String> wanted = Export.states(states);
        Optional<HomeLock> lock = Launch.acquire(campaign.home().create(), false);
        if (lock.isEmpty()) {
            spec.commandLine().getErr().println(ScreenWords.ours().of("busy.export", Launch.holder(campaign.home())));
            return ExitCodes.TRY_LATER;
        }
        Spool.print(campaign.home(), lock.get(), spec.commandLine().getOut(), out -> {
            if (unreached) {
                Export.unreached(campaign, format, out);
            } else {
                Export.write(campaign, wanted, format, out);
            }
        });
        return ExitCodes.DONE;
    }
}
