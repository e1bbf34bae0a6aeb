package org.facteur.message;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.facteur.message.template.SingleLine;
import org.facteur.message.template.Template;
import org.facteur.message.template.TemplateException;
import org.facteur.reason.Reason;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Whether what is given as html is html, and has something to show. */
final class HtmlSense {

    private static final Pattern TAG = Pattern.compile("<[a-zA-Z!/]");
    private static final Pattern MARKDOWN = Pattern.compile(
            "^#{1,6} \\S|\\*\\*\\S[^*\\n]*\\*\\*|\\[[^]\\n]+]\\([^)\\n]+\\)|^[-*] \\S|^={3,}$", Pattern.MULTILINE);

    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cf}]*");
    private static final Pattern PICTURE =
            Pattern.compile("<img\\b|\\bbackground|<v:imagedata\\b|<svg\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern IMPORT =
            Pattern.compile("@import\\s+(?:url\\(\\s*)?[\"']?([^\"')\\s;]+)", Pattern.CASE_INSENSITIVE);

    private HtmlSense() {}

    /**
     * @return what is odd but does no harm
     * @throws TemplateException when nobody would see anything of it
     */
    static List<Reason> check(Template html) {
        boolean shows = !BLANK.matcher(Jsoup.parse(html.source()).body().text()).matches()
                || PICTURE.matcher(html.source()).find()
                || html.source().contains("{%");
        if (!shows) {
            throw new TemplateException(html.name(), MessageReason.HTML_BLANK.of());
        }
        return Stream.concat(kind(html).stream(), sheets(html)).toList();
    }

    /** What it is instead of html. */
    private static Optional<Reason> kind(Template html) {
        String name = html.name().toLowerCase(Locale.ROOT);
        boolean markdown = name.endsWith(".md") || name.endsWith(".markdown");
        boolean tagless = html.sources().values().stream()
                .noneMatch(source -> TAG.matcher(source).find());
        if (markdown || (tagless && MARKDOWN.matcher(html.source()).find())) {
            return Optional.of(Reason.at(html.name(), MessageReason.HTML_MARKDOWN.of()));
        }
        return tagless ? Optional.of(Reason.at(html.name(), MessageReason.HTML_TEXT.of())) : Optional.empty();
    }

    /** Style sheets of files or sites of their own, which no mail program fetches. A font that is not there does no harm. */
    private static Stream<Reason> sheets(Template html) {
        return html.sources().entrySet().stream()
                .flatMap(file -> sheets(Jsoup.parse(file.getValue()))
                        .filter(sheet -> !sheet.isEmpty() && !sheet.contains("font"))
                        .distinct()
                        .map(sheet -> Reason.at(file.getKey(), MessageReason.SHEET_LINK.of(SingleLine.of(sheet)))));
    }

    private static Stream<String> sheets(Document page) {
        Stream<String> linked = page.select("link[rel~=(?i)stylesheet][href]").stream()
                .map(link -> link.attr("href").strip());
        Stream<String> imported = page.select("style").stream()
                .flatMap(style -> IMPORT.matcher(style.data()).results())
                .map(sheet -> sheet.group(1));
        return Stream.concat(linked, imported);
    }
}
