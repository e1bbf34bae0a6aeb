package org.facteur.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.facteur.ledger.store.LedgerUrl;

/**
 * A million contacts within {@code -Xmx256m} on two cores: how long until the first letter leaves, at first and, with nine tenths sent,
 * after a clean stop and after a kill. Each time is from the start of the process to the first MAIL at the server. Argument: contacts
 * (1,000,000).
 */
public final class EnlistBenchmark {

    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:ActiveProcessorCount=2");

    private final Path home = Path.of("target/benchmark/enlist").toAbsolutePath();
    private final int contacts;
    private final NullSmtpServer server;
    private final Path job;

    private EnlistBenchmark(int contacts, NullSmtpServer server) throws IOException {
        this.contacts = contacts;
        this.server = server;
        // A day's limit that counts every attempt made so far: the most a restart may have to take up.
        this.job = SampleMailing.write(home, contacts, server.port(), 4, "limits: [ 5000000/day ]");
    }

    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        int contacts = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        try (NullSmtpServer server = new NullSmtpServer()) {
            new EnlistBenchmark(contacts, server).run();
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        System.out.printf(Locale.ROOT, "%,d contacts, %s%n%n", contacts, String.join(" ", SMALL));
        System.out.println("| start | first MAIL after s | CPU s | peak MB | end after s |\n|---|---:|---:|---:|---:|");
        untilFirstMail("enlisting all", false);
        markSent(contacts / 10 * 9);
        untilFirstMail("nine tenths sent, stopped before", true);
        untilFirstMail("the same, killed before", false);
    }

    /** @param kill how this one ends, before the next: by SIGKILL a second after its first letter, or by SIGTERM at once */
    private void untilFirstMail(String name, boolean kill) throws IOException, InterruptedException {
        server.reset();
        MeasuredProcess child = MeasuredProcess.facteur(home.resolve("child.log"), SMALL, "run", job.toString());
        while (!server.begun().await(1, TimeUnit.SECONDS)) {
            if (!child.isAlive()) {
                child.awaitSuccess();
                throw new IllegalStateException("it has sent nothing");
            }
        }
        if (kill) {
            Thread.sleep(1000);
            child.kill();
        } else {
            child.stop();
        }
        long ending = System.nanoTime();
        child.await();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %d | %.1f |%n",
                name,
                (server.firstMail() - child.started()) / 1e9,
                child.cpuBetween(child.started(), server.firstMail()).toMillis() / 1e3,
                child.peakMegabytes(),
                (System.nanoTime() - ending) / 1e9);
    }

    /** As if that many had been sent in the last three hours. */
    private void markSent(int letters) throws SQLException {
        long now = System.currentTimeMillis();
        try (Connection ledger = DriverManager.getConnection(LedgerUrl.of(home.resolve("var/ledger")), "SA", "");
                PreparedStatement attempts = ledger.prepareStatement("""
                        INSERT INTO attempt (id, delivery_id, campaign, domain, relay, account, sealed_at, ended_at, counted,
                                             outcome, category, reply)
                        SELECT id + 10000000, id, campaign, domain, 'local', '127.0.0.1', CAST(? AS BIGINT) + id * 10,
                               CAST(? AS BIGINT) + id * 10, TRUE, 'SENT', 'accepted', '250 2.0.0 Ok: queued as 12345'
                        FROM delivery WHERE state = 'PENDING' AND id BETWEEN ? AND ?""");
                PreparedStatement deliveries = ledger.prepareStatement("""
                        UPDATE delivery SET state = 'SENT', attempts = 1, relay = 'local', category = 'accepted',
                               reply = '250 2.0.0 Ok: queued as 12345', message_id = '<benchmark@ecole.example>'
                        WHERE state = 'PENDING' AND id BETWEEN ? AND ?""")) {
            ledger.setAutoCommit(false);
            for (int from = 1; from <= letters; from += 10_000) {
                int to = Math.min(letters, from + 9_999);
                attempts.setLong(1, now - TimeUnit.HOURS.toMillis(3));
                attempts.setLong(2, now - TimeUnit.HOURS.toMillis(3));
                attempts.setInt(3, from);
                attempts.setInt(4, to);
                attempts.executeUpdate();
                deliveries.setInt(1, from);
                deliveries.setInt(2, to);
                deliveries.executeUpdate();
                ledger.commit();
            }
        }
    }
}
