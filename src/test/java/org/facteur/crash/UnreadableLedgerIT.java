package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that is damaged is not taken for one that knows less: those it knows would be written to twice. */
class UnreadableLedgerIT {

    private static final int PEOPLE = 12;

    @TempDir
    private Path home;

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();

    @AfterEach
    void close() {
        server.close();
    }

    private record Case(Damage damage, String extension, String command) {}

    private static final List<Case> CASES = List.of(
            new Case(Damage.GONE, "data", "run"),
            new Case(Damage.GONE, "script", "status"),
            new Case(Damage.GONE, "log", "run"),
            new Case(Damage.A_FOLDER, "log", "status"),
            new Case(Damage.EMPTY, "properties", "status"),
            new Case(Damage.EMPTY, "data", "status"),
            new Case(Damage.OVERWRITTEN, "script", "run"),
            new Case(Damage.OVERWRITTEN, "log", "run"));

    private enum Damage {
        GONE,
        A_FOLDER,
        EMPTY,
        OVERWRITTEN;

        void of(Path file) throws IOException {
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            switch (this) {
                case GONE -> {}
                case A_FOLDER -> Files.createDirectory(file);
                case EMPTY -> Files.createFile(file);
                case OVERWRITTEN -> Files.write(file, garbled(content));
            }
        }

        /** All but its first and last quarter, so that the file still looks like one of its kind. */
        private byte[] garbled(byte[] content) {
            byte[] text = "Something else entirely.\n".getBytes(StandardCharsets.US_ASCII);
            byte[] garbled = content.clone();
            for (int i = content.length / 4; i < content.length * 3 / 4; i++) {
                garbled[i] = text[i % text.length];
            }
            return garbled;
        }
    }

    @Test
    void a_damaged_file_ends_each_command_with_its_path_and_nothing_is_sent() throws Exception {
        Workplace workplace =
                new Workplace(home).ledger().contacts(PEOPLE).relay(server).campaign("pace: { chunk: 4 }");
        // What the first run did lies in the data file now, what the second did in the log.
        Death.BEFORE_MAIL.of(workplace, server, 4, 1);
        Death.AFTER_THE_DOT_AND_BEFORE_THE_REPLY.of(workplace, server, 4, 1);
        Map<Path, byte[]> ledger = files();
        int connections = server.connections();

        for (Case each : CASES) {
            put(ledger);
            each.damage.of(workplace.ledger(each.extension));
            // One of them as a process: there is nothing more in the others.
            Ended ended = each.equals(CASES.get(0)) ? workplace.run(each.command) : workplace.typed(each.command);
            String what = each + " " + ended;
            assertThat(ended.exitCode()).as(what).isEqualTo(66);
            assertThat(ended.err())
                    .as(what)
                    .containsOnlyOnce("\n")
                    .contains(home.resolve("var/ledger.").toString(), "from a copy", "Delete none");
        }
        assertThat(server.connections()).isEqualTo(connections);

        put(ledger);
        assertThat(workplace.typed("run").exitCode()).isZero();
        Books.of(workplace, server).assertNobodyHasTwoOrNone(PEOPLE, 1);
    }

    private Map<Path, byte[]> files() throws IOException {
        Map<Path, byte[]> files = new TreeMap<>();
        for (Path file : all()) {
            files.put(file, Files.readAllBytes(file));
        }
        return files;
    }

    /** Back from the copy: these files and no others. */
    private void put(Map<Path, byte[]> copy) throws IOException {
        for (Path file : all()) {
            Files.delete(file);
        }
        for (Map.Entry<Path, byte[]> file : copy.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    private List<Path> all() {
        return Stream.of("script", "data", "log", "properties", "backup")
                .map(extension -> home.resolve("var/ledger." + extension))
                .filter(Files::exists)
                .toList();
    }
}
