package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;

/** Whatever a server says: it means something, and is said again without harm. */
class RepliesFuzzTest {

    private static final RuleClassifier CLASSIFIER = RuleClassifier.builtIn();

    @FuzzTest
    void verdicts(byte[] bytes) {
        Reply reply = Reply.parse(Phase.RCPT, new String(bytes, StandardCharsets.UTF_8));
        Verdict verdict = CLASSIFIER.classify(reply);

        if (verdict.retryAfter() != null) {
            assertThat(verdict.retryAfter()).isBetween(Duration.ZERO, Duration.ofDays(366));
        }
        if (reply.code() >= 200 && reply.code() < 400) {
            assertThat(verdict.category()).isEqualTo(Category.ACCEPTED);
        }
        for (Phase phase : Phase.values()) {
            assertThat(verdict.saidByRelay(phase, reply.isPermanent())).isNotNull();
        }
        assertThat(Explanation.of(reply.toString(), CLASSIFIER).lines()).isNotEmpty();
    }
}
