package org.facteur.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Facteur beside a load generator in C, and beside what one would write in Java instead of it, all against one null server on loopback, each
 * in a process of its own: letters a second from the first MAIL to the last letter, round trips, processor time, memory. Facteur runs as
 * its launcher runs it, enlists and checks before it sends, and syncs its ledger before each letter; the others keep nothing.
 *
 * <p>Arguments: letters (60,000), rounds (3), connections (1,4,10), how far the server is away in milliseconds (0,20), {@code picture} for one
 * of 100 kB in each letter. At a distance there are 200 letters a connection.
 */
public final class SendingBenchmark {

    private static final String STREAM_PROVIDER =
            "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider";

    /** As src/main/dist/bin/facteur starts it. */
    static final List<String> LAUNCHER = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xms60m",
            "-Xmn28m",
            "-XX:SurvivorRatio=5",
            "-Xmx256m",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40");

    private static final int LETTERS_AT_A_DISTANCE = 200;

    /** Who is compared. The first that is there is what the others are measured by. */
    private enum Sender {
        SMTP_SOURCE("smtp-source"),
        SPRING("JavaMailSenderImpl, arrays of 50"),
        /** With the setting of MailRuntime, which few people know of. */
        SPRING_TUNED("the same, StreamProvider set"),
        ANGUS_TUNED("Angus transport, StreamProvider set"),
        FACTEUR("Facteur"),
        FACTEUR_PLAIN("Facteur, java -Xmx256m -jar");

        private final String label;

        Sender(String label) {
            this.label = label;
        }

        /** Those that can be run here. */
        static List<Sender> present() {
            return Stream.of(values())
                    .filter(sender -> sender != SMTP_SOURCE || smtpSource().isPresent())
                    .toList();
        }
    }

    /**
     * @param perSecond letters, from the first MAIL to the last letter
     * @param roundTrips a letter
     * @param cpu while sending, seconds for 1000 letters
     * @param wholeCpu of the whole process, enlisting and the JVM's start included
     * @param megabytes of memory at most
     */
    private record Result(double perSecond, double roundTrips, double cpu, double wholeCpu, double megabytes) {}

    private final Path home = Path.of("target/benchmark/sending").toAbsolutePath();
    private final int letters;
    private final int connections;
    private final Duration away;
    private final boolean pictured;

    private SendingBenchmark(int letters, int connections, Duration away, boolean pictured) {
        this.letters = letters;
        this.connections = connections;
        this.away = away;
        this.pictured = pictured;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int letters = args.length > 0 ? Integer.parseInt(args[0]) : 60_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        String connections = args.length > 2 ? args[2] : "1,4,10";
        String away = args.length > 3 ? args[3] : "0,20";
        boolean pictured = args.length > 4 && args[4].equals("picture");
        System.out.printf(
                Locale.ROOT,
                "%,d letters%s, %d round(s), %d cores; medians, and the spread of letters/s%n%n",
                letters,
                pictured ? " with a picture of 100 kB" : "",
                rounds,
                Runtime.getRuntime().availableProcessors());
        System.out.printf(
                "| ms away | connections | sender | letters/s | of %s | round trips | CPU s/1000 sending | whole process"
                        + " | peak MB |%n|---:|---:|---|---:|---:|---:|---:|---:|---:|%n",
                Sender.present().get(0).label);
        for (String milliseconds : away.split(",", -1)) {
            Duration distance = Duration.ofMillis(Long.parseLong(milliseconds));
            for (String count : connections.split(",", -1)) {
                int many = Integer.parseInt(count);
                int some = distance.isZero() ? letters : Math.min(letters, many * LETTERS_AT_A_DISTANCE);
                new SendingBenchmark(some, many, distance, pictured).compare(rounds);
            }
        }
    }

    /** In turns, so that what else the machine does is shared out. */
    private void compare(int rounds) throws IOException, InterruptedException {
        Map<Sender, List<Result>> results = new EnumMap<>(Sender.class);
        for (int round = 0; round < rounds; round++) {
            for (Sender sender : Sender.present()) {
                results.computeIfAbsent(sender, key -> new ArrayList<>()).add(run(sender));
            }
        }
        double reference =
                Statistics.median(results.getOrDefault(Sender.present().get(0), List.of()), Result::perSecond);
        results.forEach((sender, all) -> {
            double median = Statistics.median(all, Result::perSecond);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %s | %.0f (%.0f–%.0f) | %.2f | %.2f | %.2f | %.2f | %.0f |%n",
                    away.toMillis(),
                    connections,
                    sender.label,
                    median,
                    all.stream().mapToDouble(Result::perSecond).min().orElse(0),
                    all.stream().mapToDouble(Result::perSecond).max().orElse(0),
                    median / reference,
                    Statistics.median(all, Result::roundTrips),
                    Statistics.median(all, Result::cpu),
                    Statistics.median(all, Result::wholeCpu),
                    Statistics.median(all, Result::megabytes));
        });
    }

    private Result run(Sender sender) throws IOException, InterruptedException {
        try (NullSmtpServer server = new NullSmtpServer(away)) {
            MeasuredProcess child = start(sender, server.port());
            child.awaitSuccess();
            if (server.letters() != letters) {
                throw new IllegalStateException(sender.label + " sent " + server.letters() + " letters");
            }
            Duration sending = Duration.ofNanos(server.lastLetter() - server.firstMail());
            return new Result(
                    letters / seconds(sending),
                    (double) server.roundTrips() / letters,
                    seconds(child.cpuBetween(server.firstMail(), server.lastLetter())) * 1000 / letters,
                    seconds(child.cpu()) * 1000 / letters,
                    child.peakMegabytes());
        }
    }

    private MeasuredProcess start(Sender sender, int port) throws IOException {
        Path job = SampleMailing.write(home, letters, port, connections, "chunk: 500", pictured);
        Path log = home.resolve("child.log");
        return switch (sender) {
            case FACTEUR -> MeasuredProcess.facteur(log, LAUNCHER, "run", job.toString());
            case FACTEUR_PLAIN -> MeasuredProcess.facteur(log, List.of("-Xmx256m"), "run", job.toString());
            case SMTP_SOURCE -> MeasuredProcess.start(log, smtpSource(port));
            case SPRING -> bare(log, null, "spring", port);
            case SPRING_TUNED -> bare(log, STREAM_PROVIDER, "spring", port);
            case ANGUS_TUNED -> bare(log, STREAM_PROVIDER, "angus", port);
        };
    }

    private MeasuredProcess bare(Path log, @Nullable String option, String loop, int port) throws IOException {
        List<String> command = new ArrayList<>();
        if (option != null) {
            command.add(option);
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BareLoop.class.getName(),
                loop,
                String.valueOf(port),
                String.valueOf(connections),
                String.valueOf(letters)));
        if (pictured) {
            command.add(home.resolve(SampleMailing.PICTURE).toString());
        }
        return MeasuredProcess.java(log, command);
    }

    /** Postfix's load generator, its connections kept, with letters as long as ours. */
    private List<String> smtpSource(int port) {
        int length = pictured ? 5_000 + 100_000 * 78 / 57 : 5_000;
        return List.of(
                smtpSource().orElseThrow(),
                "-d",
                "-s",
                String.valueOf(connections),
                "-m",
                String.valueOf(letters),
                "-l",
                String.valueOf(length),
                "-f",
                SampleMailing.FROM,
                "-t",
                SampleMailing.email(1),
                "127.0.0.1:" + port);
    }

    private static Optional<String> smtpSource() {
        return Stream.concat(
                        Stream.of("/usr/sbin"), Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)))
                .map(folder -> Path.of(folder, "smtp-source"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
