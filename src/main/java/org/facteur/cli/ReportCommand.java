package org.facteur.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.disk.PrivateFile;
import org.facteur.home.HomeLock;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.report.CampaignReporter;
import org.facteur.report.ReportFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code report}: what became of a campaign, as a page or as data. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes what became of a campaign: a page to read, or data.")
final class ReportCommand implements Callable<Integer> {

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(
            names = "--format",
            paramLabel = "html|csv|json",
            completionCandidates = Candidates.ReportFormats.class,
            description = "Default: html, into a file. csv and json go to standard output.")
    private ReportFormat format = ReportFormat.HTML;

    @Option(names = "--to", paramLabel = "FILE", description = "Where to. Default for html: var/reports/CAMPAIGN.html.")
    private @Nullable Path file;

    @Option(names = "--open", description = "Shows the page in the browser.")
    private boolean open;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = arguments.load(Purpose.LOOK);
        Optional<HomeLock> lock = Launch.acquire(campaign.home().create(), false);
        if (lock.isEmpty()) {
            spec.commandLine().getErr().println(ScreenWords.ours().of("busy.report", Launch.holder(campaign.home())));
            return ExitCodes.TRY_LATER;
        }
        PrintWriter out = spec.commandLine().getOut();
        ZoneId zone = ZoneId.systemDefault();
        Instant now = Timing.system().instant();
        if (file == null && format != ReportFormat.HTML) {
            Spool.print(
                    campaign.home(),
                    lock.get(),
                    out,
                    content -> CampaignReporter.write(campaign, format, content, now, zone));
            return ExitCodes.DONE;
        }
        Path target = file == null ? CampaignReporter.file(campaign) : file;
        try (HomeLock held = lock.get()) {
            PrivateFile.write(target, content -> CampaignReporter.write(campaign, format, content, now, zone));
        }
        out.println(ScreenWords.ours().of("report", target));
        if (open && !WebBrowser.show(target)) {
            spec.commandLine().getErr().println(ScreenWords.ours().of("page.unopened", target));
        }
        return ExitCodes.DONE;
    }
}
