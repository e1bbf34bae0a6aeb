package org.facteur.message.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.contact.ColumnNames;
import org.facteur.message.template.TemplateTags.Kind;
import org.facteur.message.template.TemplateTags.Tag;
import org.facteur.reason.Reason;
import org.jsoup.parser.Parser;

/**
 * What word processors and web editors do to a tag, and what was meant: <code>{{ prenom&amp;nbsp;}}</code>, curly quotes, a span in its
 * middle, a heading of two words.
 */
final class TagAdvice {

    private static final Pattern HTML = Pattern.compile(
            "</?(?:span|b|i|u|em|strong|font|a|o:p|br|p|div|small|sup|sub|wbr|code|mark|s)\\b[^<>]*>",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTITY = Pattern.compile("&(?:#\\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});");
    private static final String NO_BREAK =
            "\u00A0\u202F\u2007\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u3000";
    private static final String INVISIBLE = "\u200B\u200C\u200D\u2060\uFEFF\u00AD";
    private static final String OPENING_QUOTES = "“”„‟«»‘’‚‛′″";
    /** A heading as it stands in the contacts file. */
    private static final Pattern HEADING = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_ .'’°/-]*");

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    /** What means something else in an expression. */
    private static final Set<String> PEBBLES =
            Set.of("true", "false", "null", "none", "and", "or", "not", "is", "in", "contains", "equals", "matches");

    private final TemplateVariables variables;

    TagAdvice(TemplateVariables variables) {
        this.variables = variables;
    }

    /** What is wrong with it, with what to write; empty where it looks as a tag should. */
    Optional<Reason> of(Tag tag) {
        String inside = tag.inside();
        if (inside.isEmpty() && tag.kind() == Kind.PRINT) {
            return Optional.of(TemplateReason.TAG_EMPTY.of(shown(tag), variables.example()));
        }
        Cleaning cleaning = new Cleaning(inside);
        String cleaned = cleaning.result();
        String named = tag.kind() == Kind.PRINT ? named(cleaned) : cleaned;
        String write = tag.kind().opening + " " + named + " " + tag.kind().closing;
        if (!cleaning.found.isEmpty()) {
            return Optional.of(TemplateReason.TAG_HOLDS.of(shown(tag), cleaning.found, write));
        }
        return named.equals(cleaned) ? Optional.empty() : Optional.of(TemplateReason.TAG_COLUMN.of(shown(tag), write));
    }

    /** A tag as messages show it. */
    static String shown(Tag tag) {
        String line = SingleLine.of(tag.text().replaceAll("\\s+", " "));
        return line.length() <= 80 ? line : line.substring(0, 77) + "…" + tag.kind().closing;
    }

    /** With a column's plain name in the place of its heading; as it was where no column is called so. */
    private String named(String expression) {
        int bar = expression.indexOf('|');
        String head = (bar < 0 ? expression : expression.substring(0, bar)).strip();
        String rest = bar < 0 ? "" : " " + expression.substring(bar);
        if (!HEADING.matcher(head).matches()) {
            return expression;
        }
        String plain = ColumnNames.plain(head);
        if (variables.knows(plain) && (!NAME.matcher(plain).matches() || PEBBLES.contains(plain))) {
            return "contact['" + variables.heading(plain).replace("'", "\\'") + "']" + rest;
        }
        if (variables.knows(head)) {
            return expression;
        }
        if (variables.knows(plain) && !NAME.matcher(head).matches()) {
            return plain + rest;
        }
        return expression;
    }

    /** Outside its strings, which may hold anything. */
    private static final class Cleaning {

        private final String in;
        private final StringBuilder out = new StringBuilder();
        private final List<String> found = new ArrayList<>();
        private int at;

        Cleaning(String in) {
            this.in = in;
            while (at < in.length()) {
                step();
            }
        }

        String result() {
            return out.toString().strip().replaceAll(" {2,}(?=[^'\"]*$)", " ");
        }

        private void step() {
            char c = in.charAt(at);
            Matcher html = HTML.matcher(in).region(at, in.length());
            Matcher entity = ENTITY.matcher(in).region(at, in.length());
            if (c == '"' || c == '\'') {
                string(in.indexOf(c, at + 1));
            } else if (c == '<' && html.lookingAt()) {
                found(html.group());
                at = html.end();
            } else if (c == '&' && entity.lookingAt()) {
                found(entity.group());
                entity(Parser.unescapeEntities(entity.group(), false), entity.end());
            } else if (NO_BREAK.indexOf(c) >= 0) {
                found("NBSP (U+%04X)".formatted((int) c));
                out.append(' ');
                at++;
            } else if (INVISIBLE.indexOf(c) >= 0) {
                found("U+%04X".formatted((int) c));
                at++;
            } else if (OPENING_QUOTES.indexOf(c) >= 0 && !isInsideWord()) {
                found(String.valueOf(c));
                curly();
            } else {
                out.append(c);
                at++;
            }
        }

        private void found(String what) {
            if (!found.contains(what)) {
                found.add(what);
            }
        }

        private boolean isInsideWord() {
            return at > 0
                    && at + 1 < in.length()
                    && Character.isLetterOrDigit(in.charAt(at - 1))
                    && Character.isLetterOrDigit(in.charAt(at + 1));
        }

        /** Copied as it stands; an apostrophe alone opens none. */
        private void string(int end) {
            int to = end < 0 ? at + 1 : end + 1;
            out.append(in, at, to);
            at = to;
        }

        private void entity(String character, int end) {
            at = end;
            if (character.equals("\"") || character.equals("'") || OPENING_QUOTES.contains(character)) {
                quotedUntil(indexOfEntityOrQuote(at));
            } else {
                out.append(character.isBlank() || NO_BREAK.contains(character) ? " " : character);
            }
        }

        private int indexOfEntityOrQuote(int from) {
            Matcher entity = ENTITY.matcher(in);
            return entity.find(from) ? entity.start() : in.length();
        }

        private void curly() {
            at++;
            int end = at;
            while (end < in.length() && (OPENING_QUOTES + "\"'").indexOf(in.charAt(end)) < 0) {
                end++;
            }
            // "L’été" in curly quotes: the apostrophe is not their end.
            while (end + 1 < in.length() && in.charAt(end) == '’' && Character.isLetter(in.charAt(end + 1))) {
                end++;
                while (end < in.length() && (OPENING_QUOTES + "\"'").indexOf(in.charAt(end)) < 0) {
                    end++;
                }
            }
            quotedUntil(end);
        }

        private void quotedUntil(int end) {
            String text = in.substring(at, end).strip().replaceAll("^[" + NO_BREAK + "]+|[" + NO_BREAK + "]+$", "");
            String quote = text.contains("'") ? "\"" : "'";
            out.append(quote).append(text).append(quote);
            Matcher entity = ENTITY.matcher(in).region(end, in.length());
            at = entity.lookingAt() ? entity.end() : Math.min(end + 1, in.length());
        }
    }
}
