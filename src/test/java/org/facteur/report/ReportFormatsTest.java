package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.facteur.ledger.LedgerFile;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report as page, table and JSON, over a ledger whose values would like to be more than data. */
@Tag("ledger")
class ReportFormatsTest {

    private static final String SCRIPT = "</td></style><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}";

    @TempDir
    private Path folder;

    private LedgerFile ledger;

    @BeforeEach
    void open() {
        ledger = new LedgerFile(folder.resolve("ledger"));
        ledger.template()
                .update(
                        "INSERT INTO campaign (name, state, reason, resume_at, pass, created_at, updated_at)"
                                + " VALUES ('voeux-2027', 'PAUSED', ?, 1797000000000, 1, 1796900000000, 1796900000000)",
                        "relay <b>ecole</b>: 500/day reached");
        letter(1, "marie@ecole.example", "SENT", "250 2.0.0 Ok");
        letter(2, "=cmd|'/c'!a1@ecole.example", "REFUSED", "+550 5.1.1 " + SCRIPT);
        letter(3, "@sum@ecole.example", "IN_DOUBT", "-1");
        letter(4, "paul@ecole.example", "DEFERRED", "450 4.2.0 Greylisted");
        letter(5, "anne@ecole.example", "PENDING", null);
        exclusion(7, "INVALID", "=HYPERLINK(\"http://evil.example\";\"x\")", SCRIPT);
        exclusion(
                8, "DUPLICATE", "\tmarie@ecole.example", "the address stands in an earlier row; one letter an address");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void letter(long id, String email, String state, @org.jspecify.annotations.Nullable String reply) {
        boolean tried = reply != null;
        ledger.template()
                .update(
                        "INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, state, category, reply, relay,"
                                + " attempts, due_at, updated_at) VALUES (?, 'voeux-2027', ?, 'ecole.example', ?, 1, '{}', ?, ?, ?,"
                                + " ?, ?, 1797000000000, 1796900001000)",
                        id,
                        email,
                        id + 1,
                        state,
                        tried ? "no-such-user" : null,
                        reply,
                        tried ? "ecole" : null,
                        tried ? 1 : 0);
        if (tried) {
            ledger.template()
                    .update(
                            "INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, ended_at, counted, outcome,"
                                    + " category, reply) VALUES (?, ?, 'voeux-2027', 'ecole.example', 'ecole', 'a@b', ?, TRUE, ?, 'no-such-user', ?)",
                            id,
                            id,
                            1796900000000L + id * 1000,
                            state,
                            reply);
        }
    }

    private void exclusion(long line, String reason, String email, String detail) {
        ledger.template()
                .update(
                        "INSERT INTO exclusion (campaign, line, pass, reason, email, detail) VALUES ('voeux-2027', ?, 1, ?, ?, ?)",
                        line,
                        reason,
                        email,
                        detail);
    }

    private Document page() {
        return Jsoup.parse(PastReport.write(ledger.client(), ReportFormat.HTML));
    }

    private List<CSVRecord> table() throws Exception {
        String csv = PastReport.write(ledger.client(), ReportFormat.CSV);
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(csv))
                .getRecords();
    }

    private JsonNode json() {
        return JsonMapper.builder().build().readTree(PastReport.write(ledger.client(), ReportFormat.JSON));
    }

    @Test
    void what_contacts_and_servers_say_is_text_on_the_page() {
        Document page = page();

        assertThat(page.select("script, img, iframe, a, link, b:containsOwn(ecole)"))
                .isEmpty();
        assertThat(page.select("#refused .said").text()).isEqualTo("+550 5.1.1 " + SCRIPT);
        assertThat(page.select("#exclusions td").eachText()).contains(SCRIPT);
        assertThat(page.select("header").text()).contains("relay <b>ecole</b>: 500/day reached");
    }

