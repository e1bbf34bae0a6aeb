package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NextStepTest {

    private final ReportWords words = new ReportWords(Locale.UK, ZoneOffset.UTC);

    private List<String> steps(CampaignState state, @Nullable Reason reason, Counts counts) {
        var status = new CampaignStatus("voeux", state, reason, null, counts.sum(), counts, null);
        return NextStep.of(status, words).stream()
                .map(step -> step.sentence() + " " + step.command())
                .toList();
    }

    @Test
    void where_all_letters_have_left_nothing_is_left_to_do() {
        assertThat(steps(CampaignState.COMPLETED, null, new Counts(0, 0, 5, 0, 0, 0, 0, 0, 0, 0)))
                .containsExactly("Nothing is left to do. null");
    }

    @Test
    void after_a_rehearsal_a_real_relay_is() {
        assertThat(steps(
                        CampaignState.COMPLETED,
                        Reason.verbatim("a rehearsal"),
                        new Counts(0, 0, 5, 0, 0, 0, 0, 0, 0, 0)))
                .singleElement()
                .asString()
                .contains("name your own relay");
    }

    @Test
    void what_stopped_goes_on_and_what_needs_its_owner_is_named_with_the_command() {
        assertThat(steps(CampaignState.STOPPED, null, new Counts(1, 0, 1, 0, 2, 0, 1, 1, 0, 0)))
                .satisfiesExactly(
                        run -> assertThat(run).endsWith("facteur run JOB"),
                        doubt -> assertThat(doubt)
                                .startsWith("1 letter is in doubt")
                                .endsWith("facteur resolve JOB"),
                        unlucky -> assertThat(unlucky)
                                .startsWith("2 letters could not")
                                .endsWith("facteur retry JOB"),
                        invalid -> assertThat(invalid).startsWith("1 row has no valid address"));
    }

    @Test
    void who_comes_at_the_minute_that_is_named_does_not_come_too_early() {
        Counts counts = new Counts(1, 0, 1, 0, 0, 0, 0, 0, 0, 0);
        var status = new CampaignStatus(
                "voeux", CampaignState.PAUSED, null, Instant.parse("2027-01-04T21:59:30Z"), 2, counts, null);

        assertThat(NextStep.of(status, words).get(0).sentence()).contains("22:00");
    }
}
