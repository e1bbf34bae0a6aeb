package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Purpose;
import org.facteur.cli.screen.Logs;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeLock;
import org.facteur.job.MailingRun;
import org.facteur.job.RunOptions;
import org.facteur.job.RunResult;
import org.facteur.job.Signals;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;
import org.facteur.report.Statuses;
import org.facteur.schedule.LastRun;
import org.facteur.schedule.MonitorServer;
import org.facteur.schedule.RunMonitor;
import org.facteur.schedule.Schedule;
import org.facteur.schedule.ScheduledRuns;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code schedule}: keeps running and starts the job when it is due. */
@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps running and starts the job when it is due, one run at a time. The job file is read again for each run; a run"
                    + " that fails is reported, and the schedule goes on.",
            "A run that could not start in time, because the one before was still going on or the machine was asleep, starts at"
                    + " the next chance; one run makes up for several missed ones. Runs due while this command was not running"
                    + " are skipped.",
            "Health and metrics: http://127.0.0.1:PORT/actuator/health and /actuator/prometheus, for this machine only."
        })
final class ScheduleCommand implements Callable<Integer> {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss XXX");

    @Mixin
    private JobArguments arguments = new JobArguments();

    @Option(
            names = "--cron",
            required = true,
            paramLabel = "CRON",
            description = "Second, minute, hour, day of month, month, day of week: \"0 0 22 * * MON-FRI\".")
    private String cron = "";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Whose hours, such as Europe/Paris. Default: this machine's.")
    private @Nullable String zoneId;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Of health and metrics; 0 does without. Default: ${DEFAULT-VALUE}.")
    private int port = 9477;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        ZoneId zone = zone();
        Schedule schedule = schedule(zone);
        Timing timing = Timing.system();
        Instant since = timing.instant();
        RunMonitor monitor = new RunMonitor(timing);
        // A mistake in the job file is said at once, not at ten in the evening.
        monitor.knows(stands(arguments.load(Purpose.SEND)));
        Stop stop = new Stop();
        Signals.stopOn(stop);
        try (@Nullable MonitorServer server = serve(monitor)) {
            say(server, schedule.next(since), zone);
            new ScheduledRuns(schedule, new JobOfFile(), timing, stop, monitor, run -> say(run, zone)).keep(since);
        }
        Stop.Cause cause = stop.cause();
        if (cause == null) {
            spec.commandLine().getOut().println(ScreenWords.ours().of("schedule.over"));
            return ExitCodes.DONE;
        }
        spec.commandLine().getOut().println(ScreenWords.ours().said(cause.reason()));
        return cause.exitCode();
    }

    private ZoneId zone() {
        String named = zoneId;
        if (named == null) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(named);
        } catch (DateTimeException e) {
            throw new MendableException(CliReason.ZONE.of(named), ExitCodes.USAGE);
        }
    }

    private Schedule schedule(ZoneId zone) {
        try {
            return Schedule.parse(cron, zone);
        } catch (InvalidValueException e) {
            throw new MendableException(Reason.about("--cron", e.reason()), ExitCodes.USAGE);
        }
    }

    private @Nullable MonitorServer serve(RunMonitor monitor) {
        if (port < 0 || port > 65_535) {
            throw new MendableException(CliReason.PORT.of(port), ExitCodes.USAGE);
        }
        try {
            return port == 0 ? null : MonitorServer.start(monitor, port);
        } catch (MonitorServer.PortTakenException e) {
            throw new MendableException(e.reason(), ExitCodes.USAGE);
        }
    }

    private static CampaignStatus stands(Campaign campaign) throws IOException {
        Optional<HomeLock> lock = Launch.acquire(campaign.home().create(), false);
        if (lock.isEmpty()) {
            return CampaignStatus.none(campaign.name());
        }
        try (HomeLock held = lock.get()) {
            return Statuses.of(campaign);
        }
    }

    private void say(@Nullable MonitorServer server, Optional<Instant> first, ZoneId zone) {
        PrintWriter out = spec.commandLine().getOut();
        ScreenWords words = ScreenWords.ours();
        out.println(words.of(
                "schedule.first", first.map(at -> WHEN.format(at.atZone(zone))).orElse(words.of("schedule.never"))));
        if (server != null) {
            out.println(words.of("schedule.monitor", "http://127.0.0.1:" + server.port() + "/actuator"));
        }
        out.flush();
    }

    private void say(LastRun run, ZoneId zone) {
        PrintWriter out =
                run.failed() ? spec.commandLine().getErr() : spec.commandLine().getOut();
        out.println(ScreenWords.ours()
                .of(
                        "schedule.ran",
                        WHEN.format(run.endedAt().atZone(zone)),
                        ScreenWords.ours().said(run.said()),
                        run.exitCode()));
        CampaignStatus status = run.status();
        if (status != null) {
            out.println(ScreenWords.ours().sum(status));
        }
        out.flush();
    }

    /** One that holds the home's lock while it runs, as {@code facteur run} does. */
    private final class JobOfFile implements ScheduledRuns.Job {

        @Override
        public Campaign load() {
            return arguments.load(Purpose.SEND);
        }

        @Override
        public RunResult run(Campaign campaign, Stop stop) {
            try {
                Optional<HomeLock> lock = Launch.acquire(campaign.home().create(), true, stop::isRequested);
                Stop.Cause cause = stop.cause();
                if (lock.isEmpty() && cause != null) {
                    throw new MendableException(cause.reason(), cause.exitCode());
                } else if (lock.isEmpty()) {
                    throw new MendableException(
                            HomeLock.holder(campaign.home().lock())
                                    .map(pid -> CliReason.ANOTHER_PID.of(
                                            campaign.home().dir(), pid))
                                    .orElseGet(() ->
                                            CliReason.ANOTHER.of(campaign.home().dir())),
                            ExitCodes.TRY_LATER);
                }
                try (HomeLock held = lock.get()) {
                    Logs.open(campaign.home());
                    return new MailingRun(Timing.system(), stop)
                            .run(
                                    campaign,
                                    new RunOptions(false),
                                    progress -> Launch.watch(held, campaign.home(), stop));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
