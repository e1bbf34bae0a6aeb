package org.facteur.check;

import java.net.IDN;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Links that are not what they seem: to a reader a slip, to a filter the mark of phishing. */
final class LinkRules {

    /** Text that is nothing but a URL or a host: scheme, host, the rest. */
    private static final Pattern URL =
            Pattern.compile("(?i)(https?://)?((?:[\\p{L}\\p{N}-]+\\.)+\\p{L}{2,})(?::\\d+)?([/?#]\\S*)?");

    /** What stands before the host is no host: {@code https://banque.example@elsewhere.example}. */
    private static final Pattern USER = Pattern.compile("(?i)https?://[^/?#@]*@");

    private static final Pattern MAILTO = Pattern.compile("(?i)mailto:([^?]*).*");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+\\.[^\\s@<>]+");

    /** A dotted quad, or IPv6 in brackets. */
    private static final Pattern IP =
            Pattern.compile("(?i)https?://(?:[^/?#@]*@)?(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:.]+])(?=[:/?#]|$)");

    /** The ones that people and spammers use most, and that lead to any page of anybody's; a house's own shortener is not among them. */
    private static final Set<String> SHORTENERS = Set.of(
            "bit.ly",
            "bitly.com",
            "j.mp",
            "tinyurl.com",
            "t.co",
            "goo.gl",
            "ow.ly",
            "is.gd",
            "v.gd",
            "buff.ly",
            "cutt.ly",
            "rb.gy",
            "rebrand.ly",
            "shorturl.at",
            "t.ly",
            "tiny.cc",
            "lc.cx",
            "urlz.fr",
            "urlr.me",
            "s.id",
            "shorte.st",
            "adf.ly");

    private LinkRules() {}

    /** @param found is told the rule and what was found */
    static void check(Document document, BiConsumer<LetterRule, String> found) {
        for (Element link : document.select("a[href], area[href]")) {
            String target = link.attr("href").strip();
            String text = link.text().replace('\u00A0', ' ').strip();
            String scheme = scheme(target);
            if (scheme.equals("javascript") || scheme.equals("vbscript") || scheme.equals("data")) {
                found.accept(LetterRule.ACTIVE_CONTENT, scheme + ":");
            } else if (USER.matcher(target).lookingAt() && !IP.matcher(target).lookingAt()) {
                found.accept(LetterRule.MISLEADING_LINK, shown(text) + " → " + target);
            } else if (leadsNowhere(target, scheme, document)) {
                found.accept(LetterRule.BROKEN_LINK, shown(text) + " → " + (target.isEmpty() ? "?" : target));
            } else if (isShortened(target)) {
                found.accept(LetterRule.SHORT_LINK, target);
            } else if (IP.matcher(target).lookingAt()) {
                found.accept(LetterRule.IP_LINK, target);
            } else if (misleads(text, target)) {
                found.accept(LetterRule.MISLEADING_LINK, text + " → " + target);
            }
        }
    }

    private static boolean isShortened(String target) {
        Matcher url = URL.matcher(target);
        return url.matches() && SHORTENERS.contains(host(url));
    }

    private static String shown(String text) {
        return text.isEmpty() ? "<a>" : text;
    }

    private static String scheme(String target) {
        // Browsers take out line breaks and tabs first: "java\nscript:" is one word to them.
        String joined = target.replaceAll("[\\t\\n\\r]", "");
        int colon = joined.indexOf(':');
        return colon < 0 ? "" : joined.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    private static boolean leadsNowhere(String target, String scheme, Document document) {
        if (target.startsWith("#")) {
            String id = target.substring(1);
            return document.getElementById(id) == null
                    && document.getElementsByAttributeValue("name", id).isEmpty();
        }
        return switch (scheme) {
            case "http", "https" ->
                !URL.matcher(target).matches() && !IP.matcher(target).lookingAt();
            case "mailto" -> !MAILTO.matcher(target).replaceFirst("$1").contains("@");
            case "tel", "sms", "cid", "geo", "webcal", "xmpp", "sip" -> false;
            // A path has nothing to start from in a letter.
            case "file" -> true;
            // A drive is no scheme.
            default -> !target.matches("(?i)[a-z][a-z0-9+.-]+:.+");
        };
    }

    private static boolean misleads(String text, String target) {
        Matcher mailto = MAILTO.matcher(target);
        if (ADDRESS.matcher(text).matches()) {
            return !mailto.matches() || !mailto.group(1).strip().equalsIgnoreCase(text);
        }
        Matcher shown = URL.matcher(text);
        if (!shown.matches()) {
            return false;
        }
        Matcher real = URL.matcher(target);
        if (!real.matches() || !isSame(host(shown), host(real))) {
            return true;
        }
        // A host alone promises no page; a whole URL does.
        return shown.group(1) != null && !rest(shown).isEmpty() && !rest(shown).equals(rest(real));
    }

    private static String host(Matcher url) {
        String host = url.group(2).toLowerCase(Locale.ROOT).replaceFirst("^www\\.", "");
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException noHost) {
            return host;
        }
    }

    /** {@code ecole.example} and {@code liens.ecole.example} are one house. */
    private static boolean isSame(String shown, String real) {
        return real.equals(shown) || real.endsWith("." + shown) || shown.endsWith("." + real);
    }

    private static String rest(Matcher url) {
        @Nullable String rest = url.group(3);
        return rest == null ? "" : rest.replaceFirst("/$", "");
    }
}
