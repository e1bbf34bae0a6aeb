package org.facteur.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.cli.Facteur;
import org.facteur.dispatch.PlanSummary;
import org.facteur.dispatch.queue.Plan;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.report.CampaignStatus;
import org.facteur.report.PlanSentence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScreenWordsTest {

    private static final Instant NOW = Instant.parse("2027-01-04T21:00:00Z");

    private final ScreenWords french = new ScreenWords(Locale.FRANCE, ZoneId.of("Europe/Paris"));
    private final ScreenWords english = new ScreenWords(Locale.UK, ZoneId.of("Europe/Paris"));

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static String places(String sentence) {
        Matcher places = Pattern.compile("\\{\\d+(?=[,}])").matcher(sentence);
        return places.results().map(place -> place.group()).sorted().distinct().collect(Collectors.joining());
    }

    /** Every catalogue of another language than English. */
    static Stream<Path> catalogues() throws IOException, URISyntaxException {
        Path classes = Path.of(Facteur.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("org/facteur"))) {
            return files.filter(file -> file.toString().matches(".*_[a-z]{2}\\.properties")).toList().stream();
        }
    }

    static Stream<Path> french() throws IOException, URISyntaxException {
        return catalogues().filter(file -> file.toString().endsWith("_fr.properties"));
    }

    /** Help stands in English at the commands. */
    static Stream<Path> translations() throws IOException, URISyntaxException {
        return catalogues().filter(translated -> Files.exists(english(translated)));
    }

    private static Path english(Path translated) {
        return translated.resolveSibling(translated.getFileName().toString().replaceFirst("_[a-z]{2}\\.", "."));
    }

    @ParameterizedTest
    @MethodSource("translations")
    void a_catalogue_says_what_the_english_one_says_with_the_same_values(Path catalogue, TestReporter reporter)
            throws IOException {
        Properties spoken = properties(english(catalogue));
        Properties translated = properties(catalogue);

        // French is whole; what another language lacks is said in English, and told here.
        Set<String> lacking = new TreeSet<>(spoken.stringPropertyNames());
        lacking.removeAll(translated.stringPropertyNames());
        if (catalogue.toString().endsWith("_fr.properties")) {
            assertThat(lacking).isEmpty();
        } else if (!lacking.isEmpty()) {
            reporter.publishEntry(name(catalogue) + " lacks", String.join(" ", lacking));
        }
        // French has a plural more often, and a first of the month.
        assertThat(translated.stringPropertyNames().stream()
                        .filter(key -> !spoken.containsKey(key))
                        .filter(key -> !spoken.containsKey(key.replaceFirst("\\.(one|first)$", ""))))
                .as("not in English")
                .isEmpty();
        assertThat(spoken.stringPropertyNames())
                .allSatisfy(key -> assertThat(places(translated.getProperty(key, spoken.getProperty(key))))
                        .as(key)
                        .isEqualTo(places(spoken.getProperty(key))));
    }

    /** A language is a file for each catalogue. */
    @Test
    void german_and_spanish_have_each_catalogue_that_french_has() throws IOException, URISyntaxException {
        List<String> french = french().map(ScreenWordsTest::name).toList();

        assertThat(lacking("de", french)).isEmpty();
        assertThat(lacking("es", french)).isEmpty();
    }

    private static List<String> lacking(String language, List<String> french) throws IOException, URISyntaxException {
        List<String> there = catalogues()
                .filter(file -> file.toString().endsWith("_" + language + ".properties"))
                .map(ScreenWordsTest::name)
                .toList();
        return french.stream().filter(name -> !there.contains(name)).sorted().toList();
    }

    /** {@code cli/words} */
    private static String name(Path catalogue) {
        int room = catalogue.getNameCount() - 2;
        return catalogue.subpath(room, room + 2).toString().replaceFirst("_[a-z]{2}\\.properties$", "");
    }

    @Test
    void the_sum_is_the_one_of_report_and_log() {
        Counts counts = new Counts(2766, 0, 1200, 3, 9, 0, 1, 12, 6, 3);
        var status = new CampaignStatus("voeux", CampaignState.PAUSED, null, null, 4000, counts, null);

        assertThat(english.fullSum(status)).isEqualTo(status.sum());
        assertThat(french.fullSum(status)).startsWith("4000 lignes = 2766 en attente + 0 en cours + 1200 envoyées");
    }

    @Test
    void the_sum_for_a_reader_has_no_zeros_and_begins_with_what_left() {
        var status = status(new Counts(0, 0, 46, 0, 0, 0, 0, 1, 1, 0));

        assertThat(english.sum(status)).isEqualTo("46 sent · 1 invalid · 1 duplicate, of 48 rows");
        assertThat(french.sum(status)).isEqualTo("46 envoyées · 1 invalide · 1 en double, sur 48 lignes");
        assertThat(english.sum(status(Counts.NONE))).isEqualTo("no rows yet");
    }

    private static CampaignStatus status(Counts counts) {
        return new CampaignStatus("voeux", CampaignState.COMPLETED, null, null, counts.sum(), counts, null);
    }

    @Test
    void nought_is_singular_in_french_and_plural_in_english() {
        var status = status(new Counts(1, 0, 0, 0, 0, 0, 0, 0, 0, 0));

        assertThat(french.fullSum(status)).startsWith("1 ligne = 1 en attente + 0 en cours + 0 envoyée + 0 différée");
        assertThat(english.of("doubts", 0)).startsWith("0 letters");
        assertThat(french.of("doubts", 0)).startsWith("0 lettre en doute");
    }

    @Test
    void a_states_name_is_the_readers_own() {
        assertThat(CampaignState.values()).allSatisfy(state -> {
            assertThat(english.state(state)).isEqualTo(state.name());
            assertThat(french.state(state)).isNotEqualTo(state.name()).doesNotStartWith("state.");
        });
    }

    @Test
    void an_exact_time_names_its_zone_and_the_first_of_a_month_is_the_first() {
        assertThat(english.exactTime(NOW)).isEqualTo("Monday 4 January 22:00 (Europe/Paris)");
        assertThat(french.exactTime(Instant.parse("2027-01-01T08:00:00Z")))
                .isEqualTo("vendredi 1er janvier à 09:00 (Europe/Paris)");
    }

    @Test
    void a_time_to_come_back_at_is_a_full_minute() {
        Instant opens = Instant.parse("2027-01-04T21:59:59.5Z");

        assertThat(english.openingTime(opens)).isEqualTo("Monday 4 January 23:00 (Europe/Paris)");
        assertThat(english.openingTime(opens, NOW)).isEqualTo("23:00");
    }

    @Test
    void a_plan_tells_its_end_in_the_hours_of_its_reader_and_counts_the_campaigns_nights() {
        Instant evening = Instant.parse("2027-01-05T12:00:00Z");
        Instant ends = evening.plus(Duration.ofHours(3));
        var plan = new PlanSummary(10, List.of(new Plan.Period(evening, ends, 10)), ends, null);

        assertThat(new PlanSentence(Locale.UK, ZoneId.of("Asia/Tokyo"), ZoneId.of("Europe/Paris")).of(plan, NOW))
                .isEqualTo("10 letters, 1 night, ends Tuesday 16:00");
        assertThat(new PlanSentence(Locale.UK, ZoneId.of("Asia/Tokyo")).of(plan, ends.plusSeconds(61)))
                .isEqualTo("10 letters, 1 night");
    }

    @Test
    void times_are_as_short_as_they_are_clear() {
        assertThat(english.time(Instant.parse("2027-01-04T22:30:00Z"), NOW)).isEqualTo("23:30");
        assertThat(english.time(Instant.parse("2027-01-05T01:40:00Z"), NOW)).isEqualTo("Tuesday 02:40");
        assertThat(french.time(Instant.parse("2027-01-05T01:40:00Z"), NOW)).isEqualTo("mardi à 02:40");
        assertThat(french.time(Instant.parse("2027-02-05T01:40:00Z"), NOW)).isEqualTo("vendredi 5 février à 02:40");
    }

    @Test
    void a_language_we_do_not_speak_gets_english() {
        ScreenWords dutch = new ScreenWords(Locale.forLanguageTag("nl-NL"), ZoneId.of("Europe/Paris"));

        assertThat(dutch.of("progress", 1200, 4000)).isEqualTo("1,200/4,000 sent");
        assertThat(dutch.time(Instant.parse("2027-01-05T01:40:00Z"), NOW)).isEqualTo("Tuesday 02:40");
    }

    @Test
    void german_and_spanish_are_files() {
        ScreenWords german = new ScreenWords(Locale.GERMANY, ZoneId.of("Europe/Berlin"));
        ScreenWords spanish = new ScreenWords(Locale.forLanguageTag("es-ES"), ZoneId.of("Europe/Madrid"));
        var status = status(new Counts(0, 0, 1, 0, 0, 0, 0, 2, 0, 0));

        assertThat(german.sum(status)).isEqualTo("1 gesendet · 2 ungültig, von 3 Zeilen");
        assertThat(german.exactTime(NOW)).isEqualTo("Montag, 4. Januar 22:00 (Europe/Berlin)");
        assertThat(spanish.sum(status)).isEqualTo("1 enviada · 2 inválidas, de 3 filas");
        assertThat(spanish.exactTime(NOW)).isEqualTo("lunes 4 de enero a las 22:00 (Europe/Madrid)");
    }

    @Test
    void one_is_not_many() {
        assertThat(english.of("doubts", 1)).startsWith("1 letter in doubt");
        assertThat(english.of("doubts", 2)).startsWith("2 letters in doubt");
        assertThat(french.of("progress", 1, 4)).isEqualTo("1/4 envoyée");
    }
}
