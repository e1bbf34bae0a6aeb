package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.LedgerFile;
import org.facteur.ledger.LedgerHistory.Run;
import org.facteur.ledger.LedgerLetters.DomainCounts;
import org.facteur.report.CampaignReport.AnswerLine;
import org.facteur.report.CampaignReport.RelayLine;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the report counts, it counts each letter and each attempt once: checked against the ledger's rows themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("ledger")
class ReportOfFourNightsTest {

    private LedgerFile ledger;
    private CampaignReport report;

    @BeforeAll
    void a_mailing_of_four_nights(@TempDir Path folder) throws Exception {
        ledger = new LedgerFile(folder.resolve("ledger"));
        PastMailing.write(ledger);
        report = PastReport.read(ledger.client());
    }

    @AfterAll
    void close() {
        ledger.close();
    }

    private Map<DeliveryState, Long> counted(String table, String column) {
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        ledger.template().query("SELECT " + column + " AS state FROM " + table, row -> {
            counts.merge(DeliveryState.valueOf(row.getString("state")), 1L, Long::sum);
        });
        return counts;
    }

    private static Map<DeliveryState, Long> total(Stream<Map<DeliveryState, Long>> parts) {
        Map<DeliveryState, Long> total = new EnumMap<>(DeliveryState.class);
        parts.forEach(part -> part.forEach((state, count) -> total.merge(state, count, Long::sum)));
        return total;
    }

    @Test
    void the_sum_adds_up() {
        assertThat(report.status().rows()).isEqualTo(PastMailing.LETTERS + 7);
        assertThat(report.status().addsUp()).isTrue();
        assertThat(SumTerm.of(report.status()).stream()
                        .mapToLong(SumTerm::count)
                        .sum())
                .isEqualTo(report.status().rows());
    }

