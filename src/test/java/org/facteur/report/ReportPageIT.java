package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.facteur.browser.Browser;
import org.facteur.ledger.LedgerFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report as its reader sees it: on a desk, on a phone, in the dark, on paper. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("browser")
class ReportPageIT {

    private static final String OVERFLOW = "return document.documentElement.scrollWidth - innerWidth";
    private static final String PAPER = "return getComputedStyle(document.body).backgroundColor";

    private static final String COLLISIONS = """
            const boxes = [...document.querySelectorAll('svg.chart text')].filter(t => t.checkVisibility())
                .map(t => [t.textContent, t.getBoundingClientRect()]);
            const width = document.documentElement.clientWidth;
            return boxes.flatMap(([one, a], i) => boxes.slice(i + 1)
                .filter(([other, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom - 4 && b.top < a.bottom - 4)
                .map(([other]) => one + ' / ' + other))
                .concat(boxes.filter(([one, a]) => a.right > width).map(([one]) => one + ' / the edge')).join(', ');""";

    private Path page;
    private Path french;
    private Browser browser;

    @BeforeAll
    void a_report_of_four_nights(@TempDir Path folder) throws Exception {
        try (LedgerFile ledger = new LedgerFile(folder.resolve("ledger"))) {
            PastMailing.write(ledger);
            page = Files.writeString(
                    folder.resolve("report.html"), PastReport.write(ledger.client(), ReportFormat.HTML));
            french = Files.writeString(
                    folder.resolve("rapport.html"),
                    PastReport.write(ledger.client(), ReportFormat.HTML, Locale.FRANCE));
        }
        browser = Browser.start();
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.open(page);
    }

    @Test
    void it_fits_a_desk_and_a_phone_without_scrolling_sideways() {
        assertThat(browser.run(OVERFLOW)).isEqualTo("0");
        assertThat(browser.shown("svg.chart.desk")).hasSize(1);
        assertThat(browser.shown("svg.chart.phone")).isEmpty();

        browser.size(390, 844);

        assertThat(browser.run(OVERFLOW)).isEqualTo("0");
        assertThat(browser.shown("svg.chart.phone")).hasSize(1);
        assertThat(browser.shown("svg.chart.desk")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, 1280", "false, 390", "true, 390"})
    void no_two_labels_of_the_chart_collide(boolean inFrench, int width) {
        browser.open(inFrench ? french : page).size(width, 844);

        assertThat(browser.run(COLLISIONS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 390"})
    void nothing_keeps_people_with_other_eyesight_from_reading_it(String scheme, int width) {
        assertThat(browser.scheme(scheme).size(width, 844).barriers()).isEmpty();
    }

    @Test
    void it_asks_for_nothing_and_its_policy_refuses_nothing_of_its_own() {
        assertThat(browser.requests()).isEmpty();
        assertThat(browser.console()).isEmpty();
        // The style sheet is in force, by its digest.
        assertThat(browser.run("return getComputedStyle(document.querySelector('.sum')).display"))
                .isEqualTo("flex");
    }

    @Test
    void its_policy_keeps_a_script_from_running() {
        browser.run(
                "const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s)");

        assertThat(browser.run("return window.ran === undefined")).isEqualTo("true");
    }

    @Test
    void it_is_dark_where_its_reader_is_and_light_on_paper() {
        assertThat(browser.run(PAPER)).isEqualTo("rgb(247, 246, 243)");
        assertThat(browser.scheme("dark").run(PAPER)).isEqualTo("rgb(21, 24, 28)");
        assertThat(browser.print().run(PAPER)).isEqualTo("rgb(255, 255, 255)");
    }

    @Test
    void bars_have_the_colour_of_their_state() {
        assertThat(browser.run("return getComputedStyle(document.querySelector('.chart.desk .sent')).fill"))
                .isEqualTo("rgb(31, 122, 140)");
        assertThat(browser.find("#sum .whole rect.sent").getSize().getWidth()).isGreaterThan(500);
    }
}
