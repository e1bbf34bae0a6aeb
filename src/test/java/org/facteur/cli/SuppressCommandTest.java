package org.facteur.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.home.Home;
import org.facteur.ledger.EmptyLedger;
import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is left alone after a list of people was read, whatever program wrote it. */
class SuppressCommandTest {

    @TempDir
    private Path home;

    @BeforeEach
    void a_ledger() {
        EmptyLedger.in(new Home(home));
    }

    private Typed suppress(String... arguments) {
        String[] all = Stream.concat(Stream.of("suppress", "--home", home.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return facteur(all);
    }

    private List<String> listed() {
        return suppress("--list")
                .out()
                .lines()
                .map(line -> line.replaceAll("  \\S+T\\S+", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/dev/full", "/"})
    void what_is_no_file_is_refused_at_once(String place) {
        Typed typed = suppress("--import", place);

        assertThat(typed.exitCode()).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(typed.err()).contains(place + " is a folder, a device or a pipe; name a file");
        assertThat(facteur("explain", "--replies", place, "550 x").exitCode()).isEqualTo(ExitCodes.CONFIG);
    }

    static Stream<Arguments> exports() {
        return Stream.of(
                Arguments.of("date,from,email,reason\n2027,zythom@perso.example,bob@x.example,\"no, thanks\"\n", UTF_8),
                Arguments.of("from;Adresse e-mail;motif\nzythom@perso.example;bob@x.example;no, thanks\n", UTF_16),
                Arguments.of("nom\te-mail\traison\nZo\u00e9\tbob@x.example\tno, thanks\n", ISO_8859_1),
                Arguments.of("Blocked addresses\n\n\"bob@x.example\"\n", UTF_16),
                Arguments.of("bob@x.example\n", UTF_8));
    }

    @ParameterizedTest
    @MethodSource("exports")
    void it_is_the_column_of_addresses_that_is_read_whatever_the_charset(String export, Charset charset)
            throws IOException {
        Path file = Files.write(home.resolve("blocked.csv"), export.getBytes(charset));

        assertThat(suppress("--import", file.toString()).exitCode()).isEqualTo(ExitCodes.DONE);

        assertThat(listed())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("bob@x.example  ")
                .contains(export.contains("thanks") ? "no, thanks" : "blocked.csv");
    }

    @ParameterizedTest
    @MethodSource("withSlips")
    void a_line_that_named_nobody_is_told_by_its_number(String list) throws IOException {
        Path file = Files.writeString(home.resolve("blocked.csv"), list);

        Typed typed = suppress("--import", file.toString());
        Typed json = suppress("--import", file.toString(), "--json");

        assertThat(typed.out()).startsWith("1 new on the list, of 1 named");
        assertThat(typed.err()).contains("lines 2, 4 of " + file);
        assertThat(json.out()).contains("\"unread\":[2,4]");
    }

    static Stream<String> withSlips() {
        return Stream.of(
                "email,reason\nbob @x.example,left\nann@x.example,moved\nann@@x.example,moved\n,nobody\n",
                "ann@x.example\nbob @x.example\nremark\nann@@x.example\n");
    }

    @Test
    void what_is_no_text_is_refused() throws IOException {
        Path file = Files.write(home.resolve("blocked.csv"), new byte[] {'a', '@', 0, 1, 2, 0, '\n', 0});

        assertThat(suppress("--import", file.toString()).exitCode()).isEqualTo(ExitCodes.DATA);
    }
}
