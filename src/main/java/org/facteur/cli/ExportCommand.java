package org.facteur.cli;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.job.ExitCodes;
import org.facteur.job.HomeLock;
import org.facteur.job.MendableException;
import org.facteur.job.OpenLedger;
import org.facteur.ledger.LedgerExport;
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
            description = "Only these states, such as SENT,IN_DOUBT,INVALID.")
    private List<String> states = List.of();

    @Option(names = "--format", paramLabel = "csv|json", description = "Default: csv. JSON is an object a line.")
    private LedgerWriter.Format format = LedgerWriter.Format.CSV;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = arguments.load(Purpose.LOOK);
        Set<String> wanted = new TreeSet<>();
        for (String state : states) {
            String name = state.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            if (!LedgerExport.states().contains(name)) {
                throw new MendableException(
                        "\"" + state + "\" is not a state; write one of " + String.join(", ", LedgerExport.states()),
                        ExitCodes.USAGE);
            }
            wanted.add(name);
        }
        Optional<HomeLock> lock = Launch.acquire(campaign.home().create(), false);
        if (lock.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("a run is going on" + Launch.holder(campaign.home())
                            + "; export when it has ended, or see facteur status");
            return ExitCodes.TRY_LATER;
        }
        try (HomeLock held = lock.get()) {
            Optional<OpenLedger> ledger = OpenLedger.of(campaign.home());
            if (ledger.isEmpty()) {
                throw new MendableException(
                        "there is no ledger in " + campaign.home().dir() + " yet; facteur run makes it",
                        ExitCodes.NO_INPUT);
            }
            try (OpenLedger open = ledger.get()) {
                LedgerWriter.write(
                        new LedgerExport(open.jdbc(), campaign.name()),
                        wanted,
                        format,
                        spec.commandLine().getOut(),
                        ZoneId.systemDefault());
            }
            spec.commandLine().getOut().flush();
            return ExitCodes.DONE;
        }
    }
}
