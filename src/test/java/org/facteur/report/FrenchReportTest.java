package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.ledger.LedgerFile;
import org.facteur.reason.Phrases;
import org.facteur.reason.Reason;
import org.facteur.verdict.Category;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The report of a campaign whose locale is French. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("ledger")
class FrenchReportTest {

    /** ReportWords that are not French as well, unlike pauses, limites and relais. */
    private static final Pattern ENGLISH = Pattern.compile(
            "\\b(the|of|and|is|are|to|by|in|letters?|rows?|sent|pending|sending|deferred|refused|expired|doubt|invalid|duplicate"
                    + "|suppressed|runs?|began|ended|over|time|attempts?|relay|domains?|replies|reply|reached|days|why|length"
                    + "|said|no|not|line|cell|reason|next|since|written|paused|completed|mon|tue|wed|thu|fri|dec)\\b",
            Pattern.CASE_INSENSITIVE);

    private final ReportWords french = new ReportWords(Locale.FRANCE, PastMailing.ZONE);
    private final ReportWords english = new ReportWords(Locale.UK, PastMailing.ZONE);

    private LedgerFile ledger;
    private Document page;

    @BeforeAll
    void a_mailing_of_four_nights(@TempDir Path folder) throws Exception {
        ledger = new LedgerFile(folder.resolve("ledger"));
        PastMailing.write(ledger);
        page = Jsoup.parse(PastReport.write(ledger.client(), ReportFormat.HTML, Locale.FRANCE));
    }

    @AfterAll
    void close() {
        ledger.close();
    }

    /** All that the page shows, without what the ledger keeps in English and what servers, contacts and files are called. */
    private static Stream<String> said(Document whole) {
        Document page = whole.clone();
        page.select("#unsent td:nth-child(3)").remove();
        page.select("#domains .top span:first-child, #relays .top span:first-child")
                .remove();
        page.select("style, code, .said, .who, #exclusions td:last-child").remove();
        Stream<String> attributes = page.select("[data-as], [aria-label]").stream()
                .flatMap(element -> Stream.of(element.attr("data-as"), element.attr("aria-label")));
        return Stream.concat(page.getAllElements().stream().map(Element::ownText), attributes)
                .map(text -> text.replaceAll("facteur resolve JOB --sent (ou|or) --resend", ""));
    }

    private static List<String> english(Document page) {
        return said(page)
                .flatMap(text -> ENGLISH.matcher(text).results().map(word -> word.group() + " in: " + text))
                .toList();
    }

    @Test
    void no_english_word_is_left_on_the_page() {
        assertThat(english(page)).isEmpty();
    }

    @Test
    void the_list_of_english_words_finds_an_english_page() {
        Document inEnglish = Jsoup.parse(PastReport.write(ledger.client(), ReportFormat.HTML));

        assertThat(english(inEnglish)).hasSizeGreaterThan(100);
    }

    @Test
    void the_page_says_which_language_it_is_in() {
        assertThat(page.select("html").attr("lang")).isEqualTo("fr");
        assertThat(page.title()).isEqualTo("voeux-2027 : rapport");
        assertThat(page.select("h2").eachText())
                .contains("Le compte", "Au fil du temps", "Envois", "Par domaine", "Ce qu’ont dit les serveurs");
        assertThat(page.select("#timeline svg.chart.desk text").eachText()).contains("lun. 14 déc.");
        assertThat(page.select("footer").text()).contains("vendredi 18 décembre 2026 à 06:30", "Europe/Paris");
    }

    @Test
    void what_programs_read_is_the_same_in_each_language() {
        for (ReportFormat format : List.of(ReportFormat.CSV, ReportFormat.JSON)) {
            assertThat(PastReport.write(ledger.client(), format, Locale.FRANCE))
                    .isEqualTo(PastReport.write(ledger.client(), format, Locale.UK));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, Personne n’est encore inscrit",
        "1, 0, La lettre n’est pas partie",
        "1, 1, La lettre est partie",
        "3842, 1, 1 lettre sur 3\u202f842 est partie",
        "3842, 3000, 3\u202f000 lettres sur 3\u202f842 sont parties",
        "3842, 3842, Les 3\u202f842 lettres sont parties"
    })
    void the_headline_agrees_with_its_numbers(long letters, long sent, String sentence) {
        Counts counts = new Counts(letters - sent, 0, sent, 0, 0, 0, 0, 0, 0, 0);
        var status = new CampaignStatus("voeux", CampaignState.PAUSED, null, null, letters, counts, null);

        assertThat(Headline.of(status, false, french)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 'Répétition : la lettre est dans le bac à sable, personne ne l’a reçue'",
        "6, 6, 'Répétition : les 6 lettres sont dans le bac à sable, personne n’en a reçu'",
        "6, 1, 'Répétition : 1 lettre sur 6 dans le bac à sable, personne n’en a reçu'"
    })
    void the_headline_of_a_rehearsal_says_that_nobody_has_a_letter(long letters, long sent, String sentence) {
        Counts counts = new Counts(letters - sent, 0, sent, 0, 0, 0, 0, 0, 0, 0);
        var status = new CampaignStatus("voeux", CampaignState.PAUSED, null, null, letters, counts, null);

        assertThat(Headline.of(status, true, french)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({"PT15S, 15 s", "PT15M, 15 min", "PT16H5M, 16 h 5 min", "PT64H, 2 jours 16 h"})
    void lengths_are_french(Duration length, String words) {
        assertThat(french.length(length)).isEqualTo(words);
    }

    @ParameterizedTest
    @EnumSource(Category.class)
    void each_category_has_a_meaning_in_french(Category category) {
        assertThat(french.said(category.meaning()))
                .isNotEqualTo(category.meaning().toString());
        assertThat(english.said(category.meaning()))
                .isEqualTo(category.meaning().toString());
    }

    @Test
    void a_reason_of_ours_is_translated_and_any_other_stays_as_it_is() {
        assertThat(french.said(Reason.several(List.of(
                        ReportReason.LIMIT_CAMPAIGN.of("30/minute"), ReportReason.LIMIT_RELAY.of("ecole", "500/day")))))
                .isEqualTo(
                        "campagne\u00a0: limite 30/minute atteinte\u202f; relais ecole\u00a0: limite 500/day atteinte");
        assertThat(french.said(ReportReason.DIED.of())).startsWith("le processus est mort");
        assertThat(french.said(Reason.verbatim("the process died; run again")))
                .isEqualTo("the process died; run again");
        assertThat(french.said(Reason.verbatim("450 try later; relay {0}"))).isEqualTo("450 try later; relay {0}");
    }

    @Test
    void each_sentence_of_the_template_is_in_the_catalogue() throws Exception {
        String template;
        try (var in = FrenchReportTest.class.getResourceAsStream("report.html")) {
            template = new String(
                    java.util.Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        Matcher said = Pattern.compile("say\\('([^']+)'[,)]").matcher(template);

        Phrases catalogue = new Phrases("org.facteur.report.report", Locale.FRANCE);

        List<String> keys = said.results().map(key -> key.group(1)).distinct().toList();

        assertThat(keys)
                .hasSizeGreaterThan(50)
                .allSatisfy(key -> assertThat(catalogue.find(key)).isPresent());
        assertThat(Arrays.stream(CampaignState.values()).map(state -> "campaign." + state))
                .allSatisfy(key -> assertThat(catalogue.find(key)).isPresent());
    }
}
