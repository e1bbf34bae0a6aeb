package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replies that were labelled before any of them was read, and from which no word learned. What is set aside was read once before anybody looked at it,
 * in ADR 0028; by now all but {@code unseen-rare-set-aside} have been looked at. Those "from memory" in the first set are by the author of many in {@code own-words.tsv}, and flatter.
 * Where these figures fall, something was lost that nobody looked at. To improve them, look at other replies.
 */
class UnseenRepliesTest {

    private static final RuleClassifier CLASSIFIER = RuleClassifier.builtIn();

    /** Read rightly, acted on rightly, addresses accused that are not at fault: when last measured. */
    @ParameterizedTest
    @CsvSource({
        "unseen-replies, 122, 127, 4",
        "fresh-common-looked-at, 41, 40, 0",
        "fresh-common-set-aside, 40, 40, 0",
        "fresh-rare-looked-at, 63, 64, 0",
        "fresh-rare-set-aside, 55, 57, 1",
        "unseen-rare-looked-at, 21, 24, 0",
        "unseen-rare-set-aside, 17, 23, 0"
    })
    void they_are_read_no_worse_than_when_last_measured(String set, int right, int acted, int grave) {
        List<LabelledReply> replies = replies(set);

        assertThat(replies).filteredOn(one -> read(one) == one.wanted()).hasSizeGreaterThanOrEqualTo(right);
        assertThat(replies).filteredOn(one -> act(one) == one.action()).hasSizeGreaterThanOrEqualTo(acted);
        assertThat(replies).filteredOn(one -> one.isGravelyMistaken(read(one))).hasSizeLessThanOrEqualTo(grave);
    }

    /** Somebody is named, and something else is unknown, gone or stopped: in 900 sentences put together from lists. */
    @ParameterizedTest
    @CsvSource({"first, 11", "second, 34", "third, 19"})
    void made_up_accusations_are_believed_no_more_often_than_when_last_measured(String shapes, int believed) {
        assertThat(replies("made-up-accusations"))
                .filteredOn(one -> one.source().contains(shapes))
                .hasSize(300)
                .filteredOn(one -> one.isGravelyMistaken(read(one)))
                .hasSizeLessThanOrEqualTo(believed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unseen-replies",
                "fresh-common-looked-at",
                "fresh-common-set-aside",
                "fresh-rare-looked-at",
                "fresh-rare-set-aside",
                "unseen-rare-looked-at",
                "unseen-rare-set-aside"
            })
    void none_of_them_was_learned(String set) {
        List<String> learned =
                WordWeightsTrainer.replies().map(one -> one.reply().text()).toList();

        assertThat(replies(set)).extracting(one -> one.reply().text()).doesNotContainAnyElementsOf(learned);
    }

    private static List<LabelledReply> replies(String set) {
        return LabelledReply.of(set + ".tsv").toList();
    }

    private static Category read(LabelledReply one) {
        return CLASSIFIER.classify(one.reply()).category();
    }

    private static LabelledReply.Action act(LabelledReply one) {
        Verdict verdict = CLASSIFIER.classify(one.reply());
        return LabelledReply.Action.of(verdict.category(), verdict.reaction());
    }
}
