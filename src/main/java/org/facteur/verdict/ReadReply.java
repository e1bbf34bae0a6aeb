package org.facteur.verdict;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A reply as rules look at it.
 *
 * @param code three digits, of the class the enhanced code names where there is no code, empty where there is neither
 * @param enhanced empty where there is none, not even within the text
 * @param permanent what the code says; RFC 5321 decides where the enhanced code's class differs
 * @param words without hosts, links and addresses, as the server said them
 * @param english the same, as far as {@link Languages} goes
 * @param names with hosts and links
 */
record ReadReply(
        Phase phase,
        String code,
        String enhanced,
        boolean permanent,
        Trigrams words,
        Trigrams english,
        Trigrams names) {

    private static final Pattern ENHANCED = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,2}\\.\\d{1,3})(?![\\d.]\\d)");

    /** A 421 in the greeting comes without a reply: {@code Could not connect ..., response: 421}. */
    private static final Pattern CODE =
            Pattern.compile("\\b(?:response|said|code|error|after [a-z ]{1,30}):? ([245]\\d\\d)\\b");

    static ReadReply of(Reply reply) {
        ReplyText text = ReplyText.of(reply.text());
        String enhanced = reply.enhanced() == null ? within(ENHANCED, text.names()) : String.valueOf(reply.enhanced());
        String code = code(reply.code(), enhanced, text.names());
        Trigrams words = new Trigrams(text.words());
        String english = Languages.english(text.words());
        return new ReadReply(
                reply.phase(),
                code,
                enhanced,
                code.startsWith("5"),
                words,
                english.equals(text.words()) ? words : new Trigrams(english),
                new Trigrams(text.names()));
    }

    boolean positive() {
        return code.startsWith("2") || code.startsWith("3");
    }

    @Nullable
    Duration retryAfter() {
        return RetryHint.inFolded(words.text()).orElse(null);
    }

    private static String code(int given, String enhanced, String names) {
        if (given >= 200 && given <= 599) {
            return Integer.toString(given);
        }
        String within = within(CODE, names);
        if (!within.isEmpty()) {
            return within;
        }
        return enhanced.isEmpty() ? "" : enhanced.charAt(0) + "50";
    }

    private static String within(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }
}
