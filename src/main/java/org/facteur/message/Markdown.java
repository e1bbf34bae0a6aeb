package org.facteur.message;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.facteur.message.template.Escaping;

/** A letter that is written in Markdown (CommonMark 0.31, with GitHub's tables) as the html that leaves. Html in it stays as it is. */
final class Markdown {

    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(TABLES).build();

    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]+");

    /** What any client shows well. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="%s">
            <head>
            <meta charset="UTF-8">
            <style>
            body { font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em; }
            img { max-width: 100%%; height: auto; }
            blockquote { margin: 1em 0; padding: 0 0 0 1em; border-left: 3px solid #cccccc; }
            table { border-collapse: collapse; }
            th, td { padding: 4px 8px; border: 1px solid #cccccc; text-align: left; }
            </style>
            </head>
            <body>
            %s</body>
            </html>
            """;

    private Markdown() {}

    static String toHtml(String markdown, Locale language) {
        String tag = language.toLanguageTag();
        return PAGE.formatted(
                LANGUAGE.matcher(tag).matches() ? tag : "",
                Escaping.markdownRestored(Objects.requireNonNull(RENDERER.render(PARSER.parse(markdown)))));
    }
}
