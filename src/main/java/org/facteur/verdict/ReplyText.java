package org.facteur.verdict;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A reply's text, twice: {@code names} with everything but addresses, for what a host or a link gives away, such as
 * {@code spamhaus}; and {@code words} without hosts, links and addresses, because {@code full@quota.example} says
 * nothing of a quota.
 */
record ReplyText(String words, String names) {

    private static final Set<String> TOP_LEVELS = Set.of(
            "com",
            "net",
            "org",
            "info",
            "biz",
            "edu",
            "gov",
            "mil",
            "int",
            "name",
            "mobi",
            "asia",
            "cloud",
            "email",
            "online",
            "site",
            "shop",
            "app",
            "dev",
            "tech",
            "paris",
            "bzh",
            "alsace",
            "corsica",
            "example",
            "test",
            "invalid",
            "local",
            "localdomain",
            "localhost",
            "lan",
            "internal",
            "arpa",
            "home",
            "corp",
            "xyz",
            "top");

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s<>()\\[\\],;:\"]*@[\\p{Alnum}-]*(?:\\.[\\p{Alnum}-]+)*");

    static ReplyText of(String text) {
        String folded = Folding.fold(text);
        StringBuilder words = new StringBuilder(folded.length());
        StringBuilder names = new StringBuilder(folded.length());
        int start = 0;
        while (start < folded.length()) {
            int end = folded.indexOf(' ', start);
            if (folded.charAt(start) == '<') {
                start = endOfPath(folded, start);
                end = folded.indexOf(' ', start);
            }
            end = end < 0 ? folded.length() : end;
            String token = withoutAddress(folded.substring(start, end));
            append(words, isPlace(token) ? punctuation(token) : token);
            append(names, token);
            start = end + 1;
        }
        return new ReplyText(words.toString().strip(), names.toString().strip());
    }

    /** No blank for what is left out: {@code user <a@example.org> unknown} reads {@code user unknown}. */
    private static void append(StringBuilder text, String token) {
        if (!token.isEmpty()) {
            text.append(token).append(' ');
        }
    }

    /** A quoted local part may hold blanks: {@code <"over quota"@example.org>}. */
    private static int endOfPath(String text, int start) {
        int close = text.indexOf('>', start);
        if (close < 0) {
            return start;
        }
        String path = text.substring(start + 1, close);
        boolean address = path.indexOf('@') >= 0 || (path.indexOf(' ') < 0 && !path.contains("://"));
        return address ? close + 1 : start;
    }

    private static String withoutAddress(String token) {
        return token.indexOf('@') < 0 ? token : ADDRESS.matcher(token).replaceAll("");
    }

    private static boolean isPlace(String token) {
        if (token.indexOf('.') < 0 && token.indexOf('/') < 0) {
            return false;
        }
        if (token.contains("://") || token.startsWith("www.") || token.startsWith("/") || token.contains(".php?")) {
            return true;
        }
        int from = 0;
        int to = token.length();
        while (from < to && !Character.isLetterOrDigit(token.charAt(from))) {
            from++;
        }
        int stop = from;
        while (stop < to && isHostCharacter(token.charAt(stop))) {
            stop++;
        }
        while (stop > from && !Character.isLetterOrDigit(token.charAt(stop - 1))) {
            stop--;
        }
        return isHost(token.substring(from, stop));
    }

    private static boolean isHostCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }

    private static boolean isHost(String name) {
        int last = name.lastIndexOf('.');
        if (last <= 0 || name.contains("..") || isExchangeTerm(name)) {
            return false;
        }
        String top = name.substring(last + 1);
        if (isAll(top, '0', '9')) {
            // An IPv4 address, but neither an enhanced code nor a version.
            return name.split("\\.", -1).length == 4;
        }
        boolean letters = isAll(top, 'a', 'z');
        boolean several = name.indexOf('.') < last;
        return letters && top.length() >= 2 && (several || top.length() == 2 || TOP_LEVELS.contains(top));
    }

    private static boolean isAll(String text, char first, char last) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < first || text.charAt(i) > last) {
                return false;
            }
        }
        return true;
    }

    /** {@code STOREDRV.Submission.Exception}, {@code RESOLVER.ADR.RecipNotFound}: words that look like hosts. */
    private static boolean isExchangeTerm(String name) {
        return name.startsWith("storedrv.")
                || name.startsWith("resolver.")
                || name.startsWith("queue.")
                || name.startsWith("routing.")
                || name.startsWith("smtpsend.")
                || name.startsWith("transport.")
                || name.contains("exception");
    }

    /** What ends a clause stays, so that words on its two sides do not run together. */
    private static String punctuation(String token) {
        char last = token.charAt(token.length() - 1);
        return last == ':' || last == ';' || last == ',' || last == ')' ? String.valueOf(last) : "";
    }
}
