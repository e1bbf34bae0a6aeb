package org.facteur.benchmark;

import java.time.Instant;
import org.facteur.dispatch.queue.Choice;
import org.facteur.dispatch.queue.Dispatcher;

/** A million letters to 100,000 domains under nested limits: time for a decision, and heap. */
public final class DispatcherBenchmark {

    private DispatcherBenchmark() {}

    public static void main(String[] args) {
        for (int round = 0; round < 3; round++) {
            run("roomy limits", "1000000/minute", "1000000/minute", "60/minute");
            run("full providers", "1000000/minute", "2/second", "60/minute");
            run("all limits full", "1000/second", "20/second", "1/minute");
        }
    }

    private static void run(String name, String limits, String providers, String each) {
        Dispatcher dispatcher = Mailings.of(1_000_000, 100_000, limits, providers, each);
        long heap = Mailings.usedMegabytes();
        Instant now = Mailings.START;
        long begin = System.nanoTime();
        long worst = 0;
        int sent = 0;
        while (sent < 1_000_000) {
            long chunkBegin = System.nanoTime();
            int chunk = 0;
            dispatcher.startChunk(now);
            Choice choice = dispatcher.next(now, now);
            while (choice instanceof Choice.Send send && chunk < 50) {
                if (dispatcher.tryBegin(send, now).isPresent()) {
                    throw new IllegalStateException("foreseen wrongly: " + send);
                }
                dispatcher.end(send, now, true);
                dispatcher.startChunk(now);
                chunk++;
                choice = dispatcher.next(now, now);
            }
            if (choice instanceof Choice.Send send) {
                dispatcher.putBack(send);
            }
            worst = Math.max(worst, System.nanoTime() - chunkBegin);
            sent += chunk;
            now = choice instanceof Choice.Wait wait ? wait.until() : now.plusMillis(10);
        }
        double each1 = (System.nanoTime() - begin) / 1000.0 / sent;
        System.out.printf(
                "%-16s %.2f µs a letter (choose, begin, end), worst chunk %.1f ms, heap %d MB before, %d MB after%n",
                name, each1, worst / 1e6, heap, Mailings.usedMegabytes());
    }
}
