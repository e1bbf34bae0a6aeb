package org.facteur.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The reader's own, started as this system starts it. */
final class WebBrowser {

    private WebBrowser() {}

    /** @return whether one was started; what it shows we do not learn */
    static boolean show(Path page) {
        List<String> command = new ArrayList<>(command(System.getProperty("os.name", ""), System.getenv()));
        command.add(page.toAbsolutePath().toUri().toString());
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    /** @param environment where BROWSER goes before what the system has, as for other programs */
    static List<String> command(String system, Map<String, String> environment) {
        String wanted = environment.getOrDefault("BROWSER", "").split(":", -1)[0];
        String os = system.toLowerCase(Locale.ROOT);
        if (!wanted.isEmpty()) {
            return List.of(wanted);
        } else if (os.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        return List.of(os.startsWith("mac") ? "open" : "xdg-open");
    }
}
