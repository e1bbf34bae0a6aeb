package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.facteur.dispatch.Stop;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.Test;

class StopTest {

    @Test
    void the_first_reason_counts() {
        Stop stop = new Stop();
        assertThat(stop.isRequested()).isFalse();

        stop.request(Reason.verbatim("SIGTERM"), 143);
        stop.fail(Reason.verbatim("the disk is full"), ExitCodes.TRY_LATER);

        assertThat(stop.cause()).isEqualTo(new Stop.Cause(Reason.verbatim("SIGTERM"), 143, false, Set.of()));
    }

    @Test
    void a_run_that_fails_has_nobodys_wish_to_end_until_somebody_asks() {
        Stop all = new Stop();
        Stop one = all.forOneRun();
        one.fail(Reason.verbatim("the relay is gone"), ExitCodes.UNAVAILABLE);
        assertThat(one.isWished()).isFalse();

        all.request(Reason.verbatim("SIGTERM"), 143);

        assertThat(one.isWished()).isTrue();
        assertThat(one.cause()).returns(ExitCodes.UNAVAILABLE, Stop.Cause::exitCode);
    }

    @Test
    void what_ends_all_runs_ends_each_and_what_ends_one_ends_no_other() {
        Stop all = new Stop();
        Stop one = all.forOneRun();
        Stop other = all.forOneRun();

        one.fail(Reason.verbatim("its relay is gone"), ExitCodes.TRY_LATER);
        assertThat(other.isRequested()).isFalse();
        assertThat(all.isRequested()).isFalse();

        all.request(Reason.verbatim("SIGTERM"), 143);
        assertThat(other.isRequested()).isTrue();
        assertThat(one.cause()).returns(true, Stop.Cause::failed);
    }
}
