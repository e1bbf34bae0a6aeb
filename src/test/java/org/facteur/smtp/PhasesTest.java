package org.facteur.smtp;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long a server may take with what it is asked. */
class PhasesTest {

    @Test
    void each_phase_has_the_time_that_RFC_5321_asks_for_whatever_the_relays_timeout() {
        Patience patience = Patience.standard(ofSeconds(2));

        assertThat(patience.command()).isEqualTo(ofMinutes(5));
        assertThat(patience.data()).isEqualTo(ofMinutes(2));
        assertThat(patience.block()).isEqualTo(ofMinutes(3));
        // A server that scans for minutes leaves nobody in doubt.
        assertThat(patience.dot()).isEqualTo(ofMinutes(10));
        assertThat(patience.connecting()).isEqualTo(ofSeconds(2));
    }

    @Test
    void a_run_that_is_to_stop_waits_for_the_answer_to_a_dot_as_long_as_for_a_connection_and_five_minutes_at_most() {
        assertThat(Patience.standard(ofSeconds(30)).stopAfterDot()).isEqualTo(ofSeconds(30));
        assertThat(Patience.standard(ofMinutes(60)).stopAfterDot()).isEqualTo(ofMinutes(5));
        assertThat(Patience.standard(ofMinutes(60)).stopBeforeDot()).isEqualTo(ofSeconds(5));
    }

    @Test
    void somebody_who_looks_on_waits_for_no_phase_longer_than_that() {
        Patience patience = Patience.standard(ofMinutes(7)).atMost(ofMinutes(1));

        assertThat(patience.connecting()).isEqualTo(ofMinutes(1));
        assertThat(patience.command()).isEqualTo(ofMinutes(1));
        assertThat(patience.dot()).isEqualTo(ofMinutes(1));
    }
}
