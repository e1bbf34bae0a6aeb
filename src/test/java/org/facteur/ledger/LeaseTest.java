package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final Duration LENGTH = Duration.ofSeconds(15);

    private Instant now = Instant.parse("2027-01-04T12:00:00Z");
    private long nanos = -7;
    private final Lease lease = new Lease("zythom@ecole", LENGTH, () -> now, () -> nanos);

    private void pass(Duration awake, Duration all) {
        nanos += TimeUnit.MILLISECONDS.toNanos(awake.toMillis());
        now = now.plus(all);
    }

    @Test
    void it_is_over_until_the_database_has_given_it() {
        assertThat(lease.isOver()).isTrue();
    }

    @Test
    void it_counts_from_before_the_database_was_asked() {
        Lease.Moment asked = lease.now();
        pass(LENGTH.minusMillis(1), LENGTH.minusMillis(1));
        lease.renewed(asked);
        assertThat(lease.isOver()).isFalse();
        pass(Duration.ofMillis(1), Duration.ofMillis(1));
        assertThat(lease.isOver()).isTrue();
    }

    @Test
    void a_clock_that_is_set_back_makes_it_no_longer() {
        lease.renewed(lease.now());
        pass(LENGTH, Duration.ofHours(-1));
        assertThat(lease.isOver()).isTrue();
    }

    @Test
    void a_machine_that_slept_finds_it_over() {
        lease.renewed(lease.now());
        pass(Duration.ofSeconds(1), Duration.ofHours(1));
        assertThat(lease.isOver()).isTrue();
    }

    @Test
    void it_ends_with_the_claim() {
        lease.renewed(lease.now());
        lease.end();
        assertThat(lease.isOver()).isTrue();
    }
}
