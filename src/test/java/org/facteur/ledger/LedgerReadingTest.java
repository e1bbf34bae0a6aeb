package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.facteur.ledger.LedgerFixture.ACCOUNT;
import static org.facteur.ledger.LedgerFixture.CAMPAIGN;
import static org.facteur.ledger.LedgerFixture.NOON;
import static org.facteur.ledger.LedgerFixture.attempt;
import static org.facteur.ledger.LedgerFixture.book;
import static org.facteur.ledger.LedgerFixture.deferred;
import static org.facteur.ledger.LedgerFixture.delivery;
import static org.facteur.ledger.LedgerFixture.enlist;
import static org.facteur.ledger.LedgerFixture.excluded;
import static org.facteur.ledger.LedgerFixture.pass;
import static org.facteur.ledger.LedgerFixture.recipient;
import static org.facteur.ledger.LedgerFixture.refused;
import static org.facteur.ledger.LedgerFixture.sent;
import static org.facteur.ledger.LedgerFixture.unanswered;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.facteur.address.Domain;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read back from a ledger: by the limits, by a run that begins, by the owner. */
@Tag("ledger")
class LedgerReadingTest {

    private static final String MARIE = "marie@example.org";
    private static final String PAUL = "paul@example.com";
    private static final String EVIL = "x'; DELETE FROM attempt; --";

    @TempDir
    Path folder;

    private LedgerFile file;
    private Ledger ledger;

    @BeforeEach
    void open() {
        file = new LedgerFile(folder.resolve("ledger"));
        ledger = file.writer();
    }

    @AfterEach
    void close() {
        ledger.close();
        file.close();
    }

    @Test
    void letters_wait_in_the_order_of_enlisting_the_new_ones_first() {
        enlist(file, MARIE, PAUL, "anne@example.org");
        unsealed(MARIE, deferred(NOON.plusSeconds(60)), NOON);

        List<LedgerBook.Waiting> waiting = new ArrayList<>();
        book(file).forEachWaiting(waiting::add);

        assertThat(waiting)
                .extracting(LedgerBook.Waiting::domain, LedgerBook.Waiting::deferred, LedgerBook.Waiting::boundRelay)
                .containsExactly(
                        tuple(new Domain("example.com"), false, null),
                        tuple(new Domain("example.org"), false, null),
                        tuple(new Domain("example.org"), true, "ecole"));
    }

    @Test
    void runs_of_the_night_in_which_the_clocks_go_back_follow_one_another() {
        file.template()
                .update("INSERT INTO BATCH_JOB_INSTANCE (JOB_INSTANCE_ID, VERSION, JOB_NAME, JOB_KEY)"
                        + " VALUES (1, 0, 'mailing', 'k')");
        ran(1, "2026-10-25T02:50:00", "2026-10-25T02:10:00");
        ran(2, "2026-10-25T02:20:00", "2026-10-25T04:00:00");

        assertThat(new LedgerHistory(file.client(), CAMPAIGN).runs(10, ZoneId.of("Europe/Paris")))
                .extracting(LedgerHistory.Run::start, LedgerHistory.Run::end)
                .containsExactly(
                        tuple(Instant.parse("2026-10-25T00:50:00Z"), Instant.parse("2026-10-25T01:10:00Z")),
                        tuple(Instant.parse("2026-10-25T01:20:00Z"), Instant.parse("2026-10-25T03:00:00Z")));
    }

    private void ran(long id, String start, String end) {
        file.template()
                .update(
                        "INSERT INTO BATCH_JOB_EXECUTION (JOB_EXECUTION_ID, VERSION, JOB_INSTANCE_ID, CREATE_TIME, START_TIME,"
                                + " END_TIME, STATUS, EXIT_CODE, EXIT_MESSAGE, LAST_UPDATED)"
                                + " VALUES (?, 0, 1, ?, ?, ?, 'STOPPED', 'PAUSED', '', ?)",
                        id,
                        LocalDateTime.parse(start),
                        LocalDateTime.parse(start),
                        LocalDateTime.parse(end),
                        LocalDateTime.parse(end));
        file.template()
                .update(
                        "INSERT INTO BATCH_JOB_EXECUTION_PARAMS VALUES (?, 'campaign', 'java.lang.String', ?, 'Y')",
                        id,
                        CAMPAIGN);
    }

    @Test
    void more_letters_than_a_page_holds_come_once_each() {
        new Campaigns(file.client()).stands(CAMPAIGN, CampaignState.RUNNING, null, null, NOON);
        int letters = 20_001;
        file.inOneCommit(() -> pass(
                file,
                java.util.stream.IntStream.range(0, letters)
                        .mapToObj(i -> recipient(i + 2, "c" + i + "@example.org"))
                        .toArray(Listed[]::new)));

        List<Long> ids = new ArrayList<>();
        book(file).forEachWaiting(letter -> ids.add(letter.id()));

        assertThat(ids).hasSize(letters).doesNotHaveDuplicates().isSorted();
        List<String> exported = new ArrayList<>();
        new LedgerLetters(file.client(), CAMPAIGN)
                .forEach(DeliveryState.PENDING, 5001, letter -> exported.add(letter.email()));
        assertThat(exported).hasSize(5001).doesNotHaveDuplicates();
    }

