package org.facteur.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.facteur.dispatch.PlanSummary;
import org.facteur.job.run.RunProgress;
import org.facteur.job.run.RunProgress.Stage;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.reason.Reason;
import org.facteur.report.CampaignStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run says of itself while it goes on, to people on a terminal, to a log and to machines. */
class ProgressTextTest {

    /** A Monday. */
    private static final Instant NOW = Instant.parse("2027-01-04T09:00:00Z");

    private final ProgressText english = text(Locale.UK);
    private final StringWriter written = new StringWriter();

    private static ProgressText text(Locale locale) {
        return new ProgressText(new ScreenWords(locale, ZoneOffset.UTC));
    }

    private static RunProgress sending(long sent, long pending, @Nullable String reason, @Nullable Instant until) {
        Counts counts = new Counts(pending, 0, sent, 3, 9, 0, 1, 12, 6, 0);
        var plan = new PlanSummary((int) pending + 3, List.of(), NOW.plus(Duration.ofHours(40)), null);
        var status = new CampaignStatus(
                "voeux",
                CampaignState.RUNNING,
                reason == null ? null : Reason.kept(reason),
                until,
                counts.sum(),
                counts,
                plan);
        return new RunProgress(NOW, Stage.SEND, 4000, status, 210, List.of());
    }

    private static final Duration TOOK = Duration.ofSeconds(751);

    private static RunProgress waiting() {
        return sending(1990, 1997, "relay ecole: 500/day reached", NOW.plusSeconds(3600));
    }

    @Test
    void a_wide_terminal_shows_everything() {
        assertThat(english.line(waiting(), 180, TOOK))
                .startsWith("voeux  ██████████░░░░░░░░░░  50%  1,990/4,000 sent"
                        + "  waiting until 10:00 (relay ecole: 500/day reached)  210/min  ends Wednesday 01:00"
                        + "  3 deferred  9 refused  1 in doubt  ")
                .endsWith("  12:31")
                .hasSize(180);
    }

    @ParameterizedTest
    @ValueSource(ints = {39, 60, 79, 100, 131})
    void bar_and_counts_stay_where_they_are_when_a_pause_begins_and_the_time_stands_at_the_end(int columns) {
        String before = english.line(sending(1990, 1997, null, null), columns, TOOK);
        String pause = english.line(waiting(), columns, TOOK);

        String counts = "1,990/4,000 sent";
        assertThat(pause).startsWith(before.substring(0, before.indexOf(counts) + counts.length()));
        assertThat(pause).endsWith("12:31").hasSameSizeAs(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 39, 60, 79, 100, 131})
    void a_line_is_never_wider_than_the_terminal_and_says_first_what_matters(int columns) {
        String line = english.line(waiting(), columns, TOOK);

        assertThat(line).hasSizeLessThanOrEqualTo(columns);
        assertThat(line).contains("1,990/4,0".substring(0, Math.min(9, columns - 1)));
        if (columns >= 79) {
            assertThat(line).contains("until 10:00");
        }
    }

    @Test
    void french_is_spoken_where_the_locale_is_french() {
        assertThat(text(Locale.FRANCE).sentence(sending(1, 0, "[\"dispatch.pause\"]", NOW.plusSeconds(30))))
                .isEqualTo("voeux  78\u00a0%  1/14 envoyée  210/min  3 différées  9 refusées  1 en doute"
                        + "  attente jusqu’à 09:00 (pause entre deux lots)  fin\u00a0: mercredi à 01:00");
    }

    @Test
    void a_wait_of_a_second_is_the_pace_and_not_said() {
        assertThat(english.sentence(sending(1, 1, "relay ecole: 1/second reached", NOW.plusSeconds(1))))
                .doesNotContain("waiting");
    }

    @Test
    void in_a_log_a_line_stands_for_a_tenth_of_the_letters_and_for_a_long_wait() {
        var progress = new PlainProgress(new Screen(new PrintWriter(written)), english, planLine());

        progress.at(sending(0, 990, null, null));
        progress.at(sending(50, 940, null, null));
        progress.at(sending(100, 890, null, null));
        progress.at(sending(101, 889, "pause between chunks", NOW.plusSeconds(60)));
        progress.at(sending(102, 888, "relay ecole: 102/day reached", NOW.plusSeconds(3600)));
        progress.at(sending(102, 888, "relay ecole: 102/day reached", NOW.plusSeconds(3600)));

        assertThat(written.toString().lines())
                .satisfiesExactly(
                        plan -> assertThat(plan).isEqualTo("voeux: 993 letters, 0 nights, ends Wednesday 01:00"),
                        tenth -> assertThat(tenth).contains("100/1,003 sent").doesNotContain("█", "░"),
                        wait -> assertThat(wait)
                                .contains("102/1,003 sent", "waiting until 10:00 (relay ecole: 102/day reached)"));
    }

    @Test
    void on_a_terminal_the_plan_scrolls_by_once_and_the_line_stays() {
        var progress = new LiveProgress(new Screen(new PrintWriter(written)), () -> 60, english, planLine());

        progress.at(sending(0, 990, null, null));
        progress.at(sending(5, 985, null, null));

        assertThat(written.toString().lines().filter(line -> line.contains("letters")))
                .hasSize(1);
        assertThat(written.toString()).contains("0/1,003 sent").endsWith("  0:00");
    }

    @Test
    void machines_read_an_object_a_line_when_something_has_changed() {
        var events = new EventLines(new PrintWriter(written, true), ZoneOffset.UTC);

        events.at(sending(0, 990, null, null));
        events.at(sending(0, 990, null, null));
        events.at(sending(5, 985, "pause between chunks", NOW.plusSeconds(30)));

        List<JsonNode> lines =
                written.toString().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1).get("event").asString()).isEqualTo("progress");
        assertThat(lines.get(1).get("stage").asString()).isEqualTo("SEND");
        assertThat(lines.get(1).get("counts").get("sent").asInt()).isEqualTo(5);
        assertThat(lines.get(1).get("reason").asString()).isEqualTo("pause between chunks");
        assertThat(lines.get(1).get("resumeAt").asString()).isEqualTo("2027-01-04T09:00:30Z");
    }

    private PlanLine planLine() {
        return new PlanLine(ZoneOffset.UTC, new ScreenWords(Locale.UK, ZoneOffset.UTC));
    }
}
