package org.facteur.verdict;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.facteur.relay.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One rule: what is given must all match.
 *
 * @param code of the three digits
 * @param enhanced of {@code class.subject.detail}
 * @param text of the words, without hosts, links and addresses
 * @param with also found in the words, before or after
 * @param without not found in the words
 * @param names of the words with hosts and links
 * @param madeFor a real reply
 */
record Rule(
        Category category,
        Scope scope,
        @Nullable Reaction reaction,
        @Nullable Phase phase,
        @Nullable Pattern code,
        @Nullable Pattern enhanced,
        @Nullable Needle text,
        @Nullable Needle with,
        @Nullable Needle without,
        @Nullable Needle names,
        String madeFor) {

    /** A pattern taken apart into its alternatives, each with the clauses a text must meet for it to match. */
    record Needle(List<Alternative> alternatives) {

        static Needle of(String pattern) {
            Pattern.compile(pattern);
            return new Needle(Needles.alternatives(pattern).stream()
                    .map(one -> new Alternative(Pattern.compile(one), Needles.of(one)))
                    .toList());
        }

        boolean isIn(Trigrams text) {
            for (Alternative alternative : alternatives) {
                if (text.meet(alternative.clauses)
                        && alternative.pattern.matcher(text.text()).find()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** One alternative of a pattern. */
    record Alternative(Pattern pattern, List<Set<String>> clauses) {}

    boolean matches(ReadReply reply) {
        return (phase == null || phase == reply.phase())
                && (code == null || code.matcher(reply.code()).matches())
                && (enhanced == null || enhanced.matcher(reply.enhanced()).matches())
                && (text == null || saysEither(text, reply))
                && (with == null || saysEither(with, reply))
                && (without == null || !saysEither(without, reply))
                && (names == null || names.isIn(reply.names()));
    }

    /** A user's rule may be written in the server's language, or in the English it is put into. */
    private static boolean saysEither(Needle needle, ReadReply reply) {
        return needle.isIn(reply.english()) || (reply.words() != reply.english() && needle.isIn(reply.words()));
    }

    Verdict verdict(ReadReply reply) {
        Reaction made = reaction == null ? DefaultReaction.to(category, scope, reply.permanent()) : reaction;
        return new Verdict(category, scope, made, reply.retryAfter());
    }
}
