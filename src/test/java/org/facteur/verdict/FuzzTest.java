package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.facteur.relay.EnhancedStatus;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server says has a verdict, and soon. */
class FuzzTest {

    private static final long SEED = 20_261_124;
    private static final List<Phase> PHASES = List.of(Phase.values());
    private static final RuleClassifier CLASSIFIER = RuleClassifier.builtIn();

    @Test
    @Timeout(60)
    void nothing_a_server_says_makes_it_throw() {
        Random random = new Random(SEED);
        List<String> pieces = pieces();

        for (int i = 0; i < 3_000; i++) {
            Reply reply = reply(random, pieces);

            Verdict verdict = CLASSIFIER.classify(reply);

            assertThat(verdict).as(reply.text()).isEqualTo(CLASSIFIER.classify(reply));
            assertThat(Explanation.of(reply.text(), CLASSIFIER).toJson()).startsWith("{\"code\":");
        }
    }

    /** Alternatives are skipped by their literals; that must never change what a pattern finds. */
    @Test
    void skipping_patterns_by_their_literals_changes_nothing() {
        List<Patterns.Alternative> all = ReplyRules.builtIn().stream()
                .flatMap(rule -> Stream.of(rule.text(), rule.with(), rule.without()))
                .flatMap(Stream::ofNullable)
                .flatMap(phrases -> phrases.alternatives().stream())
                .toList();
        RepliesTest.replies()
                .map(labelled -> ReplyText.of(labelled.reply().text()))
                .forEach(text -> {
                    Trigrams pieces = new Trigrams(text.words());
                    for (Patterns.Alternative one : all) {
                        if (one.pattern().matcher(text.words()).find()) {
                            assertThat(pieces.meet(one.clauses()))
                                    .as("%s in %s", one, text.words())
                                    .isTrue();
                        }
                    }
                });
    }

    @Test
    @Timeout(20)
    void an_endless_text_takes_no_endless_time() {
        for (String piece :
                List.of("a", "mailbox ", "<", "a@", "https://", "1 ", "too many ", "\n", "é", "10 minutes ")) {
            CLASSIFIER.classify(new Reply(Phase.DOT, 550, null, piece.repeat(100_000)));
        }
    }

    private static Reply reply(Random random, List<String> pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(
                            random.nextInt(4) == 0
                                    ? (char) random.nextInt(0x3000)
                                    : pieces.get(random.nextInt(pieces.size())))
                    .append(random.nextBoolean() ? " " : "");
        }
        int code = random.nextInt(700) - 50;
        EnhancedStatus enhanced = random.nextBoolean()
                ? new EnhancedStatus(random.nextInt(9), random.nextInt(1000), random.nextInt(1000))
                : null;
        return new Reply(PHASES.get(random.nextInt(PHASES.size())), code, enhanced, text.toString());
    }

    private static List<String> pieces() {
        List<String> pieces =
                new ArrayList<>(List.of("<", ">", "@", "://", "[", "\\", "\n", "$1", "(#5.1.1)", "92 seconds"));
        RepliesTest.replies()
                .forEach(labelled ->
                        pieces.addAll(List.of(labelled.reply().text().split(" "))));
        return pieces;
    }
}
