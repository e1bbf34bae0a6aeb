package org.facteur.inbox;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What somebody wrote himself: without what he quotes, forwards or signs with. */
record OwnWords(List<String> lines) {

    static final OwnWords NONE = new OwnWords(List.of());

    /** Lines: who wrote it when, broken once, and an empty one. */
    private static final int MOST_OF_ATTRIBUTION = 3;

    private static final int LONGEST_REQUEST = 300;

    private static final Pattern NAME_ONLY = Pattern.compile("[\\p{L} .'’-]{1,60}");
    private static final Pattern PUNCTUATION = Pattern.compile("[\\p{Punct}&&[^'-]]+|[…«»“”–—]");

    static OwnWords of(Mail mail) {
        String plain = mail.own().stream()
                .filter(part -> part.is("text/plain"))
                .findFirst()
                .map(Mail.Part::text)
                .orElse("");
        String text = plain.isBlank() ? mail.htmlWithoutQuotes() : plain;
        List<String> lines = Texts.cut(text, 20_000).lines().map(String::strip).toList();
        int quote = quote(lines, 0);
        List<String> own = written(lines, 0, quote);
        if (own.isEmpty()) {
            // He answers below what he quotes.
            int below = endOfMarked(lines, quote);
            own = written(lines, below, quote(lines, below));
        }
        return new OwnWords(own);
    }

    private static List<String> written(List<String> lines, int from, int to) {
        return lines.subList(from, to).stream().filter(line -> !line.isEmpty()).toList();
    }

    /** Where what others wrote begins; the end where it does not. */
    private static int quote(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            String line = lines.get(i);
            // "Le 3 janvier, Marie <a@b>" may break before "a écrit :".
            String joined = i + 1 < lines.size() ? line + " " + lines.get(i + 1) : line;
            if (isQuote(line)
                    || (joined.endsWith(":")
                            && !line.isEmpty()
                            && !isQuote(lines.get(Math.min(i + 1, lines.size() - 1)))
                            && isAttribution(joined))) {
                return i;
            }
        }
        return lines.size();
    }

    /** Behind the lines that are marked as quoted, if they follow there; else the end. */
    private static int endOfMarked(List<String> lines, int quote) {
        int at = quote;
        while (at < lines.size() && at < quote + MOST_OF_ATTRIBUTION && !isMarked(lines.get(at))) {
            at++;
        }
        if (at == lines.size() || !isMarked(lines.get(at))) {
            return lines.size();
        }
        while (at < lines.size() && (isMarked(lines.get(at)) || lines.get(at).isEmpty())) {
            at++;
        }
        return at;
    }

    private static boolean isMarked(String line) {
        return line.startsWith(">");
    }

    private static boolean isQuote(String line) {
        return Vocabulary.QUOTE.matcher(Texts.folded(Texts.cut(line, 400))).lookingAt();
    }

    private static boolean isAttribution(String line) {
        String folded = Texts.folded(Texts.cut(line, 400));
        return folded.endsWith(":") && Vocabulary.QUOTE.matcher(folded).lookingAt();
    }

    /** The first one that is more than a greeting; empty where there is none. */
    String first() {
        return lines.stream()
                .filter(line -> !Vocabulary.GREETING.matcher(Texts.folded(line)).matches())
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .map(line -> Texts.cut(line, 200))
                .orElse("");
    }

    String text() {
        return String.join("\n", lines);
    }

    /** Whether they say nothing but a greeting, thanks and a name below them. */
    boolean areOnlyPolite() {
        String said = lines.stream()
                .map(Texts::folded)
                .filter(line -> !Vocabulary.GREETING.matcher(line).matches())
                .takeWhile(line -> !Vocabulary.CLOSING.matcher(line).matches())
                .collect(Collectors.joining(" "));
        return said.length() <= LONGEST_REQUEST && withoutPolite(said).isEmpty();
    }

    /** Whether they ask to be left alone, and say nothing else. */
    boolean areOnlyStop() {
        StringBuilder said = new StringBuilder();
        int signed = -1;
        for (int i = 0; i < lines.size() && signed < 0; i++) {
            String line = Texts.folded(lines.get(i));
            if (Vocabulary.CLOSING.matcher(line).matches()) {
                signed = i;
            } else {
                said.append(line).append(' ');
            }
        }
        // Behind "Cordialement," stand names and addresses, unless somebody has more to say there.
        boolean signature = signed < 0 || lines.size() - signed <= 8;
        return said.length() <= LONGEST_REQUEST && signature && (isStop(said.toString()) || isStopThenName(signed));
    }

    /** {@code Stop}, and below it a name without any closing. */
    private boolean isStopThenName(int signed) {
        int last = lines.size() - 1;
        return signed < 0
                && last >= 1
                && last <= 3
                && NAME_ONLY.matcher(lines.get(last)).matches()
                && lines.get(last).split("\\s+", -1).length <= 4
                && isStop(String.join(" ", lines.subList(0, last)));
    }

    static boolean isStop(String text) {
        String without = withoutPolite(Texts.folded(text));
        return !without.isEmpty()
                && without.length() < 200
                && (Vocabulary.STOP.matcher(without).matches() || isTwice(without) || StopWords.ask(without));
    }

    private static String withoutPolite(String words) {
        return Vocabulary.POLITE
                .matcher(PUNCTUATION.matcher(words).replaceAll(" "))
                .replaceAll(" ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** {@code Stop. Unsubscribe}: two of them, in one breath. */
    private static boolean isTwice(String words) {
        for (int space = words.indexOf(' '); space > 0; space = words.indexOf(' ', space + 1)) {
            if (Vocabulary.STOP.matcher(words.substring(0, space)).matches()
                    && Vocabulary.STOP.matcher(words.substring(space + 1)).matches()) {
                return true;
            }
        }
        return false;
    }
}
