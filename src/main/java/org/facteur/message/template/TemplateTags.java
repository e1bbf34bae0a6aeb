package org.facteur.message.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.reason.Reason;

/**
 * The tags of a template's source, found before Pebble sees it: Pebble takes a minified style sheet's <code>{#</code> for a comment, and
 * drops all that stands behind it without a word.
 */
final class TemplateTags {

    /** What a tag does. */
    enum Kind {
        PRINT("{{", "}}"),
        EXECUTE("{%", "%}"),
        COMMENT("{#", "#}");

        final String opening;
        final String closing;

        Kind(String opening, String closing) {
            this.opening = opening;
            this.closing = closing;
        }
    }

    /** A tag from {@code start} until {@code end}, both counted in characters of the source. */
    record Tag(Kind kind, int start, int end, String text) {

        /** What stands between its braces, without the hyphens that trim white space. */
        String inside() {
            String inside = text.substring(2, text.length() - 2);
            return inside.replaceFirst("^-", "").replaceFirst("-$", "").strip();
        }
    }

    /** Something that is wrong at a place of the source. */
    record Fault(int at, Reason what) {}

    static final Set<String> KNOWN = Set.of(
            "if",
            "elseif",
            "else",
            "endif",
            "for",
            "endfor",
            "set",
            "include",
            "import",
            "from",
            "extends",
            "block",
            "endblock",
            "macro",
            "endmacro",
            "filter",
            "endfilter",
            "autoescape",
            "endautoescape",
            "verbatim",
            "endverbatim",
            "flush",
            "parallel",
            "endparallel",
            "cache",
            "endcache",
            "embed",
            "endembed");