    @Test
    void limits_count_attempts_of_all_campaigns_within_the_window_and_open_ones_as_of_now() {
        enlist(file, MARIE, PAUL, "anne@example.org", "open@example.org");
        unsealed(MARIE, refused(), NOON.minus(Duration.ofHours(2)));
        unsealed(PAUL, refused(), NOON.minusSeconds(10));
        Attempt other = attempt(ledger, delivery(file, "anne@example.org"), "ete", ACCOUNT);
        Ledger.await(ledger.recordUnsealed(other, "<1@x>", refused(), true, NOON.minusSeconds(5)));
        ledger.seal(attempt(ledger, delivery(file, "open@example.org")), "<1@x>", NOON.minusSeconds(60));

        List<Attempts.Counted> counted = new ArrayList<>();
        attempts().forEachCounted(Duration.ofHours(1), NOON, counted::add);

        assertThat(counted)
                .extracting(Attempts.Counted::endedAt, Attempts.Counted::campaign)
                .containsExactly(
                        tuple(NOON.minusSeconds(10), CAMPAIGN),
                        tuple(NOON.minusSeconds(5), "ete"),
                        tuple(NOON, CAMPAIGN));
    }

    @Test
    void more_attempts_than_a_page_holds_count_once_each_also_those_of_one_millisecond() {
        List<Object[]> rows = new ArrayList<>();
        for (long id = 1; id <= 65_000; id++) {
            // A thousand a second, then 25,000 in one millisecond, then a thousand a second again.
            long endedAt = NOON.toEpochMilli() - 60_000 + Math.min(id, 20_000) + Math.max(0, id - 45_000);
            rows.add(new Object[] {id, id, CAMPAIGN, endedAt});
        }
        file.inOneCommit(() -> file.template()
                .batchUpdate(
                        "INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, ended_at, counted, outcome, category)"
                                + " VALUES (?, ?, ?, 'example.org', 'ecole', 'a', ?, TRUE, 'SENT', 'accepted')",
                        rows));

        List<Instant> counted = new ArrayList<>();
        attempts().forEachCounted(Duration.ofMinutes(1), NOON, attempt -> counted.add(attempt.endedAt()));

        assertThat(counted)
                .isEqualTo(rows.stream()
                        .map(row -> Instant.ofEpochMilli((long) row[3]))
                        .toList());
    }

    @Test
    void attempts_of_a_clock_that_was_wrong_are_told_with_the_time_until_which_they_count() {
        enlist(file, MARIE, PAUL);
        unsealed(MARIE, refused(), NOON);
        assertThat(attempts().future(NOON)).isEmpty();

        unsealed(PAUL, refused(), NOON.plus(Duration.ofDays(700)));

        assertThat(attempts().future(NOON)).contains(new Attempts.Future(1, NOON.plus(Duration.ofDays(700))));
    }

    @Test
    void an_attempt_that_no_server_counted_counts_for_no_limit() {
        enlist(file, MARIE);
        Attempt attempt = attempt(ledger, delivery(file, MARIE));
        Ledger.await(ledger.recordUnsealed(attempt, "<1@x>", deferred(NOON), false, NOON));

        List<Attempts.Counted> counted = new ArrayList<>();
        attempts().forEachCounted(Duration.ofHours(1), NOON, counted::add);

        assertThat(counted).isEmpty();
        assertThat(attempts().oldest(ACCOUNT, Instant.EPOCH)).isEmpty();
        assertThat(attempts().last(CAMPAIGN)).contains(NOON);
    }

    @Test
    void answers_are_told_with_the_newest_reply_and_without_where_nobody_replied() {
        enlist(file, MARIE, PAUL, "anne@example.org");
        unsealed(MARIE, refused(), NOON);
        ledger.seal(attempt(ledger, delivery(file, PAUL)), "<1@x>", NOON);
        ledger.seal(attempt(ledger, delivery(file, "anne@example.org")), "<2@x>", NOON);
        unanswered(file).settle(unanswered(file).leftOpen(), null, NOON);

        assertThat(new LedgerHistory(file.client(), CAMPAIGN).answers())
                .extracting(LedgerHistory.Answer::outcome, LedgerHistory.Answer::attempts, LedgerHistory.Answer::reply)
                .containsExactly(
                        tuple(DeliveryState.IN_DOUBT, 2L, null),
                        tuple(DeliveryState.REFUSED, 1L, Reason.verbatim("550 5.1.1 No such user")));
    }

    @Test
    void days_of_use_are_those_of_the_owners_clock() {
        enlist(file, MARIE, PAUL, "anne@example.org");
        // 23:30 and 00:30 in Paris, an hour apart and two days; in UTC one.
        unsealed(MARIE, refused(), Instant.parse("2027-01-02T22:30:00Z"));
        unsealed(PAUL, refused(), Instant.parse("2027-01-02T23:30:00Z"));
        unsealed("anne@example.org", refused(), NOON);

        assertThat(attempts().daysUsed(List.of(ACCOUNT), ZoneOffset.ofHours(1), NOON))
                .isEqualTo(2);
        assertThat(attempts().daysUsed(List.of(ACCOUNT), ZoneOffset.UTC, NOON)).isEqualTo(1);
        assertThat(attempts().daysUsed(List.of(EVIL), ZoneOffset.UTC, NOON)).isZero();
    }

