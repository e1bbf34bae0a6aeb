package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.FacteurProcess.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, killed in the middle of the sample mailing and given the command again. */
class KillAndRunAgainIT {

    @TempDir
    private Path home;

    @Test
    void everyone_has_one_letter_after_two_kills() throws Exception {
        Path job = sample();
        for (int letters : new int[] {6, 14}) {
            FacteurProcess run = FacteurProcess.start(home, List.of("run", job.toString()));
            await().atMost(Duration.ofSeconds(60)).until(() -> recipients().size() >= letters);
            run.kill();
        }

        Ended last = FacteurProcess.start(home, List.of("run", job.toString())).ended();

        assertThat(last.exitCode()).as(last.toString()).isZero();
        assertThat(last.out())
                .contains("COMPLETED")
                .contains("1 invalid · 1 duplicate, of 48 rows")
                .doesNotContain("pending");
        assertThat(recipients()).doesNotHaveDuplicates();
        // A letter that was sealed when its process died is held in doubt, never sent again.
        assertThat(recipients().size()).isBetween(44, 46);
    }

    private Path sample() throws IOException {
        Files.createDirectories(home.resolve("jobs"));
        Files.createDirectories(home.resolve("input"));
        try (Stream<Path> files = Files.list(Path.of("input"))) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve("input").resolve(String.valueOf(file.getFileName())));
            }
        }
        String job = Files.readString(Path.of("jobs/voeux.yaml"))
                .replace("chunk: 20", "chunk: 4")
                .replace("pause: 1s", "pause: 200ms");
        return Files.writeString(home.resolve("jobs/voeux.yaml"), job);
    }

    private List<String> recipients() throws IOException {
        Path letters = home.resolve("var/sandbox/voeux-2027");
        if (!Files.isDirectory(letters)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(letters)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".eml"))
                    .map(name -> name.substring(name.indexOf('-') + 1))
                    .toList();
        }
    }
}
