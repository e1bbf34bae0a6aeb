package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rare replies that were labelled before any of them was read by a rule or learned by a word, and are set aside: neither is mended by them. Those "from
 * memory" are by the author of many in {@code own-words.tsv}, and flatter. Where these figures fall, something was lost that nobody looked at. To
 * improve them, look at other replies.
 */
class UnseenRepliesTest {

    private static final RuleClassifier CLASSIFIER = RuleClassifier.builtIn();

    private static final List<LabelledReply> REPLIES =
            LabelledReply.of("unseen-replies.tsv").toList();

    @Test
    void what_a_reply_means_is_read_no_worse_than_when_last_measured() {
        assertThat(REPLIES)
                .filteredOn(one -> CLASSIFIER.classify(one.reply()).category() == one.wanted())
                .hasSizeGreaterThanOrEqualTo(121);
    }

    @Test
    void what_becomes_of_the_letter_is_read_no_worse_than_when_last_measured() {
        assertThat(REPLIES)
                .filteredOn(one -> {
                    Verdict verdict = CLASSIFIER.classify(one.reply());
                    return LabelledReply.Action.of(verdict.category(), verdict.reaction()) == one.action();
                })
                .hasSizeGreaterThanOrEqualTo(125);
    }

    @Test
    void no_more_addresses_are_accused_than_when_last_measured() {
        assertThat(REPLIES.stream()
                        .filter(one -> one.isGravelyMistaken(
                                CLASSIFIER.classify(one.reply()).category()))
                        .count())
                .isLessThanOrEqualTo(4);
    }

    @Test
    void none_of_them_was_learned() {
        List<String> learned =
                WordWeightsTrainer.replies().map(one -> one.reply().text()).toList();

        assertThat(REPLIES).extracting(one -> one.reply().text()).doesNotContainAnyElementsOf(learned);
    }
}
