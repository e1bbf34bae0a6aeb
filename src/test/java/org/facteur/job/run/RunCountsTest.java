package org.facteur.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.facteur.job.MailingFixture;
import org.facteur.ledger.Counts;
import org.facteur.ledger.DeliveryState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ledger")
class RunCountsTest {

    private static final Counts THREE_TO_SEND = new Counts(3, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final RunCounts counts = new RunCounts();

    @Test
    void a_count_that_the_database_gave_up_is_taken_again_at_the_next_stage() {
        counts.start(RunProgress.Stage.ENLIST, () -> {
            throw new IllegalStateException("the database is away");
        });
        assertThatThrownBy(counts::counts).hasRootCauseMessage("the database is away");

        counts.start(RunProgress.Stage.SEND, () -> THREE_TO_SEND);

        assertThat(counts.counts()).isEqualTo(THREE_TO_SEND);
    }

    @Test
    void what_has_been_counted_is_kept_up_and_not_counted_again() {
        counts.start(RunProgress.Stage.ENLIST, () -> THREE_TO_SEND);
        assertThat(counts.counts()).isEqualTo(THREE_TO_SEND);

        counts.start(RunProgress.Stage.SEND, () -> {
            throw new AssertionError("counted twice");
        });
        counts.moved(DeliveryState.PENDING, DeliveryState.SENT, MailingFixture.START);

        assertThat(counts.counts()).isEqualTo(new Counts(2, 0, 1, 0, 0, 0, 0, 0, 0, 0));
    }
}
