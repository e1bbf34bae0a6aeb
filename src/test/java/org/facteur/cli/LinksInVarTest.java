package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One who could write into {@code var} once has put a link in the place of a file that a run writes. */
class LinksInVarTest {

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "facteur.lock",
                "status.json",
                "witness",
                "message-id.key",
                "ledger.script",
                "ledger.log",
                "log/facteur.log"
            })
    void what_it_leads_to_is_never_written_to(String name) throws IOException {
        Path precious = Files.writeString(home.resolve("precious"), "mine\n");
        Path link = home.resolve("var").resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, precious);

        Typed.facteur("run", job());

        assertThat(precious).hasContent("mine\n");
    }

    @Test
    void nobody_else_may_read_what_lies_in_it() throws IOException {
        String job = job();
        for (String command : List.of("run", "preview", "report")) {
            assertThat(Typed.facteur(command, job).exitCode()).isZero();
        }

        try (Stream<Path> all = Files.walk(home.resolve("var"))) {
            assertThat(all)
                    .hasSizeGreaterThan(12)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as("%s", file)
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    private String job() throws IOException {
        Path jobs = Files.createDirectories(home.resolve("jobs"));
        Files.writeString(jobs.resolve("contacts.csv"), "email\nmarie@example.org\n");
        Files.writeString(jobs.resolve("letter.txt"), "Bonjour");
        return Files.writeString(jobs.resolve("job.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ sandbox ]
                """).toString();
    }
}
