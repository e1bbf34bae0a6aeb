package org.facteur.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.facteur.dispatch.Stop;
import org.facteur.pace.SimulatedTiming;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.Test;

class OutageTest {

    private static final Instant NOON = Instant.parse("2027-01-04T12:00:00Z");
    private static final Reason AWAY = Reason.verbatim("the database cannot be used");

    private final SimulatedTiming timing = new SimulatedTiming(NOON);
    private final Stop stop = new Stop();

    private Outage outage(Duration patience) {
        return new Outage(patience, timing, stop, new MailLog("voeux"));
    }

    /** Seconds after noon at which the server is asked again. */
    private List<Long> tries(Outage outage) throws InterruptedException {
        List<Long> tries = new ArrayList<>();
        while (outage.lasts(AWAY, tries.size())) {
            tries.add(Duration.between(NOON, timing.instant()).toSeconds());
        }
        return tries;
    }

    @Test
    void a_server_is_asked_again_at_growing_intervals_until_patience_is_over() throws InterruptedException {
        assertThat(tries(outage(Duration.ofSeconds(30)))).containsExactly(1L, 3L, 7L, 12L, 17L, 22L, 27L);
        assertThat(timing.instant()).isEqualTo(NOON.plusSeconds(30));
    }

    @Test
    void without_patience_it_is_not_asked_again() throws InterruptedException {
        assertThat(tries(outage(Duration.ZERO))).isEmpty();
        assertThat(timing.instant()).isEqualTo(NOON);
    }

    @Test
    void a_run_that_is_to_stop_waits_ten_seconds_more_for_what_it_knows_to_be_written_down()
            throws InterruptedException {
        timing.at(NOON.plusSeconds(5), () -> stop.request(AWAY, ExitCodes.TERMINATED));

        tries(outage(Duration.ofHours(1)));

        assertThat(timing.instant()).isEqualTo(NOON.plusSeconds(15));
    }
}