    private void returned(
            String digest, String email, String kind, boolean proven, boolean bad, String detail, long minutes) {
        ledger.template()
                .update(
                        "INSERT INTO returned (digest, email, campaign, delivery_id, kind, proven, bad, category, detail,"
                                + " received_at, away_until) VALUES (?, ?, 'voeux-2027', 1, ?, ?, ?, ?, ?, ?, ?)",
                        digest,
                        email,
                        kind,
                        proven,
                        bad,
                        kind.equals("bounce") ? "no-such-user" : null,
                        detail,
                        1796900001000L + minutes * 60_000,
                        kind.equals("auto-reply") ? 20_823 : null);
    }

    @Test
    void the_page_tells_people_who_answered_with_their_first_line_as_text_and_what_was_not_proven() {
        returned("a", "marie@ecole.example", "answer", true, false, SCRIPT, 90);
        returned("b", "marie@ecole.example", "answer", true, false, "again", 100);
        returned("c", "paul@ecole.example", "auto-reply", true, false, "en congés", 5);
        returned("d", "anne@ecole.example", "bounce", false, true, "550 5.1.1 User unknown", 6);
        returned("e", "luc@ecole.example", "bounce", true, true, "550 5.1.1 User unknown", 7);

        Document page = page();

        assertThat(page.expectFirst("#back > p").text())
                .isEqualTo("1 person answered, 2 letters bounced, 1 person is away,"
                        + " 1 of these is not proven, and nothing was done.");
        assertThat(page.select("#answered tbody tr")).hasSize(1);
        assertThat(page.select("#answered .words").text()).isEqualTo(SCRIPT);
        assertThat(page.select("#answered").text()).contains("2 messages");
        assertThat(page.select("#away tbody").text()).contains("paul@ecole.example", "Tue 5 Jan 2027");
        assertThat(page.select("#bounced tr:contains(luc@)").text())
                .contains("does not exist", "not written to any more");
        assertThat(page.select("#bounced tr:contains(anne@)").text()).contains("counted, nothing else");
        assertThat(page.select("#unproven td.who").eachText()).containsExactly("anne@ecole.example");
        assertThat(page.select("script, img, a")).isEmpty();
        JsonNode json = json().get("returned");
        assertThat(json.get("answeredByHour").get(1).asLong()).isZero();
        assertThat(json.get("answeredByHour").get(2).asLong()).isEqualTo(1);
        assertThat(json.get("answeredByHour").size()).isEqualTo(49);
        assertThat(json.get("away").get(0).get("awayUntil").asString()).isEqualTo("2027-01-05");
    }

