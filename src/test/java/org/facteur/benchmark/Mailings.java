package org.facteur.benchmark;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.facteur.dispatch.queue.Bucket;
import org.facteur.dispatch.queue.Dispatcher;
import org.facteur.dispatch.queue.Lane;
import org.facteur.pace.Limit;
import org.facteur.reason.Reason;

/** Large mailings for the benchmarks: domains of very different sizes, one in five behind a provider's limit. */
final class Mailings {

    static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private Mailings() {}

    /**
     * @param limits of the campaign and of each of two relays
     */
    static Dispatcher of(int letters, int domains, String limits, String providers, String each) {
        Bucket account = bucket("account", limits);
        var lanes = List.of(
                new Lane("first", List.of(bucket("relay first", limits), account), 4),
                new Lane("second", List.of(bucket("relay second", limits), account), 4));
        var dispatcher = new Dispatcher(lanes, bucket("campaign", limits), null);
        dispatcher.startChunk(START);
        List<Bucket> shared = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            shared.add(bucket("provider " + i, providers));
        }
        for (int i = 0; i < domains; i++) {
            String name = "domain" + i + ".example";
            Bucket own = bucket(name, each);
            dispatcher.addGroup(name, i % 5 == 0 ? List.of(own, shared.get(i / 5 % 10)) : List.of(own));
        }
        for (int id = 0; id < letters; id++) {
            int spread = id < domains ? id : (int) ((long) id * id % 1_000_003 % (1 + id % domains));
            dispatcher.add(id, spread, false, 0, -1);
        }
        return dispatcher;
    }

    static long usedMegabytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    /** Of this thread: what a busy machine does not change. */
    static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Bucket bucket(String name, String limit) {
        return new Bucket(Reason.verbatim(name), List.of(Limit.parse(limit)));
    }
}
