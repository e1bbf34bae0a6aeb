package org.facteur.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.facteur.address.EmailAddress;
import org.facteur.contact.Contact;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.ledger.Attempt;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.Enlistment;
import org.facteur.ledger.Ledger;
import org.facteur.ledger.LedgerBook;
import org.facteur.ledger.LedgerFile;
import org.facteur.ledger.Outcome;
import org.facteur.ledger.SealedAttempt;
import org.facteur.reason.Reason;
import org.facteur.relay.RelayName;
import org.facteur.verdict.Category;

/**
 * How many letters a second the ledger seals and records, with nothing else to do: in files, or with {@code -Dtests.ledger=postgresql} at a
 * server on this machine. Arguments: letters (20,000), connections (1,4,10,32).
 */
public final class LedgerBenchmark {

    private static final String CAMPAIGN = "voeux";
    private static final RelayName RELAY = new RelayName("ecole");

    private LedgerBenchmark() {}

    public static void main(String[] args) throws IOException {
        int letters = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        String connections = args.length > 1 ? args[1] : "1,4,10,32";
        System.out.printf(
                Locale.ROOT,
                "%,d letters, ledger: %s%n| connections | letters/s |%n|---:|---:|%n",
                letters,
                System.getProperty("tests.ledger", "files"));
        for (String count : connections.split(",", -1)) {
            Path folder = Files.createTempDirectory("facteur-ledger-");
            try (LedgerFile file = new LedgerFile(folder.resolve("ledger"))) {
                List<Delivery> deliveries = enlisted(file, letters);
                try (Ledger ledger = file.writer()) {
                    send(ledger, deliveries.subList(0, letters / 4), Integer.parseInt(count));
                    Instant begun = Instant.now();
                    List<Delivery> rest = deliveries.subList(letters / 4, letters);
                    send(ledger, rest, Integer.parseInt(count));
                    double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
                    System.out.printf(Locale.ROOT, "| %s | %,.0f |%n", count, rest.size() / seconds);
                }
            }
        }
        System.exit(0);
    }

    private static List<Delivery> enlisted(LedgerFile file, int letters) {
        new Campaigns(file.client()).stands(CAMPAIGN, CampaignState.RUNNING, null, null, Instant.now());
        Enlistment enlistment = new Enlistment(file.template(), CAMPAIGN);
        long pass = enlistment.openPass(false);
        file.inOneCommit(() -> enlistment.write(
                LongStream.range(0, letters)
                        .<Listed>mapToObj(line -> new Recipient(
                                EmailAddress.of("p" + line + "@d" + line % 100 + ".example"),
                                new Contact(line, Map.of("prenom", "P" + line)),
                                List.of()))
                        .toList(),
                pass,
                Instant.now()));
        enlistment.closePass(pass, "digest", 0);
        LedgerBook book = new LedgerBook(file.client(), CAMPAIGN);
        ConcurrentLinkedQueue<Long> ids = new ConcurrentLinkedQueue<>();
        book.forEachWaiting(waiting -> ids.add(waiting.id()));
        return ids.stream().map(book::delivery).toList();
    }

    private static void send(Ledger ledger, List<Delivery> deliveries, int connections) {
        ConcurrentLinkedQueue<Delivery> left = new ConcurrentLinkedQueue<>(deliveries);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        CompletableFuture.allOf(IntStream.range(0, connections)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> send(ledger, left), threads))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
        threads.shutdown();
    }

    private static void send(Ledger ledger, ConcurrentLinkedQueue<Delivery> left) {
        Outcome sent = new Outcome.Sent(Category.ACCEPTED, Reason.verbatim("250 2.0.0 Ok: queued as 4fJ2Y"));
        CompletableFuture<Void> recorded = CompletableFuture.completedFuture(null);
        for (Delivery next = left.poll(); next != null; next = left.poll()) {
            Attempt attempt = ledger.open(next, CAMPAIGN, next.email().domain(), RELAY, "zythom@smtp.ecole.example");
            SealedAttempt sealed = ledger.seal(attempt, "<" + next.id() + "@ecole.example>", Instant.now());
            recorded = ledger.record(sealed, sent, Instant.now());
        }
        Ledger.await(recorded);
    }
}
