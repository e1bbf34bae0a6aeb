package org.facteur.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.dispatch.Stop;
import org.facteur.job.run.RunObserver;
import org.facteur.ledger.EmptyLedger;
import org.facteur.pace.SimulatedTiming;
import org.facteur.postgres.LedgerUnderTest;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Transaction;

/**
 * A campaign in a folder of its own, run in this process against scripted relays, on a clock that does not wait. Each {@link #run} is
 * what a new process would do: the ledger in the folder is all that it knows of the ones before.
 *
 * <pre>{@code
 * try (var server = ScriptedSmtpServer.plain()) {
 *     var mailing = MailingFixture.in(home).relay("ecole", server, "limits: [ 3/minute ]").contacts(10).pace("patience: 0s");
 *
 *     RunResult first = mailing.run();
 *     mailing.clock().moveTo(first.status().resumeAt());
 *     RunResult second = mailing.run();
 * }
 * }</pre>
 */
public final class MailingFixture {

    /** A Monday, in winter. */
    public static final Instant START = Instant.parse("2027-01-04T09:00:00Z");

    private final Path home;
    private final SimulatedTiming clock = new SimulatedTiming(START);
    private final Map<String, ScriptedSmtpServer> servers = new LinkedHashMap<>();
    private final List<String> relays = new ArrayList<>();
    private final List<String> campaign = new ArrayList<>();
    private final List<String> pace = new ArrayList<>();
    private final List<String> beside = new ArrayList<>();
    private Stop stop = new Stop();
    private String name = "voeux";
    private String preference = "";

    private MailingFixture(Path home) {
        this.home = home;
        write("input/letter.txt", "Bonjour {{ prenom }}\n");
        clock.standingStillWhile(() -> servers.values().stream().anyMatch(server -> server.running() > 0));
    }

    /** @param home a folder of its own */
    public static MailingFixture in(Path home) {
        return new MailingFixture(home);
    }

    public SimulatedTiming clock() {
        return clock;
    }

    /** How long after the start. */
    public Duration elapsed(Instant time) {
        return Duration.between(START, time);
    }

    /** @param contacts {@code c0@example.org} and so on */
    public MailingFixture contacts(int contacts) {
        return contacts(IntStream.range(0, contacts)
                .mapToObj(i -> "c" + i + "@example.org")
                .toArray(String[]::new));
    }

    /** The contacts file from now on. */
    public MailingFixture contacts(String... addresses) {
        StringBuilder csv = new StringBuilder("email,prenom\n");
        for (String address : addresses) {
            csv.append(address).append(',').append(address.split("@", 2)[0]).append('\n');
        }
        return write("input/contacts.csv", csv.toString());
    }

    /** @param file relative to the home */
    public MailingFixture write(String file, String content) {
        try {
            Path path = home.resolve(file);
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another campaign of the same home. */
    public MailingFixture named(String campaignName) {
        name = campaignName;
        return this;
    }

    /**
     * A relay on loopback, after the ones before it in order of preference.
     *
     * @param settings lines of its definition, such as {@code connections: 2}
     */
    public MailingFixture relay(String relayName, ScriptedSmtpServer server, String... settings) {
        servers.put(relayName, server.clock(clock));
        relays.add("  " + relayName + ":");
        relays.add("    host: 127.0.0.1");
        relays.add("    port: " + server.port());
        relays.add("    tls: none");
        for (String setting : settings) {
            relays.add("    " + setting);
        }
        return this;
    }

    /** What stands at {@code campaign.relays}, where it is more than the names in order. */
    public MailingFixture routes(String yaml) {
        preference = yaml;
        return this;
    }

    /** @param settings lines below {@code campaign.pace} */
    public MailingFixture pace(String... settings) {
        pace.addAll(List.of(settings));
        return this;
    }

    /** Forgets what {@link #pace} said before. */
    public MailingFixture otherPace(String... settings) {
        pace.clear();
        return pace(settings);
    }

    /** @param settings lines below {@code campaign}, such as {@code retry: { delays: [ 10m ] }} */
    public MailingFixture campaign(String... settings) {
        campaign.addAll(List.of(settings));
        return this;
    }

    /** @param settings lines beside {@code campaign} and {@code relays}, such as {@code mailboxes: { … }} */
    public MailingFixture beside(String... settings) {
        beside.addAll(List.of(settings));
        return this;
    }

    /** What ends the next run, or the one that is going on. */
    public Stop stop() {
        return stop;
    }

    /** One run of {@code facteur run}, without its lock. */
    public RunResult run() {
        return run(new RunOptions(false));
    }

    public RunResult run(RunOptions options) {
        return run(options, progress -> {});
    }

    RunResult run(RunOptions options, RunObserver observer) {
        Campaign loaded = load();
        EmptyLedger.in(loaded.home());
        try {
            return new MailingRun(clock, stop).run(loaded, options, observer);
        } finally {
            stop = new Stop();
        }
    }

    /** The campaign as its job file stands now. */
    public Campaign load() {
        StringBuilder yaml = new StringBuilder("campaign:\n  name: " + name + "\n  from: zythom@ecole.example\n"
                + "  contacts: { file: ../input/contacts.csv }\n"
                + "  message: { subject: Bonjour, text: ../input/letter.txt }\n  relays: "
                + (preference.isEmpty() ? servers.keySet() : preference) + "\n");
        campaign.forEach(line -> yaml.append("  ").append(line).append('\n'));
        if (!pace.isEmpty()) {
            yaml.append("  pace:\n");
            pace.forEach(line -> yaml.append("    ").append(line).append('\n'));
        }
        yaml.append("relays:\n");
        relays.forEach(line -> yaml.append(line).append('\n'));
        beside.forEach(line -> yaml.append(line).append('\n'));
        write("jobs/" + name + ".yaml", yaml.toString());
        Map<String, String> env = LedgerUnderTest.url(home)
                .map(url -> Map.of("SPRING_DATASOURCE_URL", url))
                .orElse(Map.of());
        return JobFile.load(home.resolve("jobs/" + name + ".yaml"), Map.of(), env, null, Purpose.SEND);
    }

    /** When each letter was accepted, over all relays, in order of time. */
    public List<Instant> acceptedAt() {
        return servers.values().stream()
                .flatMap(server -> server.accepted().stream())
                .map(Transaction::repliedAt)
                .sorted()
                .toList();
    }

    /** The most of these times that any window of that length holds: no more than a limit's count, if it was kept. */
    public static int mostWithin(Duration window, List<Instant> times) {
        return times.stream()
                .mapToInt(begin -> (int) times.stream()
                        .filter(time -> !time.isBefore(begin) && time.isBefore(begin.plus(window)))
                        .count())
                .max()
                .orElse(0);
    }
}
