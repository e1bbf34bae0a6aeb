package org.facteur.check;

import java.nio.charset.StandardCharsets;
import org.facteur.message.MergedLetter;
import org.facteur.message.PlainText;
import org.facteur.message.ReadLetter;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a letter says, taken apart once for all who look at it.
 *
 * @param html null: there is only text
 * @param htmlWords as a reader sees it, with links as {@code text <url>}; "" without html
 * @param htmlBytes encoded as UTF-8
 * @param text null: it is derived from the html
 */
public record LetterWords(
        String subject,
        @Nullable Document html,
        String htmlWords,
        int htmlBytes,
        @Nullable String text) {

    public static LetterWords of(MergedLetter letter) {
        return of(letter.subject(), letter.html(), letter.text());
    }

    static LetterWords of(ReadLetter letter) {
        return of(letter.subject(), letter.html(), letter.text());
    }

    private static LetterWords of(String subject, @Nullable String html, @Nullable String text) {
        if (html == null) {
            return new LetterWords(subject, null, "", 0, text);
        }
        Document document = Jsoup.parse(html);
        return new LetterWords(
                subject, document, PlainText.of(document), html.getBytes(StandardCharsets.UTF_8).length, text);
    }
}
