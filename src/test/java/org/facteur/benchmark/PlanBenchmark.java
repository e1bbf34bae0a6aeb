package org.facteur.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.facteur.dispatch.queue.Dispatcher;
import org.facteur.dispatch.queue.Plan;
import org.facteur.pace.Pace;
import org.facteur.pace.Pause;

/** How long it takes to plan a mailing of a million letters, by the recipient domains they go to: memory is what it waits for. */
public final class PlanBenchmark {

    private PlanBenchmark() {}

    public static void main(String[] args) {
        var pause = new Pause(Duration.ofSeconds(2), Duration.ofSeconds(4));
        var pace = new Pace(50, pause, List.of(), Map.of(), null, Duration.ofMinutes(30), null);
        for (int domains = 1000; domains <= 100_000; domains *= 10) {
            rounds(domains, pace);
        }
    }

    private static void rounds(int domains, Pace pace) {
        for (int round = 0; round < 5; round++) {
            Dispatcher dispatcher = Mailings.of(1_000_000, domains, "50000/day", "20/minute", "60/minute");
            long begin = System.nanoTime();
            long cpu = Mailings.cpuNanos();
            Plan plan = Plan.of(dispatcher, pace, Duration.ofMillis(200), Mailings.START, 0);
            System.out.printf(
                    "%,d domains: %.2f s (%.2f s of processor time): %d letters in %d periods until %s, held back by %s; heap %d MB%n",
                    domains,
                    (System.nanoTime() - begin) / 1e9,
                    (Mailings.cpuNanos() - cpu) / 1e9,
                    plan.letters(),
                    plan.periods().size(),
                    plan.ends(),
                    plan.heldBackBy(),
                    Mailings.usedMegabytes());
        }
    }
}
