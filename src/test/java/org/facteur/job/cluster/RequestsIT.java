package org.facteur.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.facteur.ledger.LedgerFile;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.pace.Timing;
import org.facteur.postgres.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Who is asked to carry out a partition. */
@Tag("postgresql")
class RequestsIT {

    @TempDir
    private static Path data;

    @AutoClose
    private static PostgresServer database;

    @TempDir
    private Path home;

    private final ExecutorService threads = Requests.threads(1);
    private final LinkedBlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Duration> waited = new CompletableFuture<>();

    private final Timing timing = new Timing() {
        @Override
        public Instant instant() {
            return Timing.system().instant();
        }

        @Override
        public void await(Object monitor, Duration longest) throws InterruptedException {
            waited.complete(longest);
            Timing.system().await(monitor, longest);
        }
    };

    @BeforeAll
    static void start() {
        database = PostgresServer.start(data);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private LedgerServer server(String schema) {
        return new LedgerServer(database.url(schema), null, null, LedgerFile.witness(home.resolve("ledger")));
    }

    private Requests requests(LedgerFile file, LedgerServer server, String campaign) {
        return new Requests(file.source(), server, campaign, timing);
    }

    @Test
    void a_worker_of_another_campaign_hears_nothing_of_it() throws Exception {
        LedgerServer server = server("other");
        try (LedgerFile file = new LedgerFile(server);
                Requests worker = requests(file, server, "voeux");
                Requests head = requests(file, server, "voeux");
                Requests other = requests(file, server, "fete")) {
            worker.listen(threads, new DefaultListableBeanFactory(), heard::add);

            other.send(7);
            head.send(8);

            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(8);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void a_worker_whose_database_is_away_waits_before_it_asks_again_and_hears_what_comes_then() throws Exception {
        LedgerServer server = server("away");
        try (LedgerFile file = new LedgerFile(server);
                Requests worker = requests(file, server, "voeux");
                Requests head = requests(file, server, "voeux")) {
            worker.listen(threads, new DefaultListableBeanFactory(), heard::add);

            database.stop();
            assertThat(waited.get(30, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(1));
            database.startAgain();
            head.send(8);

            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(8);
        }
    }
}
