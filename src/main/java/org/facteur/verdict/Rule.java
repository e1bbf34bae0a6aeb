package org.facteur.verdict;

import java.util.regex.Pattern;
import org.facteur.relay.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One rule: what is given must all match.
 *
 * @param reaction instead of the usual one; null: the usual one. Only users' rules name one.
 * @param code of the three digits
 * @param enhanced of {@code class.subject.detail}
 * @param text of the words, without hosts, links and addresses
 * @param with also found in the words, before or after
 * @param without not found in the words
 * @param names of the words with hosts and links
 * @param sure whether the weight of the words cannot overrule it
 * @param madeFor a real reply
 */
record Rule(
        Category category,
        Scope scope,
        @Nullable Reaction reaction,
        @Nullable Phase phase,
        @Nullable Pattern code,
        @Nullable Pattern enhanced,
        @Nullable Patterns text,
        @Nullable Patterns with,
        @Nullable Patterns without,
        @Nullable Patterns names,
        boolean sure,
        String madeFor) {

    boolean matches(ReadReply reply) {
        return (phase == null || phase == reply.phase())
                && (code == null || code.matcher(reply.code()).matches())
                && (enhanced == null || enhanced.matcher(reply.enhanced()).matches())
                && (text == null || saysEither(text, reply))
                && (with == null || saysEither(with, reply))
                && (without == null || !saysEither(without, reply))
                && (names == null || names.areIn(reply.names()));
    }

    /** Whether it looks at no word. */
    boolean isByCodeAlone() {
        return text == null && with == null && names == null;
    }

    /** A user's rule may be written in the server's language, or in the English it is put into. */
    private static boolean saysEither(Patterns patterns, ReadReply reply) {
        return patterns.areIn(reply.english()) || (reply.words() != reply.english() && patterns.areIn(reply.words()));
    }

    Verdict verdict(ReadReply reply) {
        Reaction usual = DefaultReaction.to(category, scope, reply.permanent());
        return reaction == null || reaction == usual
                ? new Verdict(category, scope, usual, reply.retryAfter())
                : new Verdict(category, scope, reaction, reply.retryAfter(), true);
    }
}