    @Test
    void the_page_allows_its_own_style_sheet_and_nothing_else() throws Exception {
        Document page = page();
        String css = Objects.requireNonNull(page.selectFirst("style")).data();
        String digest = java.util.Base64.getEncoder()
                .encodeToString(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(css.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'; style-src 'sha256-" + digest + "';");
        assertThat(page.select("[style], [src], [href], [onclick]")).isEmpty();
    }

    @Test
    void the_page_lists_who_has_no_letter_and_why() {
        Document page = page();

        assertThat(page.select("#doubt td.who").text()).isEqualTo("@sum@ecole.example");
        assertThat(page.select("#deferred tbody").text()).contains("paul@ecole.example", "450 4.2.0 Greylisted");
        assertThat(page.select("#unsent").text()).contains("1 letter waits").doesNotContain("anne@", "marie@");
        assertThat(page.select("#exclusions td.num").eachText()).containsExactly("7", "8");
        assertThat(page.select(".equation").text())
                .isEqualTo("7 rows = 1 pending + 0 sending + 1 sent + 1 deferred + 1 refused + 0 expired + 1 in doubt"
                        + " + 1 invalid + 1 duplicate + 0 suppressed");
        assertThat(page.select(".alarm")).isEmpty();
    }

    @Test
    void a_sum_that_does_not_add_up_is_an_alarm() throws Exception {
        CampaignReport report = PastReport.read(ledger.client());
        CampaignStatus status = report.status();
        CampaignStatus wrong = new CampaignStatus(
                status.campaign(), status.state(), null, null, status.rows() + 1, status.counts(), null);
        java.io.StringWriter out = new java.io.StringWriter();

        ReportFormat.HTML.write(ReportReader.none(wrong, PastReport.WRITTEN), null, out, Locale.UK, PastMailing.ZONE);

        assertThat(Jsoup.parse(out.toString()).select(".alarm").text()).contains("8 rows, but 7 are accounted for");
    }

    @Test
    void beyond_five_thousand_letters_the_page_points_to_export() {
        ledger.inOneCommit(() -> ledger.template()
                .batchUpdate(
                        "INSERT INTO delivery (id, campaign, email, domain, line, pass, fields, state, due_at, updated_at)"
                                + " VALUES (?, 'voeux-2027', ?, 'ecole.example', ?, 1, '{}', 'EXPIRED', 0, 0)",
                        IntStream.rangeClosed(10, 10 + HtmlReport.MOST_LETTERS)
                                .mapToObj(id -> new Object[] {id, "c" + id + "@ecole.example", id})
                                .toList()));

        Document page = page();

        assertThat(page.select("#unsent tbody tr")).hasSize(HtmlReport.MOST_LETTERS);
        assertThat(page.select("#expired").text())
                .contains("4,998 of 5,001 are listed here; all of them: facteur export JOB --state EXPIRED");
        assertThat(page.select("#deferred").text())
                .contains("0 of 1 are listed here; all of them: facteur export JOB --state DEFERRED");
    }

    @Test
    void cells_that_a_spreadsheet_would_run_are_inert() throws Exception {
        List<CSVRecord> rows = table();

        assertThat(rows)
                .allSatisfy(row -> assertThat(row.toList()).noneMatch(cell -> cell.matches("(?s)[=+@\\t\\r-].*")));
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.get("section")).isEqualTo("recipient");
            assertThat(row.get("name")).isEqualTo("'=cmd|'/c'!a1@ecole.example");
            assertThat(row.get("state")).isEqualTo("REFUSED");
            assertThat(row.get("detail")).isEqualTo("'+550 5.1.1 " + SCRIPT);
        });
    }

    @Test
    void the_table_holds_the_sum_and_everyone_without_a_letter() throws Exception {
        List<CSVRecord> rows = table();

        assertThat(rows.stream()
                        .filter(row -> row.get("section").equals("sum"))
                        .mapToLong(row -> Long.parseLong(row.get("letters")))
                        .sum())
                .isEqualTo(7);
        assertThat(rows.stream().filter(row -> row.get("section").equals("recipient")))
                .extracting(row -> row.get("state"))
                .containsExactly("IN_DOUBT", "REFUSED", "DEFERRED");
        assertThat(rows.stream().filter(row -> row.get("section").equals("exclusion")))
                .extracting(row -> row.get("line"))
                .containsExactly("7", "8");
    }

    @Test
    void json_holds_the_same_and_values_as_they_are() {
        JsonNode json = json();

        assertThat(json.path("campaign").asString()).isEqualTo("voeux-2027");
        assertThat(json.path("state").asString()).isEqualTo("PAUSED");
        assertThat(json.path("rows").asInt()).isEqualTo(7);
        assertThat(json.path("counts").path("inDoubt").asInt()).isEqualTo(1);
        assertThat(json.path("addsUp").asBoolean()).isTrue();
        assertThat(json.path("attempts").path("ended").asInt()).isEqualTo(4);
        assertThat(json.path("timeline").path("buckets")).hasSize(4);
        assertThat(json.path("relays").path(0).path("attempts").path("sent").asInt())
                .isEqualTo(1);
        assertThat(json.path("recipients").path(1).path("email").asString()).isEqualTo("=cmd|'/c'!a1@ecole.example");
        assertThat(json.path("recipients").path(1).path("reply").asString()).isEqualTo("+550 5.1.1 " + SCRIPT);
        assertThat(json.path("exclusions").path(0).path("detail").asString()).isEqualTo(SCRIPT);
    }

    @Test
    void a_campaign_that_was_never_run_has_a_report_in_each_format() throws Exception {
        CampaignReport none = ReportReader.none(CampaignStatus.none("new"), PastReport.WRITTEN);
        for (ReportFormat format : ReportFormat.values()) {
            java.io.StringWriter out = new java.io.StringWriter();
            format.write(none, null, out, Locale.UK, PastMailing.ZONE);
            assertThat(out.toString()).contains("NEW");
        }
    }
}