    @Test
    void a_relays_standing_is_kept_and_replaced() {
        RelayState slowed =
                new RelayState(EVIL, NOON.plusSeconds(60), Reason.verbatim("slow down"), 12.5, 60, 2, 3, NOON);
        Ledger.await(ledger.keep(new RelayState(EVIL, null, null, 60, 60, 0, 0, NOON)));
        Ledger.await(ledger.keep(slowed));

        assertThat(new Standings(file.client()).relay(EVIL)).contains(slowed);
        assertThat(new Standings(file.client()).relay(ACCOUNT)).isEmpty();
    }

    @Test
    void a_domain_is_kept_until_it_is_itself_again() {
        ProviderState paused = new ProviderState("gmail.com", NOON.plusSeconds(60), 2, Reason.verbatim("too many"));
        Ledger.await(ledger.keep(new ProviderState("gmail.com", NOON, 1, Reason.verbatim("too many")), NOON));
        Ledger.await(ledger.keep(paused, NOON));
        assertThat(new Standings(file.client()).providers()).containsExactly(paused);

        Ledger.await(ledger.keep(new ProviderState("gmail.com", NOON, 0, null), NOON));

        assertThat(new Standings(file.client()).providers()).isEmpty();
    }

    @Test
    void what_dns_told_is_remembered_for_a_while_and_replaced_by_what_it_tells_later() {
        DomainProviders providers = new DomainProviders(file.template());
        providers.keep(Map.of("ecole.example", "google", "old.example", ""), NOON.minusSeconds(100));
        providers.keep(Map.of("ecole.example", "microsoft"), NOON);

        assertThat(providers.since(NOON.minusSeconds(1))).containsExactly(Map.entry("ecole.example", "microsoft"));
        assertThat(providers.since(Instant.EPOCH)).containsEntry("old.example", "");
    }

    @Test
    void a_campaign_is_written_down_once_and_keeps_its_beginning() {
        Campaigns campaigns = new Campaigns(file.client());
        campaigns.stands(EVIL, CampaignState.RUNNING, null, null, NOON);
        campaigns.foresee(EVIL, "{}");
        campaigns.stands(
                EVIL,
                CampaignState.PAUSED,
                Reason.verbatim("r".repeat(1001)),
                NOON.plusSeconds(9),
                NOON.plusSeconds(1));

        assertThat(campaigns.all()).hasSize(1);
        assertThat(campaigns.find(EVIL))
                .hasValueSatisfying(row -> assertThat(row)
                        .returns(CampaignState.PAUSED, CampaignRow::state)
                        .returns(NOON, CampaignRow::createdAt)
                        .returns(NOON.plusSeconds(1), CampaignRow::updatedAt)
                        .returns(NOON.plusSeconds(9), CampaignRow::resumeAt)
                        .returns("{}", CampaignRow::plan)
                        .returns(Reason.verbatim("r".repeat(999) + "…"), CampaignRow::reason));
    }

    @Test
    void an_export_has_recipients_and_exclusions_in_the_files_order_and_only_the_states_asked_for() {
        new Campaigns(file.client()).stands(CAMPAIGN, CampaignState.RUNNING, null, null, NOON);
        pass(file, recipient(4, MARIE), excluded(3, Exclusion.Kind.INVALID, EVIL), recipient(2, PAUL));
        Attempt attempt = attempt(ledger, delivery(file, MARIE));
        Ledger.await(ledger.record(ledger.seal(attempt, "<1@x>", NOON), sent(), NOON));

        assertThat(exported(Set.of()))
                .extracting(LedgerExport.Line::line, LedgerExport.Line::email, LedgerExport.Line::state)
                .containsExactly(tuple(2L, PAUL, "PENDING"), tuple(3L, EVIL, "INVALID"), tuple(4L, MARIE, "SENT"));
        assertThat(exported(Set.of("SENT")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .returns("accepted", LedgerExport.Line::category)
                        .returns("<1@x>", LedgerExport.Line::messageId)
                        .returns(1, LedgerExport.Line::attempts)
                        .returns(NOON, LedgerExport.Line::updatedAt));
        assertThat(LedgerExport.states()).hasSize(15).contains("SENT", "DUPLICATE", "ANSWERED");
    }

    private void unsealed(String email, Outcome outcome, Instant now) {
        Attempt attempt = attempt(ledger, delivery(file, email));
        Ledger.await(ledger.recordUnsealed(attempt, "<1@x>", outcome, true, now));
    }

    private Attempts attempts() {
        return new Attempts(file.client());
    }

    private List<LedgerExport.Line> exported(Set<String> states) {
        List<LedgerExport.Line> lines = new ArrayList<>();
        new LedgerExport(file.template(), CAMPAIGN).forEach(states, lines::add);
        return lines;
    }
}
