package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeIT {

    @TempDir
    private Path directory;

    private Ended facteur(List<String> arguments) {
        return FacteurProcess.start(directory, arguments).ended();
    }

    @Test
    void each_step_of_a_first_mailing_works_in_the_order_of_the_readme() throws Exception {
        Path folder = directory.resolve("mailing");
        assertThat(facteur(List.of("init", folder.toString(), "--locale", "en")).exitCode())
                .isZero();
        Path mine = Files.copy(folder.resolve("jobs/greetings.yaml"), folder.resolve("jobs/mine.yaml"));

        List<List<String>> steps = Readme.read().section("Your first mailing").commands().stream()
                .filter(words -> !ReadmeTest.TO_COME.contains(words.get(0)))
                .toList();

        assertThat(steps).extracting(words -> words.get(0)).contains("preview", "plan", "run", "status", "report");
        for (List<String> step : steps) {
            Ended ended = facteur(step.stream()
                    .map(word -> word.equals("jobs/mine.yaml") ? mine.toString() : word)
                    .toList());
            assertThat(ended.exitCode()).as(step + ": " + ended).isZero();
        }
        assertThat(folder.resolve("var/reports/greetings-" + year(mine) + ".html"))
                .isRegularFile();
    }

    private static String year(Path job) throws Exception {
        return Files.readString(job).replaceFirst("(?s).*\\$\\{year:(\\d+)}.*", "$1");
    }
}
