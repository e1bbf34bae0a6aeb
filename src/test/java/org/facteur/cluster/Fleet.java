package org.facteur.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.facteur.cli.Typed;
import org.facteur.pace.Limit;
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;

/** A head and its workers, each as on a machine of its own: a home for each, one job file, one database, and relays on loopback. */
final class Fleet implements AutoCloseable {

    static final String PROVIDER = "big.example";
    static final int CONNECTIONS = 2;

    private final Path folder;
    private final String url;
    private final List<ScriptedSmtpServer> relays = new ArrayList<>();
    private final Map<Integer, CompletableFuture<Void>> reached = new HashMap<>();
    private final AtomicInteger dots = new AtomicInteger();
    private final List<FacteurProcess> processes = new ArrayList<>();
    private final Map<FacteurProcess, String> names = new HashMap<>();
    private int homes;

    /**
     * What may leave.
     *
     * @param campaign in all
     * @param provider to {@link #PROVIDER}
     * @param relay through each
     */
    record Limits(List<Limit> campaign, Limit provider, Limit relay) {}

    /**
     * @param relays how many, of one account and {@link #CONNECTIONS} connections each
     * @param people of whom every third is at {@link #PROVIDER}
     * @param lease as in a job file
     */
    Fleet(Path folder, String url, int relays, int people, String lease, Limits limits) {
        this.folder = folder;
        this.url = url;
        for (int i = 0; i < relays; i++) {
            this.relays.add(ScriptedSmtpServer.plain().on(Step.DOT, at -> {
                count();
                return Action.proceed();
            }));
        }
        write("input/letter.txt", "Bonjour {{ prenom }}\n");
        write(
                "input/contacts.csv",
                "email,prenom\n"
                        + IntStream.range(0, people)
                                .mapToObj(i -> "p%d@%s,P%d\n"
                                        .formatted(i, i % 3 == 0 ? PROVIDER : "d" + i % 50 + ".example", i))
                                .collect(Collectors.joining()));
        StringBuilder job = new StringBuilder("""
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: ../input/contacts.csv }
                  message: { subject: Bonjour, text: ../input/letter.txt }
                  relays: [ %s ]
                  pace: { chunk: 24, patience: 60s, limits: %s, per-domain: { %s: %s } }
                  retry: { delays: [ 1s ] }
                spring: { datasource: { url: "%s" } }
                cluster: { lease: %s }
                relays:
                """.formatted(
                        IntStream.range(0, relays)
                                .mapToObj(i -> "{ relay: r" + i + ", weight: 1 }")
                                .collect(Collectors.joining(", ")),
                        limits.campaign(),
                        PROVIDER,
                        limits.provider(),
                        url,
                        lease));
        for (int i = 0; i < relays; i++) {
            job.append("  r%d: { host: 127.0.0.1, port: %d, tls: none, connections: %d, limits: [ %s ] }\n"
                    .formatted(i, this.relays.get(i).port(), CONNECTIONS, limits.relay()));
        }
        write("jobs/job.yaml", job.toString());
    }

    private synchronized void count() {
        CompletableFuture<Void> awaited = reached.get(dots.incrementAndGet());
        if (awaited != null) {
            awaited.complete(null);
        }
    }

    /** Letters at the relays so far. */
    int dots() {
        return dots.get();
    }

    /** Waits for so many letters at the relays. */
    void awaitLetters(int letters) {
        CompletableFuture<Void> there;
        synchronized (this) {
            there = dots.get() >= letters
                    ? CompletableFuture.completedFuture(null)
                    : reached.computeIfAbsent(letters, key -> new CompletableFuture<>());
        }
        there.orTimeout(60, TimeUnit.SECONDS).join();
    }

    Fleet write(String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    List<ScriptedSmtpServer> relays() {
        return relays;
    }

    private List<String> arguments(String command, String home, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                folder.resolve("jobs/job.yaml").toString(),
                "--home",
                folder.resolve(home).toString()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private FacteurProcess start(List<String> arguments) {
        try {
            FacteurProcess process = FacteurProcess.start(Files.createDirectories(folder.resolve("said")), arguments);
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FacteurProcess head() {
        return start(arguments("run", "head", "--workers"));
    }

    FacteurProcess worker() {
        homes++;
        FacteurProcess worker = start(arguments("worker", "home" + homes, "--name", "w" + homes));
        names.put(worker, "w" + homes);
        return worker;
    }

    String nameOf(FacteurProcess worker) {
        return Objects.requireNonNull(names.get(worker));
    }

    /** A command at the head's home, in this process. */
    Typed typed(String command, String... more) {
        return typedAt("head", command, more);
    }

    /** The same on another machine. */
    Typed typedAt(String home, String command, String... more) {
        return Typed.facteur(arguments(command, home, more).toArray(String[]::new));
    }

    Workplace.Status status() {
        return Workplace.status(
                typed("status", "--json").out().lines().findFirst().orElseThrow());
    }

    static void freeze(FacteurProcess process) {
        signal("-STOP", process);
    }

    static void thaw(FacteurProcess process) {
        signal("-CONT", process);
    }

    private static void signal(String signal, FacteurProcess process) {
        try {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Map<String, Long> countByRecipient() {
        Map<String, Long> counts = new TreeMap<>();
        relays.forEach(relay ->
                relay.countByRecipient().forEach((address, letters) -> counts.merge(address, letters, Long::sum)));
        return counts;
    }

    /** Of all relays. */
    List<Transaction> transactions() {
        return relays.stream().flatMap(relay -> relay.transactions().stream()).toList();
    }

    /** No window of that length, wherever it begins, has more dots than so many. */
    static void assertHeld(Limit limit, List<Transaction> transactions) {
        List<Instant> dots = transactions.stream()
                .map(Transaction::dotAt)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        for (int i = limit.count(); i < dots.size(); i++) {
            assertThat(Duration.between(dots.get(i - limit.count()), dots.get(i)))
                    .as("%s, from letter %d of %d on", limit, i - limit.count(), dots.size())
                    .isGreaterThanOrEqualTo(limit.window());
        }
    }

    /** What every process has said, for a test that fails. */
    String said() {
        return processes.stream().map(FacteurProcess::said).collect(Collectors.joining("\n--\n"));
    }

    @Override
    public void close() {
        processes.forEach(process -> {
            thaw(process);
            process.close();
        });
        relays.forEach(ScriptedSmtpServer::close);
    }
}
