package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WebBrowserTest {

    @Test
    void each_system_has_its_way_to_show_a_page() {
        assertThat(WebBrowser.command("Linux", Map.of())).containsExactly("xdg-open");
        assertThat(WebBrowser.command("Mac OS X", Map.of())).containsExactly("open");
        assertThat(WebBrowser.command("Windows 11", Map.of())).first().isEqualTo("rundll32");
    }

    @Test
    void the_readers_own_browser_goes_before_it() {
        assertThat(WebBrowser.command("Linux", Map.of("BROWSER", "firefox:chromium")))
                .containsExactly("firefox");
    }
}
