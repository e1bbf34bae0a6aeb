package org.facteur.message;

import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeVisitor;

/** The text of an html letter, for readers without html and for filters that compare the two. */
public final class PlainText {

    private static final int WIDTH = 76;

    private PlainText() {}

    /** Paragraphs parted by an empty line, links as {@code text <url>}, pictures as their alt text; ends with a line break. */
    public static String of(String html) {
        return of(Jsoup.parse(html));
    }

    /** The same of a document that is taken apart already. */
    public static String of(Document html) {
        Writer writer = new Writer();
        html.body().traverse(writer);
        return writer.result();
    }

    /** The words that a reader sees without any picture. */
    public static String words(Document html) {
        StringBuilder words = new StringBuilder();
        html.body().filter((node, depth) -> {
            if (node instanceof Element element && Writer.isHidden(element)) {
                return NodeFilter.FilterResult.SKIP_ENTIRELY;
            }
            if (node instanceof TextNode text && !text.isBlank()) {
                words.append(text.text()).append(' ');
            }
            return NodeFilter.FilterResult.CONTINUE;
        });
        return words.toString().strip();
    }

    private static final class Writer implements NodeVisitor {

        private final StringBuilder out = new StringBuilder();
        private final StringBuilder line = new StringBuilder();
        private int breaksDue;
        private int hidden;
        private int listDepth;
        private int pre;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof Element element) {
                open(element);
            } else if (node instanceof TextNode text && hidden == 0) {
                text(text.getWholeText());
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                close(element);
            }
        }

        private void open(Element element) {
            if (isHidden(element)) {
                hidden++;
            }
            if (hidden > 0) {
                return;
            }
            switch (element.normalName()) {
                case "br" -> endLine(1);
                case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table" -> endLine(2);
                case "ul", "ol" -> endLine(listDepth++ == 0 ? 2 : 1);
                case "li" -> {
                    endLine(1);
                    literal("  ".repeat(Math.max(0, listDepth - 1)) + bullet(element));
                }
                case "hr" -> {
                    endLine(2);
                    literal("-".repeat(20));
                    endLine(2);
                }
                case "img" -> text(element.attr("alt"));
                case "pre" -> {
                    endLine(2);
                    pre++;
                }
                case "td", "th" -> text(element.elementSiblingIndex() > 0 ? " " : "");
                default -> {
                    if (element.isBlock()) {
                        endLine(1);
                    }
                }
            }
        }

        private void close(Element element) {
            if (isHidden(element)) {
                hidden--;
                return;
            }
            if (hidden > 0) {
                return;
            }
            switch (element.normalName()) {
                case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table" -> endLine(2);
                case "ul", "ol" -> endLine(--listDepth == 0 ? 2 : 1);
                case "pre" -> {
                    pre--;
                    endLine(2);
                }
                case "a" -> link(element);
                case "td", "th" -> {
                    // The next cell begins with a space.
                }
                default -> {
                    if (element.isBlock()) {
                        endLine(1);
                    }
                }
            }
        }

        private static boolean isHidden(Element element) {
            return switch (element.normalName()) {
                case "style", "script", "head", "title", "noscript", "template" -> true;
                default ->
                    element.hasAttr("style")
                            && element.attr("style")
                                    .toLowerCase(Locale.ROOT)
                                    .replace(" ", "")
                                    .contains("display:none");
            };
        }

        private static String bullet(Element item) {
            Element list = item.parent();
            return list != null && list.normalName().equals("ol")
                    ? (list.children().indexOf(item) + 1) + ". "
                    : "- ";
        }

        private void link(Element element) {
            String url = element.attr("href").strip();
            String bare = url.replaceFirst("^(mailto:|https?://)", "").replaceFirst("/$", "");
            // A text that is the address already is not said twice.
            if (!url.isEmpty() && !url.startsWith("#") && !element.text().contains(bare)) {
                literal(" <" + url + ">");
            }
        }

        private void text(String text) {
            int at = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                int end = at + 1;
                if (!endsWord(c)) {
                    while (end < text.length() && !endsWord(text.charAt(end))) {
                        end++;
                    }
                    literal(text, at, end);
                } else if (pre > 0) {
                    endLine(1);
                } else if (wantsSpace()) {
                    literal(" ");
                }
                at = end;
            }
        }

        private boolean endsWord(char c) {
            return pre > 0 ? c == '\n' : isBlank(c);
        }

        private void literal(String text) {
            literal(text, 0, text.length());
        }

        private void literal(String text, int from, int to) {
            for (; breaksDue > 0; breaksDue--) {
                out.append('\n');
            }
            line.append(text, from, to);
        }

        /** A space that may not break is a letter like others. */
        private static boolean isBlank(char c) {
            return c == ' ' || (c >= '\t' && c <= '\r');
        }

        private boolean wantsSpace() {
            return !line.isEmpty() && line.charAt(line.length() - 1) != ' ' && breaksDue == 0;
        }

        private void endLine(int breaks) {
            if (!line.isEmpty() && !line.toString().isBlank()) {
                wrap();
                breaksDue = breaks;
            } else if (out.length() > 0) {
                breaksDue = Math.max(breaksDue, breaks);
            }
            line.setLength(0);
        }

        /** Folds at spaces; an address is never cut. */
        private void wrap() {
            String rest = line.toString().stripTrailing();
            int start = 0;
            while (rest.length() - start > WIDTH) {
                int space = rest.lastIndexOf(' ', start + WIDTH);
                if (space <= firstLetter(rest, start)) {
                    space = rest.indexOf(' ', start + WIDTH);
                }
                if (space < 0) {
                    break;
                }
                out.append(rest, start, space).append('\n');
                start = space + 1;
            }
            out.append(rest, start, rest.length());
        }

        private static int firstLetter(String text, int from) {
            int at = from;
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at;
        }

        String result() {
            endLine(1);
            return out.append('\n').toString();
        }
    }
}
