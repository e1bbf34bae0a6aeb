package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text made to keep patterns busy. What it costs is counted in characters looked at: that is the same on every machine. */
class HostileTextTest {

    private static final int LENGTH = 100_000;

    /** What is folded counts, and of a text of 100 kB that is its beginning. */
    private static final int COUNTED = 4_000;

    /** Looks at each character that counts, by one pattern: a constant, so no pattern backtracks without end. */
    private static final long LOOKS = 1_000;

    private static final List<Patterns.Alternative> ALTERNATIVES = ReplyRules.builtIn().stream()
            .flatMap(rule -> Stream.of(rule.text(), rule.with(), rule.without(), rule.names()))
            .flatMap(Stream::ofNullable)
            .flatMap(phrases -> phrases.alternatives().stream())
            .toList();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a ",
                "user ",
                "sender ",
                "mailbox not ",
                "too many ",
                "limit limit ",
                "messages per ",
                "the account the user ",
                "sending mail message limit ",
                "exceeded exceeded sending ",
                "not allowed to not able to relay ",
                "domain host mx ",
                "try again again again ",
                "wait 1 1 1 ",
                "x",
                "<",
                "a@"
            })
    void no_pattern_looks_at_a_text_without_end(String piece) {
        String hostile = piece.repeat(LENGTH / piece.length());
        ReadReply reply = ReadReply.of(new Reply(Phase.DOT, 550, null, hostile));
        String text = reply.names().text();
        assertThat(text).hasSizeLessThanOrEqualTo(COUNTED);

        for (Patterns.Alternative one : ALTERNATIVES) {
            Looks looks = new Looks(text);
            boolean found = one.pattern().matcher(looks).find();

            assertThat(looks.count).as("%s (found: %s)", one.pattern(), found).isLessThan(LOOKS * COUNTED);
        }
    }

    private static final class Looks implements CharSequence {

        private final CharSequence text;
        private long count;

        Looks(CharSequence text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            count++;
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
