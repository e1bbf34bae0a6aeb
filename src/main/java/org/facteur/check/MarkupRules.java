package org.facteur.check;

import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What is odd in the html of a letter, its links aside. */
final class MarkupRules {

    private static final Set<String> ACTIVE = Set.of("script", "iframe", "object", "embed", "form", "input", "button");

    private MarkupRules() {}

    /**
     * @param pictures Content-IDs of those that the letter carries
     * @param found is told the rule and what was found
     */
    static void check(Document document, Set<String> pictures, BiConsumer<LetterRule, String> found) {
        for (Element picture : document.select("img")) {
            picture(picture, pictures, found);
        }
        for (Element element : document.getAllElements()) {
            if (ACTIVE.contains(element.normalName())) {
                found.accept(LetterRule.ACTIVE_CONTENT, "<" + element.normalName() + ">");
            }
            for (Attribute attribute : element.attributes()) {
                attribute(element, attribute, found);
            }
        }
    }

    private static void picture(Element picture, Set<String> pictures, BiConsumer<LetterRule, String> found) {
        String source = picture.attr("src").strip();
        // An empty alt is how a picture says that it only decorates.
        if (!picture.hasAttr("alt")) {
            found.accept(LetterRule.MISSING_ALT, source.startsWith("data:") ? "data:…" : source);
        }
        String scheme = source.toLowerCase(Locale.ROOT);
        if (scheme.startsWith("http:") || scheme.startsWith("https:") || scheme.startsWith("//")) {
            found.accept(LetterRule.REMOTE_PICTURE, source);
        } else if (scheme.startsWith("cid:")) {
            if (!pictures.contains(source.substring(4))) {
                found.accept(LetterRule.MISSING_PICTURE, source);
            }
        } else if (scheme.startsWith("data:")) {
            found.accept(LetterRule.DATA_PICTURE, source.replaceFirst("[;,].*", ""));
        } else {
            found.accept(LetterRule.MISSING_PICTURE, source.isEmpty() ? "<img>" : source);
        }
    }

    private static void attribute(Element element, Attribute attribute, BiConsumer<LetterRule, String> found) {
        String name = attribute.getKey().toLowerCase(Locale.ROOT);
        if (name.startsWith("on")) {
            found.accept(LetterRule.ACTIVE_CONTENT, "<" + element.normalName() + " " + name + "=…>");
        }
        // Braces are at home in a style.
        if (!name.equals("style")) {
            WordingRules.leftOver(attribute.getValue(), found);
        }
    }
}
