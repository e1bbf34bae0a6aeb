package org.facteur.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A process of its own for the program that is measured: the processor time it has used from moment to moment, its highest memory (Linux). */
final class MeasuredProcess {

    private record Sample(long nanoTime, long cpuNanos) {}

    private final Process process;
    private final Path log;
    private final long started = System.nanoTime();
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private volatile long peakKilobytes;
    private final Thread sampler = new Thread(this::sample, "sampler");

    private MeasuredProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        sampler.setDaemon(true);
        sampler.start();
    }

    /** A JVM. */
    static MeasuredProcess java(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(arguments);
        return start(log, command);
    }

    /** @param log what it says, and its errors */
    static MeasuredProcess start(Path log, List<String> command) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new MeasuredProcess(process, log);
    }

    /** The program as its user starts it: the packaged jar, or its classes where {@code facteur.jar} is not set. */
    static MeasuredProcess facteur(Path log, List<String> options, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(options);
        String jar = System.getProperty("facteur.jar");
        all.addAll(
                jar == null
                        ? List.of("-cp", System.getProperty("java.class.path"), "org.facteur.cli.Facteur")
                        : List.of("-jar", jar));
        all.addAll(List.of(arguments));
        return java(log, all);
    }

    /** {@link System#nanoTime} of its start. */
    long started() {
        return started;
    }

    /** Its end, and what it ended with. */
    int await() throws InterruptedException {
        int exitCode = process.waitFor();
        sampler.join();
        return exitCode;
    }

    /** @throws IllegalStateException with its log, when it ended otherwise */
    void awaitSuccess() throws InterruptedException, IOException {
        int exitCode = await();
        if (exitCode != 0) {
            throw new IllegalStateException("ended with " + exitCode + ":\n" + Files.readString(log));
        }
    }

    /** SIGTERM. */
    void stop() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Duration cpu() {
        return cpuBetween(started, Long.MAX_VALUE);
    }

    /** Processor time between two readings of {@link System#nanoTime}, to some ten milliseconds. */
    Duration cpuBetween(long from, long to) {
        long before = 0;
        long until = 0;
        for (Sample sample : samples) {
            before = sample.nanoTime() <= from ? sample.cpuNanos() : before;
            until = sample.nanoTime() <= to ? sample.cpuNanos() : until;
        }
        return Duration.ofNanos(until - before);
    }

    long peakMegabytes() {
        return peakKilobytes >> 10;
    }

    private void sample() {
        while (process.isAlive()) {
            process.info()
                    .totalCpuDuration()
                    .ifPresent(cpu -> samples.add(new Sample(System.nanoTime(), cpu.toNanos())));
            try {
                Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .forEach(line -> peakKilobytes = Long.parseLong(line.replaceAll("\\D", "")));
                Thread.sleep(50);
            } catch (IOException | InterruptedException e) {
                // It has just ended.
            }
        }
    }
}
