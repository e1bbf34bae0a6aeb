package org.facteur.message;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.htmlunit.cssparser.dom.AbstractCSSRuleImpl;
import org.htmlunit.cssparser.dom.CSSStyleRuleImpl;
import org.htmlunit.cssparser.dom.Property;
import org.htmlunit.cssparser.parser.CSSErrorHandler;
import org.htmlunit.cssparser.parser.CSSException;
import org.htmlunit.cssparser.parser.CSSOMParser;
import org.htmlunit.cssparser.parser.CSSParseException;
import org.htmlunit.cssparser.parser.InputSource;
import org.htmlunit.cssparser.parser.javacc.CSS3Parser;
import org.htmlunit.cssparser.parser.selector.Selector;
import org.htmlunit.cssparser.parser.selector.SelectorSpecificity;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;

/**
 * Writes the rules of a letter's style sheets into the elements that they are for, since many mail clients, and all that forward a letter,
 * drop the sheets. Nothing else of the html is touched: each {@code style} attribute is put in where its tag stands. The sheets stay, for
 * what no element can say of itself, such as {@code @media} and {@code :hover}. A sheet with the attribute {@code data-embed} is left
 * alone. Safe for several threads.
 */
final class InlinedStyles {

    private static final String SHEET = "<style";

    /** Every element, for the sake of a margin: the letter would double. */
    private static final Pattern EVERYTHING = Pattern.compile("(?:^|.*[\\s>+~])\\*(?:[\\s>+~].*)?");

    private static final Pattern COLOUR = Pattern.compile("\\brgb\\((\\d{1,3}), (\\d{1,3}), (\\d{1,3})\\)");
    private static final Pattern TRANSPARENT = Pattern.compile("\\b(rgb|hsl)\\(((?:[^,()]+,){3}[^,()]+)\\)");

    private static final CSSErrorHandler TOLERANT = new CSSErrorHandler() {
        @Override
        public void warning(CSSParseException e) {
            // Clients pass over what they do not know.
        }

        @Override
        public void error(CSSParseException e) {
            // As above.
        }

        @Override
        public void fatalError(CSSParseException e) {
            // As above.
        }
    };

    /**
     * A rule for the elements that one selector finds.
     *
     * @param order of two rules as weighty as each other the later one wins
     */
    private record Rule(Evaluator elements, SelectorSpecificity weight, int order, List<Property> properties) {}

    private record Sheet(String text, List<Rule> rules) {}

    /** Of one mailing nearly all letters have the same. */
    private volatile Sheet last = new Sheet("", List.of());

    String in(String html) {
        if (!hasSheet(html)) {
            return html;
        }
        Document document = Jsoup.parse(html, Parser.htmlParser().setTrackPosition(true));
        List<Rule> rules = rules(sheets(document));
        IdentityHashMap<Element, List<Rule>> byElement = new IdentityHashMap<>();
        for (Rule rule : rules) {
            for (Element element : document.select(rule.elements())) {
                byElement.computeIfAbsent(element, e -> new ArrayList<>()).add(rule);
            }
        }
        return spliced(html, byElement);
    }

