package org.facteur.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.relay.RelayFixtures.NO_SEAL;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.to;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxServerTest {

    private static final String TO_MARIE = "MAIL FROM:<a@example.org>\r\nRCPT TO:<marie@example.org>\r\nDATA\r\n";

    @TempDir
    Path home;

    private Path directory() {
        return home.resolve("var/sandbox/voeux");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> talk(SandboxServer sandbox, String commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
            socket.getOutputStream().write(commands.getBytes(UTF_8));
            socket.shutdownOutput();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
                    .lines()
                    .toList();
        }
    }

    @Test
    void a_letter_sent_to_its_relay_is_a_file_as_it_was_written() throws IOException {
        try (var sandbox = new SandboxServer(directory());
                var client = clientOf(sandbox.relay())) {
            assertThat(client.submit(to("marie@example.org"), letter(), NO_SEAL))
                    .isEqualTo(new Submission.Accepted(
                            Reply.parse(Phase.DOT, "250 2.0.0 Ok: kept as 00001-marie@example.org.eml")));

            assertThat(files()).containsExactly("00001-marie@example.org.eml");
            assertThat(Files.readString(directory().resolve("00001-marie@example.org.eml")))
                    .contains("Message-ID: <1@ecole.example>\r\n")
                    .endsWith("\r\n\r\nBonne année !\r\n.\r\n..et la suite\r\n");
        }
    }

    @Test
    void letters_of_earlier_runs_stay() throws IOException {
        for (int run = 1; run <= 2; run++) {
            try (var sandbox = new SandboxServer(directory())) {
                talk(sandbox, TO_MARIE + "run " + run + "\r\n.\r\nQUIT\r\n");
            }
        }

        assertThat(files()).containsExactly("00001-marie@example.org.eml", "00002-marie@example.org.eml");
        assertThat(directory().resolve("00001-marie@example.org.eml")).hasContent("run 1\r\n");
    }

    @Test
    void letters_that_come_at_once_each_have_their_file() throws Exception {
        try (var sandbox = new SandboxServer(directory())) {
            ExecutorService pool = Executors.newFixedThreadPool(8);
            List<Future<List<String>>> talks = IntStream.range(0, 40)
                    .mapToObj(i -> pool.submit(() -> talk(sandbox, TO_MARIE + i + "\r\n.\r\nQUIT\r\n")))
                    .toList();
            for (Future<List<String>> talk : talks) {
                assertThat(talk.get()).last().isEqualTo("221 2.0.0 Bye");
            }
            pool.shutdown();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }

        assertThat(files()).hasSize(40).allMatch(name -> name.endsWith(".eml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../etc/passwd@x",
                "..\\\\windows@x",
                "/absolute@x",
                "a:b*c?d@x",
                "nul\0byte@x",
                "\"quoted > bracket\"@x"
            })
    void an_address_is_data_and_leads_nowhere(String recipient) throws IOException {
        try (var sandbox = new SandboxServer(directory())) {
            List<String> replies =
                    talk(sandbox, "MAIL FROM:<a@x>\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\nhello\r\n.\r\nQUIT\r\n");

            assertThat(replies).anyMatch(reply -> reply.startsWith("250 2.0.0 Ok: kept as 00001-"));
            assertThat(files()).singleElement().asString().matches("00001-[a-z0-9@_+-][a-z0-9@._+-]*\\.eml");
        }
    }

    @Test
    void a_very_long_address_has_a_file_too() throws IOException {
        try (var sandbox = new SandboxServer(directory())) {
            talk(sandbox, "MAIL FROM:<a@x>\r\nRCPT TO:<" + "a".repeat(1000) + "@x>\r\nDATA\r\nhello\r\n.\r\nQUIT\r\n");

            assertThat(files()).singleElement().asString().hasSizeLessThan(100);
        }
    }

    @Test
    void without_the_final_dot_there_is_no_letter() throws IOException {
        try (var sandbox = new SandboxServer(directory())) {
            talk(sandbox, TO_MARIE + "half a letter\r\n");
            // A dot between bare line feeds is text, not an end.
            talk(sandbox, TO_MARIE + "half\n.\nQUIT\n");

            assertThat(files()).isEmpty();
        }
    }

    @Test
    void commands_out_of_order_are_refused_and_the_conversation_goes_on() throws IOException {
        try (var sandbox = new SandboxServer(directory())) {
            String commands = """
                    DATA
                    RCPT TO:<b@x>
                    MAIL FROM:<a@x>
                    RCPT TO:nobody
                    RCPT TO:<>
                    RCPT

                    VRFY x
                    RCPT TO:<b@x>
                    RCPT TO:<c@x>
                    RSET
                    DATA
                    NOOP
                    QUIT
                    """;

            assertThat(talk(sandbox, commands.replace("\n", "\r\n")))
                    .map(reply -> reply.substring(0, 3))
                    .containsExactly(
                            "220", "503", "503", "250", "501", "501", "501", "502", "502", "250", "452", "250", "503",
                            "250", "221");
        }
    }

    @Test
    void a_letter_it_cannot_write_is_refused_for_now() throws IOException {
        try (var sandbox = new SandboxServer(directory())) {
            Files.delete(directory());

            assertThat(talk(sandbox, TO_MARIE + "hello\r\n.\r\nQUIT\r\n"))
                    .anyMatch(reply -> reply.startsWith("452 4.3.1 the letter cannot be written"));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void its_directory_is_private_to_the_owner() throws IOException {
        try (var sandbox = new SandboxServer(directory())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.directory())))
                    .isEqualTo("rwx------");
        }
    }
}
