package org.facteur.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.dispatch.Stop;
import org.facteur.job.RunResult;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;
import org.junit.jupiter.api.Test;

class ScheduledRunsTest {

    private static final String NOON = "2026-11-24T12:00:00Z";
    private static final Schedule HOURLY = Schedule.parse("0 0 * * * *", ZoneOffset.UTC);

    private final SettableTiming timing = new SettableTiming(NOON);
    private final Stop stop = new Stop();
    private final RunMonitor monitor = new RunMonitor(timing);
    private final List<LastRun> ended = new ArrayList<>();
    private final Deque<Function<Stop, RunResult>> plan = new ArrayDeque<>();

    /** The next run does this; after the last one the schedule is stopped. */
    private ScheduledRunsTest then(Function<Stop, RunResult> run) {
        plan.add(run);
        return this;
    }

    private ScheduledRunsTest thenTaking(Duration time) {
        return then(itsStop -> {
            timing.pass(time);
            return result(ExitCodes.DONE, CampaignState.COMPLETED);
        });
    }

    private List<LastRun> keep() throws InterruptedException {
        ScheduledRuns.Job job = new ScheduledRuns.Job() {
            @Override
            public Campaign load() {
                return JobFile.load(Path.of("jobs/voeux.yaml"), Map.of(), Map.of(), null, Purpose.SEND);
            }

            @Override
            public RunResult run(Campaign campaign, Stop itsStop) {
                return plan.remove().apply(itsStop);
            }
        };
        new ScheduledRuns(HOURLY, job, timing, stop, monitor, run -> {
                    ended.add(run);
                    if (plan.isEmpty()) {
                        stop.request(Reason.verbatim("stopped by SIGTERM"), ExitCodes.TERMINATED);
                    }
                })
                .keep(timing.instant());
        return ended;
    }

    private static RunResult result(int exitCode, CampaignState state) {
        Counts counts = new Counts(4, 0, 6, 0, 0, 0, 0, 0, 0, 0);
        return new RunResult(
                exitCode,
                new CampaignStatus("voeux-2027", state, null, null, 10, counts, null),
                null,
                null,
                List.of(),
                Map.of());
    }

    private static List<String> starts(List<LastRun> runs) {
        return runs.stream().map(run -> run.startedAt().toString()).toList();
    }

    @Test
    void runs_start_when_they_are_due() throws Exception {
        thenTaking(Duration.ofMinutes(5)).thenTaking(Duration.ofMinutes(5));

        assertThat(starts(keep())).containsExactly("2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z");
    }

    @Test
    void a_run_that_takes_over_others_is_followed_by_one_at_once_and_then_in_time() throws Exception {
        thenTaking(Duration.ofMinutes(200)).thenTaking(Duration.ofMinutes(1)).thenTaking(Duration.ofMinutes(1));

        assertThat(starts(keep()))
                .containsExactly("2026-11-24T13:00:00Z", "2026-11-24T16:20:00Z", "2026-11-24T17:00:00Z");
    }

    @Test
    void a_machine_that_slept_makes_up_for_all_it_missed_by_one_run() throws Exception {
        timing.fallAsleep(Duration.ofMinutes(330));
        thenTaking(Duration.ofMinutes(1)).thenTaking(Duration.ofMinutes(1));

        List<LastRun> runs = keep();

        assertThat(runs.get(0).startedAt())
                .isBetween(Instant.parse("2026-11-24T17:30:00Z"), Instant.parse("2026-11-24T17:31:00Z"));
        assertThat(runs.get(1).startedAt()).isEqualTo("2026-11-24T18:00:00Z");
    }

    @Test
    void a_run_that_fails_is_told_of_and_the_schedule_goes_on() throws Exception {
        then(itsStop -> {
                    throw new MendableException(Reason.verbatim("contacts.csv is gone"), ExitCodes.NO_INPUT);
                })
                .thenTaking(Duration.ofMinutes(1));

        List<LastRun> runs = keep();

        assertThat(runs.get(0).failed()).isTrue();
        assertThat(runs.get(0).exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(runs.get(0).said()).hasToString("contacts.csv is gone");
        assertThat(runs.get(1).failed()).isFalse();
        assertThat(monitor.view().failures()).isEqualTo(1);
        assertThat(monitor.view().runs()).isEqualTo(2);
    }

    @Test
    void a_file_that_may_not_be_opened_is_no_bug_of_ours() throws Exception {
        then(itsStop -> {
            throw new UncheckedIOException(new AccessDeniedException("var/ledger.script"));
        });

        assertThat(keep().get(0).exitCode()).isEqualTo(ExitCodes.NO_INPUT);
    }

    @Test
    void what_ends_one_run_does_not_end_the_schedule() throws Exception {
        then(itsStop -> {
                    itsStop.fail(Reason.verbatim("the relay refused our login"), ExitCodes.NO_PERMISSION);
                    return result(ExitCodes.NO_PERMISSION, CampaignState.FAILED);
                })
                .thenTaking(Duration.ofMinutes(1));

        assertThat(keep()).extracting(LastRun::failed).containsExactly(true, false);
    }

    @Test
    void a_stop_of_the_process_reaches_the_run_and_ends_the_schedule() throws Exception {
        then(itsStop -> {
                    stop.request(Reason.verbatim("stopped by SIGTERM"), ExitCodes.TERMINATED);
                    assertThat(itsStop.isRequested()).isTrue();
                    return result(Objects.requireNonNull(itsStop.cause()).exitCode(), CampaignState.STOPPED);
                })
                .thenTaking(Duration.ofMinutes(1));

        assertThat(keep()).hasSize(1);
        assertThat(ended.get(0).exitCode()).isEqualTo(ExitCodes.TERMINATED);
        assertThat(ended.get(0).failed()).isFalse();
    }

    @Test
    void the_rate_is_what_a_run_sent_in_its_time() throws Exception {
        monitor.knows(CampaignStatus.none("voeux-2027"));
        thenTaking(Duration.ofMinutes(3));

        keep();

        assertThat(monitor.view().lettersPerMinute()).isEqualTo(2.0);
        assertThat(monitor.view().letters()).containsEntry("sent", 6L).containsEntry("pending", 4L);
    }

    @Test
    void while_a_run_is_going_on_the_next_one_is_known_already() throws Exception {
        then(itsStop -> {
            assertThat(monitor.view().runningSince()).isEqualTo("2026-11-24T13:00:00Z");
            assertThat(monitor.view().next()).isEqualTo("2026-11-24T14:00:00Z");
            return result(ExitCodes.DONE, CampaignState.COMPLETED);
        });

        assertThat(keep()).extracting(LastRun::exitCode).containsExactly(ExitCodes.DONE);
    }
}