    /** Asked of every letter: a pattern that passes over capitals takes longer than the merge. */
    private static boolean hasSheet(String html) {
        for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
            if (html.regionMatches(true, at, SHEET, 0, SHEET.length())) {
                return true;
            }
        }
        return false;
    }

    private static String sheets(Document document) {
        StringBuilder text = new StringBuilder();
        for (Element style : document.select("style")) {
            String media = style.attr("media").strip().toLowerCase(Locale.ROOT);
            boolean everywhere = media.isEmpty() || media.equals("all") || media.equals("screen");
            if (everywhere && !style.hasAttr("data-embed")) {
                // Word and old editors hide sheets from older browsers.
                text.append(style.data().replace("<!--", "").replace("-->", "")).append('\n');
            }
        }
        return text.toString();
    }

    private List<Rule> rules(String text) {
        Sheet sheet = last;
        if (!sheet.text().equals(text)) {
            sheet = new Sheet(text, parsed(text));
            last = sheet;
        }
        return sheet.rules();
    }

    /** The weightier, and of two the later, behind. */
    private static List<Rule> parsed(String text) {
        List<Rule> rules = new ArrayList<>();
        CSSOMParser parser = new CSSOMParser(new CSS3Parser());
        parser.setErrorHandler(TOLERANT);
        try {
            for (AbstractCSSRuleImpl rule : parser.parseStyleSheet(new InputSource(new StringReader(text)), null)
                    .getCssRules()
                    .getRules()) {
                if (rule instanceof CSSStyleRuleImpl style) {
                    for (Selector selector : style.getSelectors()) {
                        add(selector, style, rules);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CSSException notASheet) {
            return List.of();
        }
        rules.sort(Comparator.comparing(Rule::weight).thenComparing(Rule::order));
        return List.copyOf(rules);
    }

    private static void add(Selector selector, CSSStyleRuleImpl rule, List<Rule> rules) {
        String elements = selector.toString();
        if (EVERYTHING.matcher(elements).matches()) {
            return;
        }
        try {
            rules.add(new Rule(
                    QueryParser.parse(elements),
                    selector.getSelectorSpecificity(),
                    rules.size(),
                    rule.getStyle().getProperties()));
        } catch (SelectorParseException | IllegalArgumentException ofAStateNotOfAnElement) {
            // Such as :hover, which stays in the sheet.
        }
    }

    private static String spliced(String html, IdentityHashMap<Element, List<Rule>> byElement) {
        Map<Integer, Edit> edits = new TreeMap<>();
        byElement.forEach((element, rules) -> {
            Range tag = element.sourceRange();
            if (tag.isTracked() && !tag.isImplicit() && element.closest("head") == null) {
                Edit edit = edit(html, element, tag, rules);
                edits.putIfAbsent(edit.from(), edit);
            }
        });
        StringBuilder out = new StringBuilder(html.length() * 2);
        int at = 0;
        for (Edit edit : edits.values()) {
            out.append(html, at, edit.from()).append(edit.text());
            at = edit.to();
        }
        return out.append(html, at, html.length()).toString();
    }

    /** Text that comes in the place of what stands between two places. */
    private record Edit(int from, int to, String text) {}

    private static Edit edit(String html, Element element, Range tag, List<Rule> rules) {
        String style = " style=\"" + declarations(element.attr("style"), rules) + '"';
        if (element.hasAttr("style")) {
            Range.AttributeRange written = element.attributes().sourceRange("style");
            if (written.nameRange().isTracked()) {
                int from = written.nameRange().startPos();
                int to = Math.max(
                        written.valueRange().endPos(), written.nameRange().endPos());
                boolean quoted = to < html.length() && (html.charAt(to) == '"' || html.charAt(to) == '\'');
                return new Edit(from, quoted ? to + 1 : to, style.stripLeading());
            }
        }
        int behindName = tag.startPos() + 1 + element.tagName().length();
        return new Edit(behindName, behindName, style);
    }

    /** In the order in which they hold: rules, what the element says itself, and what a rule calls important. */
    private static String declarations(String own, List<Rule> rules) {
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, String> important = new LinkedHashMap<>();
        for (Rule rule : rules) {
            for (Property property : rule.properties()) {
                Map<String, String> all = property.isImportant() ? important : plain;
                all.remove(property.getName());
                all.put(property.getName(), value(property));
            }
        }
        List<String> declarations = new ArrayList<>();
        plain.forEach((name, value) -> declarations.add(name + ": " + value));
        if (!own.isBlank()) {
            declarations.add(own.strip().replaceFirst(";$", ""));
        }
        important.forEach((name, value) -> declarations.add(name + ": " + value));
        return String.join("; ", declarations).replace("&", "&amp;").replace("\"", "&quot;");
    }

    /** Colours as old clients know them, which the parser writes as the newest do. */
    private static String value(Property property) {
        String value = property.getValue() == null
                ? ""
                : property.getValue().getCssText().replace('"', '\'');
        String hex = COLOUR.matcher(value)
                .replaceAll(rgb -> "#%02x%02x%02x"
                        .formatted(
                                Integer.parseInt(rgb.group(1)) & 0xFF,
                                Integer.parseInt(rgb.group(2)) & 0xFF,
                                Integer.parseInt(rgb.group(3)) & 0xFF));
        return TRANSPARENT.matcher(hex).replaceAll("$1a($2)");
    }
}
