package org.facteur.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.facteur.verdict.Patterns;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The words by which free forms are known, {@code words.yaml}: each list is one pattern over text as {@link Texts#folded} gives it. */
final class Vocabulary {

    private static final Map<String, List<String>> LISTS = lists();

    static final Pattern BOUNCE_SENDERS = starts("bounce-senders");
    static final Patterns BOUNCE_SUBJECTS = anywhere("bounce-subjects");
    static final Patterns BOUNCE_WORDS = anywhere("bounce-words");
    static final Patterns CERTAIN_BOUNCE = anywhere("certain-bounce");
    static final Patterns DELAY = anywhere("delay");
    static final Patterns DELIVERED = anywhere("delivered");
    static final Patterns NO_SUCH_USER = anywhere("no-such-user");
    static final Patterns BAD_DOMAIN = anywhere("bad-domain");
    static final Patterns MAILBOX_FULL = anywhere("mailbox-full");
    static final Pattern COPY = starts("copy");
    static final Pattern AUTO_REPLY_SUBJECTS = starts("auto-reply-subjects");
    static final Pattern PERHAPS_AUTO_REPLY = starts("perhaps-auto-reply");
    static final Patterns CHALLENGE = anywhere("challenge");
    static final Patterns CHALLENGE_LINKS = anywhere("challenge-links");
    static final Pattern QUOTE = starts("quote");
    static final Pattern CLOSING = Pattern.compile("(?:" + String.join("|", LISTS.get("closing")) + ")[ ,.!]*");
    static final Pattern GREETING =
            Pattern.compile("(?:" + String.join("|", LISTS.get("greeting")) + ")(?: [\\p{L}.'-]{1,25}){0,4} ?[,.!:;]*");
    static final Pattern STOP = Pattern.compile("(?:" + String.join("|", LISTS.get("stop")) + ")");
    static final Pattern POLITE = Pattern.compile("\\b(?:" + String.join("|", LISTS.get("polite")) + ")(?!\\w)");

    private static final Map<String, Pattern> STOP_WORDS = LISTS.entrySet().stream()
            .filter(list -> list.getKey().startsWith("stop-"))
            .collect(Collectors.toUnmodifiableMap(
                    list -> list.getKey().substring("stop-".length()),
                    list -> Pattern.compile(String.join("|", list.getValue()))));

    private Vocabulary() {}

    /** Words that have one role in a request to be left alone, see {@link StopWords}. */
    static Pattern stopWords(String role) {
        return Objects.requireNonNull(STOP_WORDS.get(role), role);
    }

    private static Patterns anywhere(String list) {
        return Patterns.of(String.join("|", Objects.requireNonNull(LISTS.get(list), list)));
    }

    /** For {@link java.util.regex.Matcher#lookingAt}. */
    private static Pattern starts(String list) {
        return Pattern.compile("(?:" + String.join("|", LISTS.get(list)) + ")");
    }

    /** Letters beyond ASCII as {@link Texts#folded} leaves them: some scripts come apart there. */
    private static String comparable(String pattern) {
        StringBuilder folded = new StringBuilder();
        pattern.codePoints()
                .mapToObj(Character::toString)
                .forEach(letter -> folded.append(letter.charAt(0) < 0x80 ? letter : Texts.folded(letter)));
        return folded.toString();
    }

    private static Map<String, List<String>> lists() {
        try (InputStream in = Vocabulary.class.getResourceAsStream("words.yaml")) {
            Map<String, List<String>> lists = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            lists.replaceAll(
                    (name, words) -> words.stream().map(Vocabulary::comparable).toList());
            return lists;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
