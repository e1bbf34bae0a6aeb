package org.facteur.sample;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.facteur.browser.Browser;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.report.preview.Preview;

/**
 * Makes {@code src/docs/preview.png}, the README's picture: the sample mailing's preview as Chromium shows it. Run it from an editor,
 * in the project's folder, when the page has changed.
 */
final class PreviewPicture {

    private PreviewPicture() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("preview");
        Path page = Preview.write(
                        JobFile.load(Path.of("jobs/voeux.yaml"), Map.of(), Map.of(), folder, Purpose.PREVIEW),
                        0,
                        folder)
                .page();
        try (Browser browser = Browser.start()) {
            browser.open(page).size(1280, 800);
            browser.find("#next").click();
            browser.driver().switchTo().frame(browser.shown("iframe").get(1));
            await().until(() ->
                    browser.run("return document.querySelector('img').complete").equals("true"));
            browser.driver().switchTo().defaultContent();
            browser.screenshot(Path.of(args.length > 0 ? args[0] : "src/docs/preview.png"));
        }
    }
}
