package org.facteur.report.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.facteur.browser.Browser;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.job.OddMailing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page as its reader uses it, in a real browser; the letters in it try to run scripts and to reach a server. */
@Tag("browser")
class PreviewIT {

    private static Browser browser;
    private static HttpServer server;
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();

    @TempDir
    private static Path folder;

    private static Path sample;
    private static Path odd;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.start();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            ASKED.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        sample = Preview.write(
                        JobFile.load(Path.of("jobs/voeux.yaml"), Map.of(), Map.of(), folder, Purpose.PREVIEW),
                        0,
                        folder.resolve("sample"))
                .page();
        odd = Preview.write(OddMailing.in(folder, "en-GB", web()), 0, folder.resolve("odd"))
                .page();
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.stop(0);
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void forget() {
        ASKED.clear();
    }

    @ParameterizedTest
    @CsvSource({"true, dark, 1280", "false, light, 390"})
    void nothing_keeps_people_with_other_eyesight_from_reading_the_page(boolean warned, String scheme, int width) {
        browser.open(warned ? odd : sample).scheme(scheme).size(width, 844);

        assertThat(browser.barriers()).isEmpty();
    }

    @Test
    void a_search_finds_names_without_their_accents() {
        browser.open(sample);
        assertThat(browser.shown("#list li").size()).isGreaterThan(10);

        browser.press("/");
        browser.press("helene coeur");

        assertThat(browser.shown("#list li"))
                .singleElement()
                .satisfies(item -> assertThat(item.getText()).startsWith("Hélène Cœur"));
        browser.find("#search").sendKeys("zzz");
        assertThat(browser.shown("#list li")).isEmpty();
        assertThat(browser.find("#nobody").isDisplayed()).isTrue();
    }

    @Test
    void the_letter_is_seen_as_html_as_text_and_as_source() {
        browser.open(sample);
        assertThat(browser.shown("iframe")).hasSize(2);

        browser.press("2");
        assertThat(browser.shown("iframe")).isEmpty();
        assertThat(browser.find("#text").getText()).startsWith("Marie,").contains("L’année s’en va");

        browser.find("button[data-view=source]").click();
        assertThat(browser.find("#text").isDisplayed()).isFalse();
        assertThat(browser.find("#source").getText()).contains("MIME-Version: 1.0", "× base64 …]");

        browser.press("1");
        assertThat(browser.shown("iframe")).hasSize(2);
    }

    @Test
    void both_widths_stand_side_by_side_and_each_alone() {
        browser.open(sample);
        List<WebElement> frames = browser.shown("iframe");
        assertThat(frames).extracting(frame -> frame.getCssValue("width")).containsExactly("720px", "375px");
        assertThat(frames.get(0).getRect().getPoint().getY())
                .isEqualTo(frames.get(1).getRect().getPoint().getY());

        browser.find("button[data-width=phone]").click();

        assertThat(browser.shown("iframe"))
                .extracting(frame -> frame.getCssValue("width"))
                .containsExactly("375px");
    }

    @Test
    void the_letter_shows_its_picture_and_its_readers_name() {
        browser.open(sample);

        inLetter(() -> {
            assertThat(browser.find("h1").getText()).isEqualTo("Marie,");
            assertThat(browser.run("return document.querySelector('img').naturalWidth"))
                    .isNotEqualTo("0");
            assertThat(browser.run("return document.compatMode")).isEqualTo("CSS1Compat");
        });
    }

    @Test
    void keys_leaf_through_the_letters() {
        browser.open(sample);

        browser.press("j");
        browser.press(Keys.ARROW_DOWN);
        await().until(() -> browser.find("#subject").getText().startsWith("Hélène,"));
        browser.press("k");
        await().until(() -> browser.find("#subject").getText().startsWith("Lœtitia,"));
        assertThat(browser.find("#list a[aria-current]").getText()).startsWith("Lœtitia Martin");
    }

