package org.facteur.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.cli.Typed;
import org.facteur.packaged.Workplace;

/** A look at {@code status} once a second, from the head's home and from another machine in turns, whatever happens meanwhile. */
final class Looks implements AutoCloseable {

    private final Fleet fleet;
    private final int people;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();

    /** @param people all of whom have been enlisted */
    Looks(Fleet fleet, int people) {
        this.fleet = fleet;
        this.people = people;
        var unused = clock.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            Typed typed = fleet.typedAt(looks.getAndIncrement() % 2 == 0 ? "head" : "home1", "status", "--json");
            Workplace.Status status = typed.exitCode() == 0 ? Workplace.status(typed.out()) : null;
            if (status == null || status.sum() != people || status.rows() != people) {
                wrong.add(typed.toString());
            }
        } catch (RuntimeException e) {
            wrong.add(e.toString());
        }
    }

    void assertSumHeld(int atLeast) {
        assertThat(wrong).as("looks at status whose sum is not %d", people).isEmpty();
        assertThat(looks.get()).as("looks").isGreaterThanOrEqualTo(atLeast);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
