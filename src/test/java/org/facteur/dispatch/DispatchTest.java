package org.facteur.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.job.MailingFixture.START;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.facteur.address.Domain;
import org.facteur.campaign.Campaign;
import org.facteur.dispatch.queue.Choice;
import org.facteur.job.MailingFixture;
import org.facteur.pace.SimulatedTiming;
import org.facteur.pace.Timing;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ledger")
class DispatchTest {

    private static final int LETTERS = 100;

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(longs = {8, -8})
    void a_machine_that_slept_amid_a_letter_or_a_clock_set_back_leaves_the_plan_credible(long hours)
            throws InterruptedException {
        try (var server = ScriptedSmtpServer.plain()) {
            Campaign campaign = MailingFixture.in(home)
                    .relay("ecole", server)
                    .contacts(1)
                    .pace("pause: 0s")
                    .load();
            SimulatedTiming clock = new SimulatedTiming(START);
            var dispatch = new Dispatch(
                    campaign, new ProviderLimits(campaign.pace().perDomain(), new ProviderLookup()), clock, new Stop());
            dispatch.startChunk();
            for (int id = 0; id <= LETTERS; id++) {
                dispatch.add(id, new Domain("example.org"), false, 0, null);
            }
            Choice.Send send = (Choice.Send) dispatch.next();
            assertThat(dispatch.admit(send)).isTrue();

            dispatch.end(send, START.plus(Duration.ofHours(hours)), true);

            var plan = dispatch.plan().orElseThrow();
            assertThat(plan.letters()).isEqualTo(LETTERS);
            assertThat(plan.ends()).isBetween(START.plusSeconds(10), START.plus(Duration.ofMinutes(11)));
        }
    }

    /** Somebody sets it back by an hour once ten seconds have passed. */
    private static final class SetBack implements Timing {
        private Duration passed = Duration.ZERO;

        @Override
        public Instant instant() {
            Instant now = START.plus(passed);
            return passed.toSeconds() < 10 ? now : now.minus(Duration.ofHours(1));
        }

        @Override
        public long nanos() {
            return passed.toNanos();
        }

        @Override
        public void await(Object monitor, Duration longest) {
            passed = passed.plus(longest);
        }
    }

    @Test
    void a_clock_that_is_set_back_makes_no_pause_longer() throws InterruptedException {
        try (var server = ScriptedSmtpServer.plain()) {
            Campaign campaign =
                    MailingFixture.in(home).relay("ecole", server).contacts(1).load();
            SetBack clock = new SetBack();
            var dispatch = new Dispatch(
                    campaign, new ProviderLimits(campaign.pace().perDomain(), new ProviderLookup()), clock, new Stop());

            dispatch.rest(Duration.ofSeconds(30));

            assertThat(clock.passed).isEqualTo(Duration.ofSeconds(30));
        }
    }
}
