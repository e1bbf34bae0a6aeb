package org.facteur.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.cli.Facteur;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.report.CampaignStatus;
import org.junit.jupiter.api.Test;
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
        Matcher places = Pattern.compile("\\{(\\d+|where|what)}").matcher(sentence);
        return places.results().map(place -> place.group()).sorted().distinct().collect(Collectors.joining());
    }

    /** Every catalogue that there is: help stands in English at the commands. */
    static Stream<Path> catalogues() throws IOException, URISyntaxException {
        Path classes = Path.of(Facteur.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("org/facteur"))) {
            return files.filter(file -> file.toString().endsWith("_fr.properties")).toList().stream();
        }
    }

    static Stream<Path> translations() throws IOException, URISyntaxException {
        return catalogues().filter(french -> Files.exists(english(french)));
    }

    private static Path english(Path french) {
        return french.resolveSibling(french.getFileName().toString().replace("_fr.", "."));
    }

    @ParameterizedTest
    @MethodSource("translations")
    void french_says_all_that_english_says_with_the_same_values(Path french) throws IOException {
        Properties spoken = properties(english(french));
        Properties translated = properties(french);

        assertThat(translated.stringPropertyNames()).containsAll(spoken.stringPropertyNames());
        // French has a plural more often.
        assertThat(translated.stringPropertyNames())
                .allMatch(key -> spoken.containsKey(key.replaceFirst("\\.one$", "")), "is in English, too");
        assertThat(spoken.stringPropertyNames())
                .allSatisfy(key -> assertThat(places(translated.getProperty(key)))
                        .as(key)
                        .isEqualTo(places(spoken.getProperty(key))));
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void no_line_begins_with_a_french_sign_that_belongs_to_the_word_before(Path french) throws IOException {
        assertThat(properties(french).values())
                .allSatisfy(
                        sentence -> assertThat(sentence.toString()).doesNotContainPattern("« | »| [;:!?](?:\\s|$)"));
    }

    @Test
    void the_sum_is_the_one_of_report_and_log() {
        Counts counts = new Counts(2766, 0, 1200, 3, 9, 0, 1, 12, 6, 3);
        var status = new CampaignStatus("voeux", CampaignState.PAUSED, null, null, 4000, counts, null);

        assertThat(english.sum(status)).isEqualTo(status.sum());
        assertThat(french.sum(status)).startsWith("4000 lignes = 2766 en attente + 0 en cours + 1200 envoyées");
    }

    @Test
    void times_are_as_short_as_they_are_clear() {
        assertThat(english.time(Instant.parse("2027-01-04T22:30:00Z"), NOW)).isEqualTo("23:30");
        assertThat(english.time(Instant.parse("2027-01-05T01:40:00Z"), NOW)).isEqualTo("Tuesday 02:40");
        assertThat(french.time(Instant.parse("2027-01-05T01:40:00Z"), NOW)).isEqualTo("mardi 02:40");
        assertThat(french.time(Instant.parse("2027-02-05T01:40:00Z"), NOW)).isEqualTo("vendredi 5 février 02:40");
    }

    @Test
    void a_language_we_do_not_speak_gets_english() {
        ScreenWords german = new ScreenWords(Locale.GERMANY, ZoneId.of("Europe/Paris"));

        assertThat(german.of("sent", 1200, 4000)).isEqualTo("1,200/4,000 sent");
        assertThat(german.time(Instant.parse("2027-01-05T01:40:00Z"), NOW)).isEqualTo("Tuesday 02:40");
    }

    @Test
    void one_is_not_many() {
        assertThat(english.of("doubts", 1)).startsWith("1 letter in doubt");
        assertThat(english.of("doubts", 2)).startsWith("2 letters in doubt");
        assertThat(french.of("sent", 1, 4)).isEqualTo("1/4 envoyée");
    }
}
