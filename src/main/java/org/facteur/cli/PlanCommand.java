package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.dispatch.PlanSummary;
import org.facteur.dispatch.Planning;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.report.PlanSentence;
import org.facteur.report.RunningStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code plan}: how many letters, when, what holds it back. Sends nothing; works while a run is going on. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Tells how many letters leave, when, and what holds them back; sends nothing.")
final class PlanCommand implements Callable<Integer> {

    private static final int MOST_LINES = 20;
    private static final DateTimeFormatter END = DateTimeFormatter.ofPattern("HH:mm");

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Campaign campaign = arguments.load(Purpose.PREVIEW);
        Optional<PlanSummary> plan = plan(campaign);
        if (plan.isEmpty()) {
            spec.commandLine().getErr().println(ScreenWords.ours().of("busy.plan", Launch.holder(campaign.home())));
            return ExitCodes.TRY_LATER;
        }
        print(campaign, plan.get());
        return ExitCodes.DONE;
    }

    private static Optional<PlanSummary> plan(Campaign campaign) throws IOException {
        Home home = campaign.home();
        if (!Files.isDirectory(home.var())) {
            return Optional.of(Planning.of(campaign, Timing.system()));
        }
        Optional<HomeLock> lock = Launch.acquire(home, false);
        if (lock.isPresent()) {
            try (HomeLock held = lock.get()) {
                return Optional.of(Planning.of(campaign, Timing.system()));
            }
        }
        return running(home, campaign.name());
    }

    /** What the running process has foreseen last. */
    private static Optional<PlanSummary> running(Home home, String campaign) throws IOException {
        return RunningStatus.read(home.status())
                .map(RunningStatus::campaign)
                .filter(status -> status.campaign().equals(campaign))
                .flatMap(status -> Optional.ofNullable(status.plan()));
    }

    private void print(Campaign campaign, PlanSummary plan) {
        PrintWriter out = spec.commandLine().getOut();
        ZoneId zone = campaign.zone();
        ScreenWords words = ScreenWords.ours();
        if (json) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("campaign", campaign.name());
            object.putAll(plan.toMap(zone));
            out.println(JsonMapper.shared().writeValueAsString(object));
            return;
        }
        out.println(words.of(
                "plan",
                campaign.name(),
                new PlanSentence(words.locale(), zone).of(plan, Timing.system().instant())));
        plan.periods().stream()
                .limit(MOST_LINES)
                .forEach(period -> out.println(words.of(
                        "plan.period",
                        period.letters(),
                        words.day(period.start().atZone(zone)),
                        END.format(period.end().atZone(zone)))));
        if (plan.periods().size() > MOST_LINES) {
            out.println(words.of("plan.more", plan.periods().size() - MOST_LINES));
        }
        if (!plan.periods().isEmpty()) {
            out.println(words.of("plan.zone", zone.getId()));
        }
    }
}
