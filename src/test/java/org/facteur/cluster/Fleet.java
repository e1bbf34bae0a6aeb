package org.facteur.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.facteur.packaged.FacteurProcess;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;

/** A head and its workers, each as on a machine of its own: a home for each, one job file, one database, and relays on loopback. */
final class Fleet implements AutoCloseable {

    private final Path folder;
    private final String url;
    private final List<ScriptedSmtpServer> relays = new ArrayList<>();
    private final Map<Integer, CompletableFuture<Void>> reached = new HashMap<>();
    private final AtomicInteger dots = new AtomicInteger();
    private final List<FacteurProcess> processes = new ArrayList<>();
    private int homes;

    /** @param relays how many; each takes so many letters a second, over two connections */
    Fleet(Path folder, String url, int relays, int people, int perSecond) {
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
                                .mapToObj(i -> "p%d@d%d.example,P%d\n".formatted(i, i % 50, i))
                                .collect(Collectors.joining()));
        StringBuilder job = new StringBuilder("""
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: ../input/contacts.csv }
                  message: { subject: Bonjour, text: ../input/letter.txt }
                  relays: [ %s ]
                  pace: { chunk: 24, patience: 60s }
                  retry: { delays: [ 1s ] }
                spring: { datasource: { url: "%s" } }
                cluster: { lease: 2s }
                relays:
                """.formatted(
                        IntStream.range(0, relays)
                                .mapToObj(i -> "{ relay: r" + i + ", weight: 1 }")
                                .collect(Collectors.joining(", ")),
                        url));
        for (int i = 0; i < relays; i++) {
            job.append("  r%d: { host: 127.0.0.1, port: %d, tls: none, connections: 2, limits: [ %d/second ] }\n"
                    .formatted(i, this.relays.get(i).port(), perSecond));
        }
        write("jobs/job.yaml", job.toString());
    }

    private synchronized void count() {
        CompletableFuture<Void> awaited = reached.get(dots.incrementAndGet());
        if (awaited != null) {
            awaited.complete(null);
        }
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
        return start(arguments("worker", "home" + homes, "--name", "w" + homes));
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

    static List<Instant> dots(ScriptedSmtpServer relay) {
        return relay.transactions().stream()
                .map(Transaction::dotAt)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
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
