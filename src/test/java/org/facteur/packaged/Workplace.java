package org.facteur.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.facteur.cli.Typed;
import org.facteur.home.Home;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.EmptyLedger;
import org.facteur.ledger.LedgerExport;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.packaged.FacteurProcess.Ended;
import org.facteur.postgres.LedgerUnderTest;
import org.facteur.smtp.ScriptedSmtpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A home with a job file, contacts and a letter, and the packaged program to work there.
 *
 * <pre>{@code
 * var workplace = new Workplace(home).contacts(20).relay(server, "connections: 4").campaign("pace: { chunk: 5 }");
 *
 * assertThat(workplace.run("run").exitCode()).isZero();
 * assertThat(workplace.status().count("sent")).isEqualTo(20);
 * }</pre>
 */
public final class Workplace {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path home;
    private final List<String> campaign = new ArrayList<>();
    private final List<String> relay = new ArrayList<>();
    private String datasource = "";
    private String message = "";
    private String mailboxes = "";

    /** @param home existing and empty */
    public Workplace(Path home) {
        this.home = home;
        try {
            Files.createDirectories(home.resolve("jobs"));
            Files.createDirectories(home.resolve("input"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        letter("Bonne année {{ prenom }} !\n");
        LedgerUnderTest.url(home).ifPresent(url -> datasource("url: \"" + url + "\""));
    }

    /**
     * With an empty ledger, where what is run is not to make one: that takes a fifth of a process. {@code KillAndRunAgainIT}, {@code ReadmeIT} and
     * {@code ScheduleIT} have theirs made.
     */
    public Workplace ledger() {
        EmptyLedger.in(new Home(home));
        return this;
    }

    /** Where {@code status --json} says the campaign stands. */
    public record Status(String state, String reason, long rows, Map<String, Long> counts) {

        /** @param state such as {@code inDoubt} */
        public long count(String state) {
            return counts.getOrDefault(state, 0L);
        }

        public long sum() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** So many people of as many domains: {@code p1@d1.example} and on. */
    public Workplace contacts(int people) {
        return contacts(IntStream.rangeClosed(1, people)
                .mapToObj(i -> "p%d@d%d.example,P%d".formatted(i, i, i))
                .toArray(String[]::new));
    }

    /** @param rows address and first name, as CSV */
    public Workplace contacts(String... rows) {
        return write("input/contacts.csv", "email,prenom\n" + String.join("\n", rows) + "\n");
    }

    /** The text of the letter, a template. */
    public Workplace letter(String template) {
        return write("input/letter.txt", template);
    }

    /** @param more settings of the message, {@code key: value} each; they come instead of those given before */
    public Workplace message(String... more) {
        message = Stream.of(more).map(one -> ", " + one).collect(Collectors.joining());
        return this;
    }

    /** The one relay, on loopback and without TLS unless more is said. */
    public Workplace relay(ScriptedSmtpServer server, String... more) {
        return relay(server.port(), more);
    }

    /** @param more settings of the relay, {@code key: value} each; they come instead of those given before */
    public Workplace relay(int port, String... more) {
        relay.clear();
        relay.addAll(List.of("host: 127.0.0.1", "port: " + port));
        if (Stream.of(more).noneMatch(line -> line.startsWith("tls:"))) {
            relay.add("tls: none");
        }
        relay.addAll(Arrays.asList(more));
        return this;
    }

    /** @param more settings of the campaign, {@code key: value} each; they come instead of those given before */
    public Workplace campaign(String... more) {
        campaign.clear();
        campaign.addAll(Arrays.asList(more));
        return this;
    }

    /** @param settings below {@code spring.datasource}, {@code key: value} each; none: the ledger is in {@code var} */
    public Workplace datasource(String... settings) {
        datasource = settings.length == 0 ? "" : "spring:\n  datasource:\n" + indented(4, List.of(settings));
        return this;
    }

    /** An IMAP account on loopback, which the campaign reads; comes on top of {@link #campaign}. */
    public Workplace mailbox(int port, String username, String password) {
        write("input/imap", password);
        mailboxes = """
                mailboxes:
                  perso: { host: 127.0.0.1, port: %d, tls: none, username: "%s", password-file: ../input/imap }
                """.formatted(port, username);
        campaign.add("inbox: [ perso ]");
        return this;
    }

    public Path home() {
        return home;
    }

    /** A file of the ledger: {@code ledger.log} for {@code log}. */
    public Path ledger(String extension) {
        return home.resolve("var/ledger." + extension);
    }

    /** Writes the job file as it has been described. */
    public Path job() {
        write("jobs/job.yaml", """
                campaign:
                  name: voeux
                  from: "Zythom <zythom@ecole.example>"
                  contacts: { file: ../input/contacts.csv }
                  message: { subject: "Bonne année {{ prenom }}", text: ../input/letter.txt%s }
                  relays: [ ecole ]
                %s
                relays:
                  ecole:
                %s
                %s
                %s
                """.formatted(
                        message, indented(2, campaign), indented(4, relay), mailboxes, datasource));
        return home.resolve("jobs/job.yaml");
    }

    private static String indented(int columns, List<String> lines) {
        return lines.stream().map(line -> " ".repeat(columns) + line).collect(Collectors.joining("\n"));
    }

    /** {@code facteur COMMAND JOB MORE}, while the test goes on. */
    public FacteurProcess start(String command, String... more) {
        return FacteurProcess.start(outputs(), arguments(command, more));
    }

    /** The same to its end. */
    public Ended run(String command, String... more) {
        return start(command, more).ended();
    }

    /** The same in the process of the test, which knows no more of a run than any other process: for what no process is the point of. */
    public Ended typed(String command, String... more) {
        Typed typed = Typed.facteur(arguments(command, more).toArray(String[]::new));
        return new Ended(typed.exitCode(), typed.out(), typed.err());
    }

    public List<String> arguments(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, job().toString()));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    /** Where processes write what they say. */
    public Path outputs() {
        try {
            return Files.createDirectories(home.resolve("said"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Status status() {
        Ended ended = typed("status", "--json");
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        return status(ended.out());
    }

    public static Status status(String json) {
        JsonNode status = JSON.readTree(json);
        Map<String, Long> counts = new TreeMap<>();
        status.get("counts")
                .properties()
                .forEach(count -> counts.put(count.getKey(), count.getValue().asLong()));
        return new Status(
                status.get("state").asString(),
                status.get("reason").isNull() ? "" : status.get("reason").asString(),
                status.get("rows").asLong(),
                counts);
    }

    /** Each row's state in the ledger, by address. Read by the test itself, so only while no process of this home runs. */
    public Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        try (OpenLedger ledger = HomeLedger.of(new Home(home), Map.of()).open().orElseThrow()) {
            new LedgerExport(ledger.template(), "voeux")
                    .forEach(Set.of(), line -> states.merge(line.email(), line.state(), (a, b) -> a + " " + b));
        }
        return states;
    }

    private Workplace write(String file, String text) {
        try {
            Files.writeString(home.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
