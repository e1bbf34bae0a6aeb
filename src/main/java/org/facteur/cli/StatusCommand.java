package org.facteur.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.Logs;
import org.facteur.cli.screen.Screen;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.home.Home;
import org.facteur.home.HomeLedger;
import org.facteur.home.HomeLock;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.report.CampaignStatus;
import org.facteur.report.PlanSentence;
import org.facteur.report.RunningStatus;
import org.facteur.report.Statuses;
import org.facteur.report.WorkerStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: where each campaign stands; works while a run is going on. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Tells where each campaign stands.")
final class StatusCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "JOB", description = "Only the campaign of this job file.")
    private @Nullable Path job;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "name=value",
            description = "Fills in $${name} in the job file.")
    private List<String> parameters = List.of();

    @Option(names = "--home", paramLabel = "DIR", description = "Where var/ is.")
    private @Nullable Path home;

    @Option(names = "--json", description = "One JSON object a campaign, a line each.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "The whole sum, zeros included.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Campaign campaign = job == null ? null : JobArguments.load(job, parameters, home, Purpose.LOOK);
        Home where = campaign == null ? Home.of(Path.of("jobs", "job.yaml"), home, System.getenv()) : campaign.home();
        Logs.belongTo(where);
        // One that may not be looked at is there, for all we know: who opens it is told whose it is.
        boolean begun = !Files.notExists(where.var());
        Optional<HomeLock> lock = begun ? Launch.acquire(where, false) : Optional.empty();
        Optional<RunningStatus> running =
                lock.isEmpty() && begun ? RunningStatus.read(where.status()) : Optional.empty();
        if (lock.isEmpty() && begun && running.isEmpty()) {
            // It may have ended between the two looks.
            lock = Launch.acquire(where, false);
            running = lock.isEmpty() ? RunningStatus.read(where.status()) : running;
        }
        if (running.isPresent()) {
            return printRunning(running.get(), campaign);
        }
        if (lock.isEmpty() && begun && !isOnServer(where, campaign)) {
            spec.commandLine().getErr().println(ScreenWords.ours().of("busy.status", Launch.holder(where)));
            return ExitCodes.TRY_LATER;
        }
        List<CampaignStatus> standing = standing(where, campaign, lock);
        print(standing, campaign);
        if (standing.isEmpty() && !json) {
            spec.commandLine().getOut().println(ScreenWords.ours().of("status.none", where.dir()));
        }
        return ExitCodes.DONE;
    }

    private int printRunning(RunningStatus running, @Nullable Campaign campaign) {
        List<CampaignStatus> all = Stream.concat(Stream.of(running.campaign()), running.others().stream())
                .toList();
        if (campaign == null) {
            print(all, null);
            return ExitCodes.DONE;
        }
        CampaignStatus asked = all.stream()
                .filter(status -> status.campaign().equals(campaign.name()))
                .findFirst()
                .orElseGet(() -> CampaignStatus.none(campaign.name()));
        print(List.of(asked), campaign);
        if (!asked.isRunning() && asked.state() != CampaignState.COMPLETED) {
            spec.commandLine().getErr().println(ScreenWords.ours().of("busy.another", campaign.name()));
        }
        return ExitCodes.DONE;
    }

    private static List<CampaignStatus> standing(Home where, @Nullable Campaign campaign, Optional<HomeLock> lock) {
        try {
            return stands(where, campaign);
        } finally {
            // Before it is printed: a pager may take its time.
            lock.ifPresent(HomeLock::close);
        }
    }

    /** A ledger that can be looked at while a run that is just starting has it. */
    private static boolean isOnServer(Home where, @Nullable Campaign campaign) {
        // Nothing of it is opened, nor closed beside the run.
        HomeLedger ledger =
                campaign == null ? HomeLedger.of(where, System.getenv()) : HomeLedger.of(where, campaign.database());
        return ledger.store() instanceof LedgerServer;
    }

    private static List<CampaignStatus> stands(Home where, @Nullable Campaign campaign) {
        return campaign == null ? Statuses.all(where, System.getenv()) : List.of(Statuses.of(campaign));
    }

    private void print(List<CampaignStatus> statuses, @Nullable Campaign campaign) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            statuses.forEach(status -> out.println(status.toJson(ZoneId.systemDefault())));
            return;
        }
        ScreenWords words = ScreenWords.ours();
        // Only the job file knows in which zone its nights are.
        ZoneId zone = campaign == null ? ZoneId.systemDefault() : campaign.zone();
        PlanSentence plan = new PlanSentence(words.locale(), zone, words.zone());
        statuses.forEach(status -> print(status, words, plan, out));
    }

    private void print(CampaignStatus status, ScreenWords words, PlanSentence plan, PrintWriter out) {
        String reason = status.reason() == null ? "" : Screen.plain(words.said(status.reason()));
        if (reason.isEmpty()) {
            out.println(words.of("stands", status.campaign(), words.state(status.state(), out)));
        } else {
            String because = status.isRunning() ? words.of("waiting", reason) : reason;
            out.println(words.of("stands.because", status.campaign(), words.state(status.state(), out), because));
        }
        out.println("  " + (verbose ? words.fullSum(status) : words.sum(status)));
        if (!status.returned().isEmpty()) {
            out.println("  " + words.returned(status.returned()));
        }
        if (status.resumeAt() != null) {
            out.println("  "
                    + (status.isRunning()
                            ? words.of("status.goesOn", words.exactTime(status.resumeAt()))
                            : words.of("status.runAgain", words.openingTime(status.resumeAt()))));
        }
        if (status.inDoubt() > 0 && !status.isRunning()) {
            out.println("  " + words.of("doubts", status.inDoubt()));
        }
        for (WorkerStatus worker : status.workers()) {
            String accounts = Screen.plain(String.join(", ", worker.accounts()));
            String key = worker.live()
                    ? (accounts.isEmpty() ? "status.worker.ready" : "status.worker")
                    : "status.worker.dead";
            out.println("  " + words.of(key, Screen.plain(worker.name()), accounts, worker.letters()));
        }
        // A rehearsal, which its reason says, is completed but not the end.
        if (status.state() == CampaignState.COMPLETED && status.inDoubt() == 0 && status.reason() == null) {
            long unlucky = status.counts().refused() + status.counts().expired();
            out.println("  " + (unlucky > 0 ? words.of("done.refused", unlucky) : words.of("done")));
        } else if (status.plan() != null) {
            out.println("  " + plan.of(status.plan(), Timing.system().instant()));
        }
    }
}
