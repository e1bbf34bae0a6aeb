package org.facteur.check.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family;
import org.facteur.check.Family.Answer;
import org.facteur.check.Finding;
import org.facteur.check.Severity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Families that give no answer. */
class MailingCheckTest {

    private static final Family SENDER = new Family() {
        @Override
        public List<String> ids() {
            return List.of("spf", "dkim");
        }

        @Override
        public Answer ask(Campaign campaign, Letters letters) {
            throw new AssertionError("asked here by nobody");
        }
    };

    static Stream<Future<Answer>> none() {
        return Stream.of(
                CompletableFuture.failedFuture(new IllegalArgumentException("a fault")), new CompletableFuture<>() {
                    @Override
                    public Answer get(long timeout, TimeUnit unit) throws TimeoutException {
                        throw new TimeoutException();
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("none")
    void of_a_family_that_fails_or_takes_too_long_each_id_is_unknown_so_that_each_may_be_required(
            Future<Answer> asked) {
        List<Finding> findings = MailingCheck.answer(SENDER, asked).findings();

        assertThat(findings).extracting(Finding::id).containsExactly("spf", "dkim");
        assertThat(findings).extracting(Finding::severity).containsOnly(Severity.UNKNOWN);
    }
}
