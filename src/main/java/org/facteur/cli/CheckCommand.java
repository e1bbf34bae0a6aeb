package org.facteur.cli;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.CheckSpec;
import org.facteur.campaign.Purpose;
import org.facteur.check.CheckReport;
import org.facteur.check.CheckReport.Conclusion;
import org.facteur.check.mailing.MailingCheck;
import org.facteur.cli.screen.CheckView;
import org.facteur.cli.screen.Logs;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.dispatch.Stop;
import org.facteur.home.Home;
import org.facteur.job.Signals;
import org.facteur.job.errand.CanaryCheck;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code check}: would the mailing break, look like spam, or fail SPF, DKIM or DMARC? Sends nothing but what --canary asks for; works while a run is going on. */
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

    @Option(
            names = "--canary",
            description =
                    "Send the first letters for real to the mailboxes of campaign.check.canary, and read them back: what became of SPF,"
                            + " DKIM and DMARC, and in which folder they lie.")
    private boolean canary;

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
    public Integer call() throws Exception {
        if (canary && offline) {
            throw new ParameterException(spec.commandLine(), ScreenWords.ours().of("check.which"));
        }
        if (canary) {
            return withCanary(arguments.load(Purpose.SEND));
        }
        Campaign campaign = arguments.load(Purpose.CHECK);
        return told(MailingCheck.of(campaign, new MailingCheck.Asked(offline, accepted()), Timing.system()));
    }

    private Set<String> accepted() {
        return new LinkedHashSet<>(accepted);
    }

    private int withCanary(Campaign campaign) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        CheckSpec.Canary letters = campaign.check().canary();
        if (letters == null) {
            err.println(ScreenWords.ours().of("check.canary.none", campaign.jobFile()));
            return ExitCodes.CONFIG;
        }
        Home home = campaign.home().create();
        return Launch.underLock(home, true, spec.commandLine(), "busy.canary", held -> {
            Logs.open(home);
            err.println(ScreenWords.ours()
                    .of(
                            "check.canary.away",
                            String.join(", ", letters.to()),
                            letters.patience().toSeconds()));
            err.flush();
            Stop stop = new Stop();
            Signals.stopOn(stop);
            CheckReport report = CanaryCheck.of(campaign, accepted(), stop, Timing.system());
            Stop.Cause cause = stop.cause();
            return cause == null ? told(report) : cause.exitCode();
        });
    }

    private int told(CheckReport asked) {
        CheckReport report = strict ? asked.strict() : asked;
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.toJson());
        } else {
            new CheckView(ScreenWords.ours()).lines(report).forEach(out::println);
        }
        accepted.stream()
                .filter(id ->
                        report.findings().stream().noneMatch(found -> found.id().equals(id)))
                .forEach(id ->
                        spec.commandLine().getErr().println(ScreenWords.ours().of("check.accept.none", id)));
        return report.verdict() == Conclusion.REFUSE ? ExitCodes.DATA : ExitCodes.DONE;
    }
}
