package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.check.CheckReport;
import org.facteur.check.CheckReport.Conclusion;
import org.facteur.check.mailing.MailingCheck;
import org.facteur.cli.screen.CheckView;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: would the mailing break, look like spam, or fail SPF, DKIM or DMARC? Sends nothing; works while a run is going on. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at every letter, the list and the sender before anything leaves: would the mailing break, look like"
                    + " spam, or fail SPF, DKIM or DMARC? Sends nothing. run asks the same before the first letter.",
            "Exit codes: 0 nothing holds it up, 65 an error stands that was not accepted."
        })
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Option(names = "--offline", description = "Ask nobody outside of this machine: no DNS, no filters.")
    private boolean offline;

    @Option(names = "--strict", description = "A warning counts as an error.")
    private boolean strict;

    @Option(
            names = "--accept",
            paramLabel = "ID",
            description = "A finding that holds nothing up this once, such as list.typo; may be given several times.")
    private List<String> accepted = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Campaign campaign = arguments.load(Purpose.CHECK);
        CheckReport report = MailingCheck.of(
                campaign, new MailingCheck.Asked(offline, new LinkedHashSet<>(accepted)), Timing.system());
        if (strict) {
            report = report.strict();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.toJson());
        } else {
            new CheckView(ScreenWords.ours()).lines(report).forEach(out::println);
        }
        return report.verdict() == Conclusion.REFUSE ? ExitCodes.DATA : ExitCodes.DONE;
    }
}
