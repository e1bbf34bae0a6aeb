package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.browser.Browser;
import org.facteur.ledger.LedgerFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The report as its reader sees it: on a desk, on a phone, in the dark, on paper. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageIT {

    private static final String OVERFLOW = "return document.documentElement.scrollWidth - innerWidth";
    private static final String PAPER = "return getComputedStyle(document.body).backgroundColor";

    private Path page;
    private Browser browser;

    @BeforeAll
    void a_report_of_four_nights(@TempDir Path folder) throws Exception {
        try (LedgerFile ledger = new LedgerFile(folder.resolve("ledger"))) {
            PastMailing.write(ledger);
            page = Files.writeString(
                    folder.resolve("report.html"), PastReport.write(ledger.client(), ReportFormat.HTML));
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
