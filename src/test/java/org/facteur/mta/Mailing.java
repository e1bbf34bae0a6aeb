package org.facteur.mta;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** A mailing's files in a home of their own, and the packaged program that sends it. */
final class Mailing {

    private final Path home;
    private final Path job;
    private final Map<String, String> environment = new TreeMap<>();

    /** How the program ended, and what it said. */
    record Ended(int exitCode, String said) {}

    /** A row of the ledger. */
    record Row(String state, String category, int attempts, String reply) {}

    /**
     * @param campaign YAML, what there is to say of pace and retries, at the first column
     * @param relay YAML, what there is to say of the relay besides its host, at the first column
     */
    Mailing(Path parent, Collection<String> recipients, String campaign, String relay) {
        this.home = parent.resolve("home");
        this.job = home.resolve("jobs/greetings.yaml");
        write(home.resolve("input/contacts.csv"), "email\n" + String.join("\n", recipients) + "\n");
        write(home.resolve("input/letter.txt"), "A happy new year to {{ email }}!\n");
        write(job, """
                campaign:
                  name: greetings
                  from: "Zythom <zythom@ecole.example>"
                  contacts: { file: ../input/contacts.csv }
                  message: { subject: A happy new year, text: ../input/letter.txt }
                  relays: [ postfix ]
                %s
                relays:
                  postfix:
                    host: 127.0.0.1
                %s
                """.formatted(campaign.indent(2), relay.indent(4)));
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home() {
        return home;
    }

    Path job() {
        return job;
    }

    Mailing environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ended run() throws IOException, InterruptedException {
        return ended(start("run", job.toString()));
    }

    static Ended ended(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), said);
    }

    /** What the ledger says of each recipient. */
    Map<String, Row> rows() throws IOException, InterruptedException {
        Process export = new ProcessBuilder(command("export", job.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<String, Row> rows = new TreeMap<>();
        String csv = ended(export).said();
        for (CSVRecord row : CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(csv))) {
            rows.put(
                    row.get("email"),
                    new Row(
                            row.get("state"),
                            row.get("category"),
                            Integer.parseInt(row.get("attempts")),
                            row.get("reply")));
        }
        return rows;
    }

    private static List<String> command(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("facteur.jar")));
        line.addAll(List.of(arguments));
        return line;
    }
}