    @Test
    void the_page_is_dark_where_the_reader_likes_it_and_a_button_turns_it() {
        browser.open(sample);
        assertThat(brightness()).isGreaterThan(200);

        browser.scheme("dark");
        assertThat(brightness()).isLessThan(60);
        inLetter(() -> assertThat(browser.run("return matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo("true"));

        browser.find("#theme").click();
        assertThat(brightness()).isGreaterThan(200);
        browser.find("#theme").click();
        assertThat(brightness()).isLessThan(60);
    }

    @Test
    void the_sample_page_asks_for_nothing_and_has_no_error() {
        browser.open(sample);
        browser.press("j");
        await().until(() -> browser.find("#subject").getText().startsWith("Lœtitia,"));

        assertThat(browser.requests()).isEmpty();
        assertThat(browser.console()).isEmpty();
    }

    /** Without this one, the next would prove little. */
    @Test
    void outside_the_preview_the_odd_letter_does_run_and_reach_its_server() throws Exception {
        String letter = Files.readString(folder.resolve("letter.html")).replaceFirst("<meta http-equiv[^>]*>", "");
        browser.open(Files.writeString(folder.resolve("naked.html"), letter));

        await().until(() -> browser.driver().getTitle().equals(OddMailing.OWNED));
        await().until(() -> ASKED.containsAll(List.of("/pixel.png", "/style.css", "/script.js", "/frame.html")));
    }

    @Test
    void in_the_preview_nothing_of_a_letter_runs_or_reaches_a_server() {
        browser.open(odd).size(1280, 1600);
        // Alone it has its natural size: the driver's clicks land where they should.
        browser.find("button[data-width=phone]").click();
        for (WebElement item : browser.all("#list a")) {
            item.click();
            inLetter(() -> {
                assertThat(browser.find("#hello").isDisplayed()).isTrue();
                for (String link : List.of("#script", "#web", "#top", "#send")) {
                    browser.find(link).click();
                }
                // The frame still shows the letter: no link led away from it.
                assertThat(browser.find("#hello").isDisplayed()).isTrue();
                assertThat(browser.driver().getTitle()).doesNotContain(OddMailing.OWNED);
            });
        }

        assertThat(browser.driver().getTitle()).isEqualTo("odd-2027 · preview");
        assertThat(browser.driver().getWindowHandles()).hasSize(1);
        assertThat(ASKED).isEmpty();
    }

    @Test
    void names_that_are_markup_are_shown_as_they_are() {
        browser.open(odd);

        assertThat(browser.all("#list .name").get(3).getText()).startsWith("<img src=x onerror=");
        assertThat(browser.all("#list img, #subject img")).isEmpty();
    }

    @Test
    void warnings_lead_to_their_letters() {
        browser.open(odd);
        browser.find("nav [data-tab=warnings]").click();
        assertThat(browser.find("#warnings").getText()).contains("Empty variables 1", "Scripts and forms 4");

        browser.find("#warnings .who a").click();

        await().until(() -> browser.find("#to").getText().contains("paul@famille.example"));
        assertThat(browser.find("#findings").getText()).contains("“prenom” is empty for this contact");
    }

    @Test
    void those_set_aside_are_listed_with_their_reasons() {
        browser.open(odd);
        browser.find("nav [data-tab=aside]").click();

        assertThat(browser.find("#aside").getText())
                .contains("7 rows = 4 to write to + 1 invalid + 1 duplicate")
                .contains("line 2 already")
                .contains("Left out by the job file (contacts.where): 1.");
    }

    @Test
    void on_a_phone_one_thing_is_shown_at_a_time_and_nothing_sticks_out() {
        browser.open(odd).size(390, 844);
        browser.run("location.reload()");
        assertThat(browser.find("#letter").isDisplayed()).isFalse();
        assertNothingSticksOut();

        browser.all("#list a").get(1).click();
        await().until(() -> browser.find("#letter").isDisplayed());
        assertThat(browser.find(".list").isDisplayed()).isFalse();
        assertThat(browser.shown("iframe")).hasSize(1);
        assertNothingSticksOut();

        browser.find("#back").click();
        assertThat(browser.find(".list").isDisplayed()).isTrue();
        for (String tab : List.of("warnings", "aside")) {
            browser.find("nav [data-tab=" + tab + "]").click();
            assertNothingSticksOut();
        }
    }

    @Test
    void on_paper_there_are_the_list_the_letter_and_those_set_aside_without_buttons() {
        browser.open(odd).print();

        assertThat(browser.shown("button")).isEmpty();
        assertThat(browser.find("#list").isDisplayed()).isTrue();
        assertThat(browser.find("#subject").isDisplayed()).isTrue();
        assertThat(browser.find("#aside table").isDisplayed()).isTrue();
    }

    private static void assertNothingSticksOut() {
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo("390");
    }

    private static void inLetter(Runnable look) {
        browser.driver().switchTo().frame(browser.shown("iframe").get(0));
        try {
            await().until(() -> !browser.all("body *").isEmpty());
            look.run();
        } finally {
            browser.driver().switchTo().defaultContent();
        }
    }

    /** Of the page's ground, 0 to 255. */
    private static int brightness() {
        String colour = browser.run("return getComputedStyle(document.body).backgroundColor");
        return Integer.parseInt(colour.replaceAll("^rgb\\((\\d+),.*$", "$1"));
    }

    private static String web() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
