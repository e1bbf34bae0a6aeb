package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    private static final RuleClassifier CLASSIFIER = RuleClassifier.builtIn();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    MAIL     | 550 5.1.1 User unknown                             | SENDER_REJECTED     | RUN   | STOP_RUN
                    MAIL     | 450 4.1.1 User unknown                             | SENDER_REJECTED     | RUN   | STOP_RUN
                    MAIL     | 553 5.1.2 Domain does not exist                    | SENDER_REJECTED     | RUN   | STOP_RUN
                    MAIL     | 550 5.2.2 Mailbox full                             | MAILBOX_FULL        | RELAY | SLOW_RELAY
                    MAIL     | 421 4.7.0 Messages deferred due to user complaints | RATE_LIMITED_RECIPIENT_DOMAIN | RELAY | SLOW_RELAY
                    MAIL     | 554 5.7.1 Rejected as spam                         | POLICY_BLOCKED      | RELAY | SLOW_RELAY
                    MAIL     | 550 5.9.9 Xyzzy                                    | UNKNOWN_PERMANENT   | RELAY | RETRY
                    GREETING | 556 No mail here for anybody                       | SERVICE_UNAVAILABLE | RELAY | SLOW_RELAY
                    EHLO     | 550 5.1.1 User unknown                             | SERVICE_UNAVAILABLE | RELAY | SLOW_RELAY
                    """)
    void before_a_recipient_is_named_nothing_concerns_one(
            Phase phase, String raw, Category category, Scope scope, Reaction reaction) {
        Reply reply = Reply.parse(phase, raw);

        Verdict verdict = CLASSIFIER.classify(reply).saidByRelay(phase, reply.code() >= 500);

        assertThat(verdict).isEqualTo(new Verdict(category, scope, reaction, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    RCPT | 550 5.1.1 User unknown
                    RCPT | 421 4.7.0 Messages deferred due to user complaints
                    DOT  | 554 5.7.1 Rejected as spam
                    MAIL | 552 5.3.4 Message size exceeds fixed limit
                    MAIL | 450 4.7.1 Greylisted, try again in 5 minutes
                    """)
    void the_rest_means_what_it_says(Phase phase, String raw) {
        Verdict verdict = CLASSIFIER.classify(Reply.parse(phase, raw));

        assertThat(verdict.saidByRelay(phase, true)).isEqualTo(verdict);
    }
}
