package org.facteur.verdict;

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
        @Nullable Needle names,
        String madeFor) {

    /** A pattern and the literals one of which each of its matches holds. */
    record Needle(Pattern pattern, @Nullable Set<String> literals) {

        static Needle of(String pattern) {
            return new Needle(Pattern.compile(pattern), Needles.of(pattern));
        }

        boolean isIn(String text, Trigrams pieces) {
            return mayBeIn(pieces) && pattern.matcher(text).find();
        }

        private boolean mayBeIn(Trigrams pieces) {
            if (literals == null) {
                return true;
            }
            for (String literal : literals) {
                if (pieces.contains(literal)) {
                    return true;
                }
            }
            return false;
        }
    }

    boolean matches(ReadReply reply) {
        return (phase == null || phase == reply.phase())
                && (code == null || code.matcher(reply.code()).matches())
                && (enhanced == null || enhanced.matcher(reply.enhanced()).matches())
                && (text == null || text.isIn(reply.text().words(), reply.wordPieces()))
                && (names == null || names.isIn(reply.text().names(), reply.namePieces()));
    }

    Verdict verdict(ReadReply reply) {
        Reaction made = reaction == null ? Reactions.to(category, scope, reply.permanent()) : reaction;
        return new Verdict(category, scope, made, reply.retryAfter());
    }
}
