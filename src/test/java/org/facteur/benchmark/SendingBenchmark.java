package org.facteur.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Facteur beside what one would write instead of it, all against one null server on loopback, each in a JVM of its own: letters a
 * second from the first MAIL to the last letter, processor time, memory. Facteur runs as its user runs it, ledger synced before each
 * letter; the loops keep nothing. Arguments: letters (20,000), rounds (3), connections (1,4,10).
 */
public final class SendingBenchmark {

    private static final String STREAM_PROVIDER =
            "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider";

    /** Who is compared. */
    private enum Sender {
        FACTEUR("Facteur"),
        SPRING("JavaMailSenderImpl, arrays of 50"),
        /** With the setting of MailRuntime, which few people know of. */
        SPRING_TUNED("the same, StreamProvider set"),
        ANGUS_TUNED("Angus transport, StreamProvider set");

        private final String label;

        Sender(String label) {
            this.label = label;
        }
    }

    /**
     * @param perSecond letters, from the first MAIL to the last letter
     * @param cpu while sending, seconds for 1000 letters
     * @param wholeCpu of the whole process, enlisting and the JVM's start included
     * @param megabytes of memory at most
     */
    private record Result(double perSecond, double cpu, double wholeCpu, double megabytes) {}

    private final Path home = Path.of("target/benchmark/sending").toAbsolutePath();
    private final int letters;

    private SendingBenchmark(int letters) {
        this.letters = letters;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int letters = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        String connections = args.length > 2 ? args[2] : "1,4,10";
        System.out.printf(
                Locale.ROOT,
                "%,d letters, %d round(s), %d cores; medians, and the spread of letters/s%n%n",
                letters,
                rounds,
                Runtime.getRuntime().availableProcessors());
        System.out.println(
                "| connections | sender | letters/s | of JavaMailSenderImpl | CPU s/1000 sending | whole process"
                        + " | peak MB |\n|---:|---|---:|---:|---:|---:|---:|");
        for (String count : connections.split(",", -1)) {
            new SendingBenchmark(letters).compare(Integer.parseInt(count), rounds);
        }
    }

    /** In turns, so that what else the machine does is shared out. */
    private void compare(int connections, int rounds) throws IOException, InterruptedException {
        Map<Sender, List<Result>> results = new EnumMap<>(Sender.class);
        for (int round = 0; round < rounds; round++) {
            for (Sender sender : Sender.values()) {
                results.computeIfAbsent(sender, key -> new ArrayList<>()).add(run(sender, connections));
            }
        }
        double bare = Statistics.median(results.getOrDefault(Sender.SPRING, List.of()), Result::perSecond);
        results.forEach((sender, all) -> {
            double median = Statistics.median(all, Result::perSecond);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %.0f (%.0f–%.0f) | %.2f | %.2f | %.2f | %.0f |%n",
                    connections,
                    sender.label,
                    median,
                    all.stream().mapToDouble(Result::perSecond).min().orElse(0),
                    all.stream().mapToDouble(Result::perSecond).max().orElse(0),
                    median / bare,
                    Statistics.median(all, Result::cpu),
                    Statistics.median(all, Result::wholeCpu),
                    Statistics.median(all, Result::megabytes));
        });
    }

    private Result run(Sender sender, int connections) throws IOException, InterruptedException {
        try (NullSmtpServer server = new NullSmtpServer()) {
            ChildJvm child = start(sender, server.port(), connections);
            child.awaitSuccess();
            if (server.letters() != letters) {
                throw new IllegalStateException(sender.label + " sent " + server.letters() + " letters");
            }
            Duration sending = Duration.ofNanos(server.lastLetter() - server.firstMail());
            return new Result(
                    letters / seconds(sending),
                    seconds(child.cpuBetween(server.firstMail(), server.lastLetter())) * 1000 / letters,
                    seconds(child.cpu()) * 1000 / letters,
                    child.peakMegabytes());
        }
    }

    private ChildJvm start(Sender sender, int port, int connections) throws IOException {
        Path job = SampleMailing.write(home, letters, port, connections, "chunk: 500");
        Path log = home.resolve("child.log");
        if (sender == Sender.FACTEUR) {
            return ChildJvm.facteur(log, List.of(), "run", job.toString());
        }
        List<String> command = new ArrayList<>();
        if (sender != Sender.SPRING) {
            command.add(STREAM_PROVIDER);
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BareLoop.class.getName(),
                sender == Sender.ANGUS_TUNED ? "angus" : "spring",
                String.valueOf(port),
                String.valueOf(connections),
                String.valueOf(letters)));
        Files.createDirectories(home);
        return ChildJvm.start(log, command);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