    private static final Pattern OPENING = Pattern.compile("\\{[{%#]");
    private static final Pattern NAME = Pattern.compile("\\{%-?\\s*([a-z]+)\\b");
    private static final Pattern VERBATIM_END = Pattern.compile("\\{%-?\\s*endverbatim\\s*-?%}");
    /** Where braces are the style sheet's or the script's own. */
    private static final Pattern CODE = Pattern.compile(
            "<style\\b[^>]*>.*?</style\\s*>|<script\\b[^>]*>.*?</script\\s*>|<!--\\[if\\b.*?<!\\[endif]\\s*-->",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** A comment that holds one of these has swallowed part of the page. */
    private static final Pattern PAGE =
            Pattern.compile("</?(?:style|script|head|body|html)\\b[^>]*>?", Pattern.CASE_INSENSITIVE);
    /** A style sheet's <code>{#id{</code>. */
    private static final Pattern CSS = Pattern.compile("\\{#[\\w-]+[^{}]*\\{(?![{%#])");

    private final String source;
    private final List<int[]> code = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final StringBuilder prepared = new StringBuilder();
    private int copied;

    private TemplateTags(String source, boolean html, boolean allCode) {
        this.source = source;
        if (allCode) {
            code.add(new int[] {0, source.length()});
        } else if (html) {
            CODE.matcher(source).results().forEach(region -> code.add(new int[] {region.start(), region.end()}));
        }
        int at = 0;
        Matcher opening = OPENING.matcher(source);
        while (at < source.length() && opening.find(at)) {
            at = read(opening.start());
        }
        prepared.append(source, copied, source.length());
    }

    /** @param html whether styles, scripts and conditional comments have braces of their own */
    static TemplateTags of(String source, boolean html) {
        return new TemplateTags(source, html, false);
    }

    /** Of a style sheet or a script that a page includes. */
    static TemplateTags ofCode(String source) {
        return new TemplateTags(source, false, true);
    }

    /** In their order. */
    List<Tag> tags() {
        return tags;
    }

    /** Tags that are not closed, and comments that would swallow part of the page. */
    List<Fault> faults() {
        return faults;
    }

    /** The same for Pebble, line by line: braces that belong to a style or script are printed as they stand. */
    String prepared() {
        return prepared.toString();
    }

    /** The source with nothing in the place of some tags: as long, line by line. */
    String without(Set<Tag> some) {
        StringBuilder left = new StringBuilder(source);
        for (Tag tag : some) {
            for (int i = tag.start(); i < tag.end(); i++) {
                if (left.charAt(i) != '\n' && left.charAt(i) != '\r') {
                    left.setCharAt(i, ' ');
                }
            }
        }
        return left.toString();
    }

    /** @return where to go on */
    private int read(int start) {
        int limit = endOfCode(start);
        return switch (source.charAt(start + 1)) {
            case '#' -> comment(start, limit);
            case '%' -> execute(start, limit);
            default -> print(start, limit);
        };
    }

    /** End of the style or script that this is in; -1 where it is in none. */
    private int endOfCode(int at) {
        return code.stream()
                .filter(region -> region[0] <= at && at < region[1])
                .mapToInt(region -> region[1])
                .findFirst()
                .orElse(-1);
    }

    private int comment(int start, int limit) {
        int close = source.indexOf("#}", start + 2);
        boolean spaced = start + 2 < source.length() && Character.isWhitespace(source.charAt(start + 2));
        if (limit >= 0) {
            boolean closed = close >= 0 && close < limit;
            if (closed && (spaced || !hasBrace(start + 2, close))) {
                return tag(Kind.COMMENT, start, close + 2);
            }
            return spaced ? unclosed(start, Kind.COMMENT) : asItStands(start);
        }
        if (close < 0) {
            return CSS.matcher(source).region(start, source.length()).lookingAt()
                    ? styleSheet(start)
                    : unclosed(start, Kind.COMMENT);
        }
        String text = source.substring(start, close + 2);
        Matcher page = PAGE.matcher(text);
        if (page.find()) {
            faults.add(new Fault(start, TemplateReason.TAG_SWALLOWS.of(page.group())));
        } else if (CSS.matcher(text).lookingAt()) {
            styleSheet(start);
        }
        return tag(Kind.COMMENT, start, close + 2);
    }

    private int styleSheet(int start) {
        faults.add(new Fault(start, TemplateReason.TAG_CSS.of()));
        return start + 2;
    }

    private int execute(int start, int limit) {
        Matcher name = NAME.matcher(source).region(start, source.length());
        boolean known = name.lookingAt() && KNOWN.contains(name.group(1));
        if (limit >= 0 && !known) {
            return asItStands(start);
        }
        int end = closing(start, Kind.EXECUTE);
        if (end < 0) {
            return unclosed(start, Kind.EXECUTE);
        }
        int next = closed(Kind.EXECUTE, start, end, limit);
        if (known && name.group(1).equals("verbatim")) {
            Matcher verbatimEnd = VERBATIM_END.matcher(source);
            return verbatimEnd.find(end)
                    ? tag(Kind.EXECUTE, verbatimEnd.start(), verbatimEnd.end())
                    : unclosedVerbatim(start);
        }
        return next;
    }

    private int print(int start, int limit) {
        int end = closing(start, Kind.PRINT);
        if (limit >= 0 && (end < 0 || end > limit)) {
            return asItStands(start);
        }
        return end < 0 ? unclosed(start, Kind.PRINT) : closed(Kind.PRINT, start, end, limit);
    }

    /** A third brace would be printed. In a style or script it is one of its own. */
    private int closed(Kind kind, int start, int end, int limit) {
        int next = tag(kind, start, end);
        if (limit < 0 && source.startsWith("}", end) && !isInBraces(start)) {
            faults.add(new Fault(start, TemplateReason.TAG_BRACE.of(source.substring(start, end + 1))));
        }
        return next;
    }

    /** Whether a brace that is part of the text is open on the line before this: {@code { {{ x }}}}. */
    private boolean isInBraces(int at) {
        int open = 0;
        for (int i = source.lastIndexOf('\n', at) + 1; i < at; i++) {
            char c = source.charAt(i);
            open = c == '{' ? open + 1 : c == '}' ? Math.max(0, open - 1) : open;
        }
        return open > 0;
    }

    /** Behind the braces that close this tag; -1 where none do before the next tag. */
    private int closing(int start, Kind kind) {
        int quoted = closingBesideStrings(start + 2, kind.closing);
        if (quoted >= 0) {
            return quoted;
        }
        // An apostrophe such as in {{ l'adresse }} opens no string.
        int plain = source.indexOf(kind.closing, start + 2);
        Matcher next = OPENING.matcher(source);
        boolean nextFirst = next.find(start + 2) && next.start() < plain;
        return plain < 0 || nextFirst ? -1 : plain + 2;
    }

    private int closingBesideStrings(int from, String closing) {
        char quote = 0;
        int maps = 0;
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                } else if (c == '\n') {
                    return -1;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '}' && maps > 0) {
                maps--;
            } else if (source.startsWith(closing, i)) {
                return i + 2;
            } else if (source.startsWith("{{", i) || source.startsWith("{%", i)) {
                return -1;
            } else if (c == '{') {
                maps++;
            }
        }
        return -1;
    }

    private int tag(Kind kind, int start, int end) {
        tags.add(new Tag(kind, start, end, source.substring(start, end)));
        return end;
    }

    private int asItStands(int start) {
        prepared.append(source, copied, start)
                .append("{{ '")
                .append(source, start, start + 2)
                .append("' }}");
        copied = start + 2;
        return copied;
    }

    private int unclosed(int start, Kind kind) {
        String line = source.substring(start).lines().findFirst().orElse("");
        String shown = SingleLine.of(line.length() > 40 ? line.substring(0, 39) + "…" : line);
        faults.add(new Fault(start, TemplateReason.TAG_OPEN.of(shown, kind.opening, kind.closing)));
        return start + 2;
    }

    private int unclosedVerbatim(int start) {
        faults.add(new Fault(start, TemplateReason.TAG_VERBATIM.of()));
        return source.length();
    }

    private boolean hasBrace(int from, int to) {
        return source.substring(from, to).matches("(?s).*[{}].*");
    }
}
