package org.facteur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixture tells the truth: a test that relies on it can fail. */
@Tag("browser")
class BrowserIT {

    @TempDir
    private Path folder;

    @Test
    void a_page_is_seen_in_the_size_and_scheme_asked_for_and_its_requests_and_errors_are_told() throws Exception {
        Path page = Files.writeString(folder.resolve("page.html"), """
                <!DOCTYPE html><html><body><p id="said"></p><img src="http://pictures.example/a.png">
                <script>document.getElementById('said').textContent = innerWidth + ' '
                  + matchMedia('(prefers-color-scheme: dark)').matches; console.error('as written')</script></body></html>
                """);
        try (Browser browser = Browser.start()) {
            browser.open(page).size(390, 700).scheme("dark");

            assertThat(browser.run("return innerWidth + ' ' + matchMedia('(prefers-color-scheme: dark)').matches"))
                    .isEqualTo("390 true");
            assertThat(browser.find("#said").getText()).isEqualTo("1280 false");
            assertThat(browser.requests()).containsExactly("http://pictures.example/a.png");
            assertThat(browser.console()).anyMatch(line -> line.contains("as written"));
            browser.screenshot(folder.resolve("page.png"));
            assertThat(folder.resolve("page.png")).isNotEmptyFile();

            assertThat(browser.open(page).requests()).hasSize(1);
        }
    }
}