    @Test
    void time_relays_runs_and_replies_each_have_every_attempt_once() {
        Map<DeliveryState, Long> attempts = counted("attempt", "outcome");

        assertThat(attempts).containsKeys(DeliveryState.SENT, DeliveryState.DEFERRED, DeliveryState.IN_DOUBT);
        Duration quarter = Duration.ofMinutes(15);
        assertThat(total(report.timeline().buckets(quarter, PastMailing.ZONE).stream()
                        .map(Timeline.Bucket::outcomes)))
                .isEqualTo(attempts);
        assertThat(total(report.relays().stream().map(RelayLine::outcomes))).isEqualTo(attempts);
        assertThat(total(report.runs().stream().map(Run::outcomes))).isEqualTo(attempts);
        assertThat(total(report.answers().stream().map(AnswerLine::outcomes))).isEqualTo(attempts);
        assertThat(report.attempts())
                .isEqualTo(attempts.values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void domains_have_every_letter_once_the_largest_by_name() {
        assertThat(total(report.domains().stream().map(DomainCounts::states))).isEqualTo(counted("delivery", "state"));
        assertThat(report.domains())
                .hasSize(13)
                .first()
                .extracting(DomainCounts::domain)
                .isEqualTo("courriel.example");
        assertThat(report.domains().get(12).domain()).isEqualTo(CampaignReport.OTHERS);
    }

    @Test
    void letters_by_attempts_are_every_letter_and_every_attempt() {
        assertThat(report.letters().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(PastMailing.LETTERS);
        assertThat(report.letters().entrySet().stream()
                        .mapToLong(entry -> entry.getKey() * entry.getValue())
                        .sum())
                .isEqualTo(report.attempts());
    }

    @Test
    void each_reply_is_one_that_was_given_in_that_category() {
        for (AnswerLine line : report.answers()) {
            line.answers().stream()
                    .filter(answer -> answer.reply() != null)
                    .forEach(answer -> assertThat(ledger.template()
                                    .queryForObject(
                                            "SELECT COUNT(*) FROM attempt WHERE category = ? AND outcome = ? AND reply = ?",
                                            Long.class,
                                            line.category(),
                                            answer.outcome().name(),
                                            answer.reply().toKept()))
                            .isPositive());
        }
        assertThat(report.answers())
                .extracting(AnswerLine::category)
                .contains("accepted", "greylisted", "no-such-user", "mailbox-full", "rate-limited-recipient-domain");
    }

    @Test
    void the_long_pauses_are_those_between_nights_and_say_why() {
        List<Gap> nights = report.timeline().pauses().stream()
                .filter(pause -> pause.period().length().compareTo(Duration.ofHours(6)) > 0)
                .toList();

        assertThat(nights).hasSize(3);
        assertThat(nights.get(0).reason()).hasToString("relay ecole: 800/day reached");
        assertThat(nights.get(0).period().from()).isCloseTo(report.runs().get(0).end(), within(Duration.ofMinutes(1)));
        assertThat(Buckets.breaks(report.timeline())).containsAll(nights);
    }

    @Test
    void no_attempt_lies_within_a_pause() {
        for (Gap pause : report.timeline().pauses()) {
            assertThat(ledger.template()
                            .queryForObject(
                                    "SELECT COUNT(*) FROM attempt WHERE ended_at > ? AND ended_at < ?",
                                    Long.class,
                                    pause.period().from().toEpochMilli(),
                                    pause.period().to().toEpochMilli()))
                    .isZero();
        }
    }

    @Test
    void limits_are_shown_where_they_were_reached_and_only_there() {
        assertThat(report.timeline().holds())
                .extracting(hold -> hold.rule().text())
                .containsExactly("200/hour", "800/day", "250/day");
        Period firstDay = report.timeline().holds().get(1).periods().get(0);
        assertThat(firstDay.from()).isCloseTo(report.runs().get(0).end(), within(Duration.ofMinutes(2)));
    }

    private static org.assertj.core.data.TemporalUnitOffset within(Duration duration) {
        return new org.assertj.core.data.TemporalUnitWithinOffset(
                duration.toSeconds(), java.time.temporal.ChronoUnit.SECONDS);
    }

    @Test
    void a_run_whose_process_died_has_no_end_and_its_attempts() {
        Run died = report.runs().get(2);

        assertThat(died.end()).isNull();
        assertThat(died.outcomes().getOrDefault(DeliveryState.SENT, 0L)).isPositive();
        assertThat(report.runs().get(3).outcomes()).containsEntry(DeliveryState.IN_DOUBT, 2L);
    }

    @Test
    void bars_stand_within_the_chart_side_by_side() {
        ReportWords words = new ReportWords(Locale.UK, PastMailing.ZONE);
        for (TimelineChart chart : List.of(
                TimelineChart.forDesk(report.timeline(), words), TimelineChart.forPhone(report.timeline(), words))) {
            double free = chart.left();
            for (TimelineChart.Bar bar : chart.bars()) {
                TimelineChart.Box first = bar.pieces().get(0);
                assertThat(first.x()).isGreaterThanOrEqualTo(free - 0.2);
                free = first.x() + first.width();
                assertThat(bar.pieces())
                        .allSatisfy(piece -> assertThat(piece.y()).isGreaterThanOrEqualTo(chart.top() - 2));
            }
            assertThat(free).isLessThanOrEqualTo(chart.right() + 0.2);
        }
    }

    @Test
    void each_worker_has_a_line_with_its_letters_and_what_it_carried_and_there_are_none_without_workers() {
        List<WorkerStatus> workers = List.of(
                new WorkerStatus("w1 <b>", List.of("zythom@smtp.ecole.example", "amis"), 1_204, true),
                new WorkerStatus("w2", List.of(), 0, true),
                new WorkerStatus("w3", List.of(), 17, false));

        Document page = Jsoup.parse(PastReport.write(ledger.client(), ReportFormat.HTML, Locale.UK, workers));
        String json = PastReport.write(ledger.client(), ReportFormat.JSON, Locale.UK, workers);
        String table = PastReport.write(ledger.client(), ReportFormat.CSV, Locale.UK, workers);

        assertThat(page.select("#workers li").eachText())
                .containsExactly(
                        "w1 <b> 1,204 zythom@smtp.ecole.example, amis",
                        "w2 0 stands ready",
                        "w3 17 gives no sign of life");
        assertThat(json).contains("\"workers\"", "\"letters\" : 1204");
        assertThat(table).contains("worker,w3,,,17,");
        assertThat(PastReport.write(ledger.client(), ReportFormat.HTML)).doesNotContain("id=\"workers\"");
    }
}
