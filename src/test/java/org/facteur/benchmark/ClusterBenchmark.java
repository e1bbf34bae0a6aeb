package org.facteur.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.facteur.postgres.PostgresServer;
import org.jspecify.annotations.Nullable;

/**
 * How many letters a second leave where the ledger is in files, on a PostgreSQL server, and on one with workers; all on this machine, so that what
 * workers cost is seen, and not what machines add. Six relays of two connections, each an account of its own.
 *
 * <p>Arguments: letters (20,000), rounds (1), workers (1,2,3), how far the relays are away in milliseconds (0,12). At a distance there are 200
 * letters a connection.
 */
public final class ClusterBenchmark {

    private static final int RELAYS = 6;
    private static final int CONNECTIONS = 2;
    private static final int LETTERS_AT_A_DISTANCE = 200 * RELAYS * CONNECTIONS;

    private final Path folder = Path.of("target/benchmark/cluster").toAbsolutePath();
    private final PostgresServer database;
    private final int letters;
    private final Duration away;
    private int schemas;

    /**
     * @param workers 0: the run sends by itself
     * @param server whether the ledger is on one
     */
    private record Setting(int workers, boolean server) {
        @Override
        public String toString() {
            return !server
                    ? "run, files"
                    : workers == 0 ? "run, PostgreSQL" : "head and " + workers + " of the workers";
        }
    }

    /**
     * @param perSecond letters, from the first MAIL to the last letter
     * @param run processor time of the run meanwhile, seconds for 1000 letters
     * @param workers the same of all of them
     * @param server the same of PostgreSQL
     */
    private record Result(double perSecond, double run, double workers, double server) {}

    private ClusterBenchmark(PostgresServer database, int letters, Duration away) {
        this.database = database;
        this.letters = letters;
        this.away = away;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int letters = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        List<Setting> settings = new ArrayList<>(List.of(new Setting(0, false), new Setting(0, true)));
        for (String workers : (args.length > 2 ? args[2] : "1,2,3").split(",", -1)) {
            settings.add(new Setting(Integer.parseInt(workers), true));
        }
        System.out.printf(
                Locale.ROOT,
                "%,d letters, %d relays of %d connections, %d round(s), %d cores; medians%n%n"
                        + "| ms away | who sends | letters/s | CPU s/1000 run | workers | PostgreSQL | all |%n"
                        + "|---:|---|---:|---:|---:|---:|---:|%n",
                letters,
                RELAYS,
                CONNECTIONS,
                rounds,
                Runtime.getRuntime().availableProcessors());
        Path data = Files.createTempDirectory("facteur-cluster-");
        try (PostgresServer database = PostgresServer.start(data)) {
            for (String milliseconds : (args.length > 3 ? args[3] : "0,12").split(",", -1)) {
                Duration away = Duration.ofMillis(Long.parseLong(milliseconds));
                int some = away.isZero() ? letters : Math.min(letters, LETTERS_AT_A_DISTANCE);
                new ClusterBenchmark(database, some, away).compare(settings, rounds);
            }
        } finally {
            SampleMailing.clear(data);
        }
        System.exit(0);
    }

    private void compare(List<Setting> settings, int rounds) throws IOException, InterruptedException {
        for (Setting setting : settings) {
            List<Result> results = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                results.add(run(setting));
            }
            double run = Statistics.median(results, Result::run);
            double workers = Statistics.median(results, Result::workers);
            double server = Statistics.median(results, Result::server);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %.0f | %.2f | %.2f | %.2f | %.2f |%n",
                    away.toMillis(),
                    setting,
                    Statistics.median(results, Result::perSecond),
                    run,
                    workers,
                    server,
                    run + workers + server);
        }
    }

    private Result run(Setting setting) throws IOException, InterruptedException {
        List<NullSmtpServer> relays = new ArrayList<>();
        List<MeasuredProcess> workers = new ArrayList<>();
        try {
            for (int i = 0; i < RELAYS; i++) {
                relays.add(new NullSmtpServer(away));
            }
            Path job = job(setting, relays);
            for (int i = 1; i <= setting.workers(); i++) {
                workers.add(facteur("w" + i, "worker", job, "--name", "w" + i));
            }
            MeasuredProcess run =
                    setting.workers() == 0 ? facteur("run", "run", job) : facteur("run", "run", job, "--workers");
            while (run.isAlive() && firstMail(relays) == Long.MAX_VALUE) {
                Thread.onSpinWait();
            }
            Duration before = serverCpu();
            run.awaitSuccess();
            Duration server = serverCpu().minus(before);
            return result(relays, run, workers, setting.server() ? server : Duration.ZERO);
        } finally {
            workers.forEach(MeasuredProcess::stop);
            for (MeasuredProcess worker : workers) {
                worker.await();
            }
            for (NullSmtpServer relay : relays) {
                relay.close();
            }
        }
    }

    private Path job(Setting setting, List<NullSmtpServer> relays) throws IOException {
        @Nullable String url = setting.server() ? database.url("s" + away.toMillis() + "x" + schemas++) : null;
        return SampleMailing.write(
                folder, letters, relays.stream().map(NullSmtpServer::port).toList(), CONNECTIONS, url);
    }

    private MeasuredProcess facteur(String home, String command, Path job, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(command, job.toString(), "--home", folder.resolve(home).toString()));
        arguments.addAll(List.of(more));
        return MeasuredProcess.facteur(
                folder.resolve(home + ".log"), SendingBenchmark.LAUNCHER, arguments.toArray(String[]::new));
    }

    private Result result(
            List<NullSmtpServer> relays, MeasuredProcess run, List<MeasuredProcess> workers, Duration server) {
        long sent = relays.stream().mapToLong(NullSmtpServer::letters).sum();
        if (sent != letters) {
            throw new IllegalStateException(sent + " letters arrived");
        }
        long first = firstMail(relays);
        long last = relays.stream().mapToLong(NullSmtpServer::lastLetter).max().orElseThrow();
        Duration carried =
                workers.stream().map(worker -> worker.cpuBetween(first, last)).reduce(Duration.ZERO, Duration::plus);
        return new Result(
                letters / seconds(Duration.ofNanos(last - first)),
                seconds(run.cpuBetween(first, last)) * 1000 / letters,
                seconds(carried) * 1000 / letters,
                seconds(server) * 1000 / letters);
    }

    private static long firstMail(List<NullSmtpServer> relays) {
        return relays.stream()
                .mapToLong(NullSmtpServer::firstMail)
                .filter(at -> at > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Of the server and all connections there have been (Linux: its own time, that of children which have ended, and of those that live). */
    private Duration serverCpu() throws IOException {
        ProcessHandle server = database.process();
        long ticks = ticks(server.pid(), 4);
        for (ProcessHandle child : server.children().toList()) {
            ticks += ticks(child.pid(), 2);
        }
        return Duration.ofMillis(ticks * 10);
    }

    /** @param fields 2: its own, in the program and in the kernel; 4: its children's, too */
    private static long ticks(long pid, int fields) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        } catch (NoSuchFileException e) {
            // Has just ended: its parent's from now on.
            return 0;
        }
        // Behind the name, which may have blanks in it, the fields from the third on.
        String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Stream.of(values)
                .skip(11)
                .limit(fields)
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
