package org.facteur.report.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.facteur.contact.Exclusion;
import org.facteur.reason.Reason;
import org.facteur.report.preview.PreviewPage.Letter;
import org.facteur.report.preview.PreviewPage.Summary;
import org.facteur.report.preview.PreviewPage.Warning;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PreviewPageTest {

    private static final String ATTACK = "</script><!--<script>alert(1)</script> & \" ' {{ 7 * 7 }} <!-- letters -->";

    @TempDir
    private Path folder;

    @Test
    void whatever_a_contact_holds_is_data_in_the_page() throws Exception {
        Document page = page(
                ATTACK,
                List.of(letter(ATTACK, List.of(new Warning(ATTACK, ATTACK)))),
                new Exclusion(3, Exclusion.Kind.INVALID, ATTACK, Reason.verbatim(ATTACK)));

        assertThat(page.select("script:not([type])")).hasSize(1);
        JsonNode letter = JsonMapper.builder()
                .build()
                .readTree(page.expectFirst("script.letter").data());
        for (String field : List.of("name", "address", "subject", "html", "text", "source")) {
            assertThat(letter.path(field).asString("")).as(field).isEqualTo(ATTACK);
        }
        assertThat(page.select("#aside td.cell").text()).isEqualTo(ATTACK);
        assertThat(page.select("#warnings .who a").text()).isEqualTo(ATTACK);
        assertThat(page.select("h1").text()).isEqualTo(ATTACK);
        assertThat(page.title()).startsWith(ATTACK);
    }

    @Test
    void the_policy_lets_the_pages_own_script_run_and_nothing_be_fetched() throws Exception {
        Document page = page("voeux", List.of(letter("a", List.of())));

        Element script = page.expectFirst("script:not([type])");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.data().getBytes(StandardCharsets.UTF_8));
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .contains("default-src 'none'")
                .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
                .doesNotContain("http");
        assertThat(page.select("[src], link, [href^=http]")).isEmpty();
    }

    @Test
    void a_big_mailing_keeps_the_first_letters_and_those_with_warnings() throws Exception {
        List<Warning> odd = List.of(new Warning("MOJIBAKE", "Broken"));
        try (PreviewPage page = new PreviewPage(folder, "voeux", Locale.ENGLISH)) {
            for (int i = 1; i <= 3_000; i++) {
                page.add(letter("a" + i, i % 1_000 == 0 ? odd : List.of()));
            }
            Document html = Jsoup.parse(page.finish(new Summary(3_000, 0, List.of())));

            assertThat(html.select("script.letter")).hasSize(503);
            assertThat(html.select("#warnings .who a").eachAttr("href")).containsExactly("#1000", "#2000", "#3000");
            assertThat(html.select(".note").text()).startsWith("The page holds 503 of 3,000 letters");
        }
    }

    @Test
    void a_picture_is_held_once() throws Exception {
        try (PreviewPage page = new PreviewPage(folder, "voeux", Locale.ENGLISH)) {
            page.picture("picture:1", () -> "data:image/png;base64,AAAA");
            page.picture("picture:1", () -> {
                throw new AssertionError("asked for twice");
            });
            Document html = Jsoup.parse(page.finish(new Summary(0, 0, List.of())));

            assertThat(html.select("script.picture")).hasSize(1);
        }
    }

    @Test
    void a_warning_of_every_letter_names_none() throws Exception {
        List<Warning> odd = List.of(new Warning("MISSING_ALT", "A picture"), new Warning("MISSING_ALT", "Another"));

        Document page = page("voeux", List.of(letter("a", odd), letter("b", odd)));

        assertThat(page.select("#warnings h3").text()).isEqualTo("Pictures without alt text 2");
        assertThat(page.select("#warnings .who").text()).isEqualTo("In every letter.");
    }

    @Test
    void each_empty_variable_has_its_remark_and_how_many_letters_it_is_in() throws Exception {
        Warning name = new Warning("EMPTY_VARIABLE", "The name is empty");
        Warning town = new Warning("EMPTY_VARIABLE", "The town is empty");

        Document page = page("voeux", List.of(letter("a", List.of(name, town)), letter("b", List.of(town))));

        assertThat(page.select("#warnings .group p:not(.who)").eachText())
                .containsExactly("The name is empty 1", "The town is empty 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_fr", "_de", "_es"})
    void each_language_has_every_word_of_the_pages(String language) throws Exception {
        assertThat(keys("report/preview/words" + language))
                .isEqualTo(keys("report/preview/words"))
                .isNotEmpty();
        assertThat(keys("report/report" + language)).containsAll(keys("report/report"));
    }

    private static Set<String> keys(String bundle) throws Exception {
        Properties words = new Properties();
        try (InputStream in = PreviewPage.class.getResourceAsStream("/org/facteur/" + bundle + ".properties")) {
            words.load(in);
        }
        return words.stringPropertyNames();
    }

    @Test
    void a_size_is_said_in_the_pages_language() {
        assertThat(new PreviewWords(Locale.FRANCE).size(1_234_567)).isEqualTo("1,2\u00a0Mo");
        assertThat(new PreviewWords(Locale.GERMANY).size(165_518)).isEqualTo("166\u00a0kB");
        assertThat(new PreviewWords(Locale.UK).size(12)).isEqualTo("1 kB");
    }

    private Document page(String campaign, List<Letter> letters, Exclusion... exclusions) throws Exception {
        try (PreviewPage page = new PreviewPage(folder, campaign, Locale.ENGLISH)) {
            for (Letter letter : letters) {
                page.add(letter);
            }
            for (Exclusion exclusion : exclusions) {
                page.exclude(exclusion);
            }
            return Jsoup.parse(Files.readString(page.finish(new Summary(letters.size(), 0, List.of()))));
        }
    }

    private static Letter letter(String text, List<Warning> warnings) {
        return new Letter(2, text, text, text, text, text, "1.eml", 5_000, text, text, text, List.of(), warnings);
    }
}
