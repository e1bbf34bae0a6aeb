package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Who reads long output in a pager keeps the home from nobody, and learns whether it is all of it. */
class SpoolTest {

    @TempDir
    private Path folder;

    private Home home = new Home(Path.of("unset"));
    private String job = "";

    @BeforeEach
    void a_mailing_that_was_rehearsed() throws IOException {
        home = new Home(folder);
        Path jobs = Files.createDirectories(folder.resolve("jobs"));
        Files.writeString(jobs.resolve("contacts.csv"), "email\nmarie@example.org\n");
        Files.writeString(jobs.resolve("letter.txt"), "Bonjour");
        job = Files.writeString(jobs.resolve("job.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ sandbox ]
                """).toString();
        assertThat(Typed.facteur("suppress", "paul@example.org", "--home", folder.toString())
                        .exitCode())
                .isZero();
    }

    /** Looks whether a run could start while something is printed. */
    private final class Reader extends Writer {

        private final StringBuilder read = new StringBuilder();

        @Override
        public void write(char[] text, int from, int length) {
            try {
                HomeLock.tryAcquire(home.lock(), true)
                        .orElseThrow(() -> new AssertionError("no run could start"))
                        .close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            read.append(text, from, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private int typed(PrintWriter out, StringWriter err, String command) {
        String[] arguments = command.startsWith("suppress")
                ? Stream.of("suppress", "--list", "--home", folder.toString()).toArray(String[]::new)
                : new String[] {command, job};
        CommandLine commandLine = Facteur.commandLine(Locale.UK, arguments);
        commandLine.setOut(out);
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "resolve", "suppress --list"})
    void a_run_can_start_while_it_is_read(String command) {
        Reader reader = new Reader();

        int exitCode = typed(new PrintWriter(reader, true), new StringWriter(), command);

        assertThat(exitCode).isZero();
        assertThat(reader.read).isNotEmpty();
        assertThat(home.var()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void output_that_finds_no_room_is_no_success() {
        StringWriter err = new StringWriter();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThat(typed(new PrintWriter(full, false, StandardCharsets.UTF_8), err, "export"))
                .isEqualTo(ExitCodes.TRY_LATER);
        assertThat(err.toString()).contains("cut off").contains("free some room");
    }
}
