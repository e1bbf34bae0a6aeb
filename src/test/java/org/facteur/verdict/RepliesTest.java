package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies of real servers, each with its label. */
class RepliesTest {

    private static final RuleClassifier CLASSIFIER = RuleClassifier.builtIn();

    @ParameterizedTest
    @MethodSource("replies")
    void a_reply_means_what_people_say_it_means(LabelledReply labelled) {
        Verdict verdict = CLASSIFIER.classify(labelled.reply());

        assertThat(verdict.category().label() + ", " + verdict.scope().label())
                .as(
                        "by the rule made for: %s",
                        CLASSIFIER.judge(labelled.reply()).madeFor())
                .isEqualTo(labelled.category() + ", " + labelled.scope());
    }

    @Test
    void every_rule_decides_the_reply_it_was_made_for() {
        List<Rule> rules = ReplyRules.builtIn();

        for (Rule rule : rules) {
            ReadReply reply = ReadReply.of(RawReply.parse(rule.madeFor()));
            assertThat(rules.stream()
                            .filter(one -> one.matches(reply))
                            .findFirst()
                            .orElseThrow())
                    .as(rule.madeFor())
                    .isEqualTo(rule);
        }
    }

    static Stream<LabelledReply> replies() {
        return Stream.of("replies.tsv", "more-replies.tsv", "rare-replies.tsv", "kinds.tsv")
                .flatMap(LabelledReply::of);
    }
}
