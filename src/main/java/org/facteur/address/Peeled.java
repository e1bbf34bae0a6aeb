package org.facteur.address;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** A cell from which all that is not the address is taken off, layer by layer, and what was taken off. */
final class Peeled {

    private static final String MAILTO = "mailto:";
    private static final String OPENING_QUOTES = "\"'«“‘`";
    private static final String CLOSING_QUOTES = "\"'»”’`";

    /** Of the forms of full width that ASCII has (Unicode, U+FF01 to U+FF5E). */
    private static final char FIRST_WIDE = '\uFF01';

    private static final char LAST_WIDE = '\uFF5E';

    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile("[^\\s@]@[^\\s@]");

    private String text;
    private @Nullable Reason problem;
    private final List<String> cleanups = new ArrayList<>(0);

    private Peeled(String cell) {
        this.text = cell;
    }

    static Peeled of(String cell) {
        Peeled peeled = new Peeled(cell);
        String before;
        do {
            before = peeled.text;
            peeled.trim();
            peeled.narrow();
            peeled.undot();
            peeled.takeOffOthers();
            peeled.takeOffComment();
            peeled.takeOffTrailingMark();
            peeled.takeOffQuotes();
            peeled.takeOffAngleBrackets();
            peeled.takeOffMailto();
        } while (peeled.problem == null && !peeled.text.equals(before));
        return peeled;
    }

    String text() {
        return text;
    }

    /** Null where peeling found nothing wrong. */
    @Nullable
    Reason problem() {
        return problem;
    }

    List<String> cleanups() {
        return cleanups;
    }

    private void trim() {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        if (to - from < text.length()) {
            became(text.substring(from, to), "white space around it taken off");
        }
    }

    /** As a Japanese keyboard writes them: {@code ｍａｒｉｅ＠ｅｃｏｌｅ．ｅｘａｍｐｌｅ}. */
    private void narrow() {
        boolean wide = text.chars().anyMatch(c -> c >= FIRST_WIDE && c <= LAST_WIDE);
        if (wide) {
            StringBuilder plain = new StringBuilder(text.length());
            text.chars()
                    .map(c -> c >= FIRST_WIDE && c <= LAST_WIDE ? c - FIRST_WIDE + '!' : c)
                    .forEach(c -> plain.append((char) c));
            became(plain.toString(), "characters of full width written as plain ones");
        }
    }

    /** A Turkish keyboard's capital of {@code i}: İBRAHİM@ECOLE.EXAMPLE is ibrahim. */
    private void undot() {
        if (text.indexOf('İ') >= 0) {
            became(text.replace('İ', 'i'), "\"İ\" written as \"i\"");
        }
    }

    private void takeOffTrailingMark() {
        int last = text.length() - 1;
        // Two dots are no full stop but a slip inside the domain: rejected, not guessed at.
        if (last > 0 && ";,.".indexOf(text.charAt(last)) >= 0 && !text.endsWith("..")) {
            became(text.substring(0, last), "\"" + text.charAt(last) + "\" at its end taken off");
        }
    }

    /** As Google exports several addresses of one person: {@code a@ecole.example ::: b@ecole.example}. */
    private void takeOffOthers() {
        int end = text.indexOf(":::");
        if (end > 0) {
            became(text.substring(0, end), "what follows \":::\" taken off");
        }
    }

    /** {@code marie@ecole.example (Marie Petit)}, as older programs write a name (RFC 5322, 3.4). */
    private void takeOffComment() {
        int open = text.lastIndexOf('(');
        int close = text.indexOf(')');
        if (open > 0 && text.endsWith(")") && isAddress(text.substring(0, open))) {
            became(text.substring(0, open), "what stands in parentheses taken off");
        } else if (text.startsWith("(") && close > 0 && isAddress(text.substring(close + 1))) {
            became(text.substring(close + 1), "what stands in parentheses taken off");
        }
    }

    private static boolean isAddress(String text) {
        return LIKE_AN_ADDRESS.matcher(text).find();
    }

    private void takeOffQuotes() {
        int last = text.length() - 1;
        if (last < 1) {
            return;
        }
        int kind = OPENING_QUOTES.indexOf(text.charAt(0));
        if (kind >= 0 && CLOSING_QUOTES.charAt(kind) == text.charAt(last)) {
            became(text.substring(1, last), "quotes around it taken off");
        } else if (text.charAt(0) == '\'') {
            // By which a spreadsheet tells text from a number or a formula; it shows where the cell is copied.
            became(text.substring(1), "\"'\" at its beginning taken off");
        }
    }

    private void takeOffAngleBrackets() {
        int open = text.lastIndexOf('<');
        if (open < 0 || !text.endsWith(">")) {
            return;
        }
        String inside = text.substring(open + 1, text.length() - 1);
        String name = text.substring(0, open).strip();
        if (LIKE_AN_ADDRESS.matcher(name).find() && !AddressParser.same(name, inside)) {
            problem = AddressReason.TWO.of(Quoted.printable(text));
        } else if (name.isEmpty()) {
            became(inside, "angle brackets around it taken off");
        } else {
            became(inside, "display name " + shown(name) + " taken off");
        }
    }

    private static String shown(String name) {
        boolean inQuotes = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return inQuotes ? Quoted.printable(name) : AddressParser.quoted(name);
    }

    private void takeOffMailto() {
        if (!text.regionMatches(true, 0, MAILTO, 0, MAILTO.length())) {
            return;
        }
        int query = text.indexOf('?');
        String address = text.substring(MAILTO.length(), query < 0 ? text.length() : query);
        became(decoded(address), query < 0 ? "\"mailto:\" taken off" : "\"mailto:\" and what follows \"?\" taken off");
    }

    /** RFC 6068, 2: percent-encoded UTF-8, in which a plus is a plus. */
    private static String decoded(String address) {
        try {
            return URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return address;
        }
    }

    private void became(String rest, String cleanup) {
        text = rest;
        if (!cleanups.contains(cleanup)) {
            cleanups.add(cleanup);
        }
    }

    /** NBSP, zero-width characters and the byte order mark too: they come with copy and paste. */
    private static boolean isBlank(char c) {
        return c <= ' ' ? Character.isWhitespace(c) : c > 0x7F && isBlankBeyondAscii(c);
    }

    private static boolean isBlankBeyondAscii(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT
                || c == 0x85;
    }
}
