package org.facteur.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.facteur.contact.Contact;
import org.facteur.message.LetterPart;
import org.facteur.message.PlainText;
import org.facteur.message.ReadLetter;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** Looks a letter over as a careful reader would before it leaves. Pure. */
public final class LetterCheck {

    /** Where Gmail puts "Message clipped"; it counts the html alone. */
    private static final int CLIPPED_BYTES = 102 * 1024;
    /** Postfix's own default, and Laposte.net's and Free's older limit; Gmail takes 25 MB. */
    private static final long BIG_BYTES = 10_240_000;

    private record Found(LetterRule rule, String evidence) {}

    private final Map<Found, Set<LetterPart>> found = new LinkedHashMap<>();
    private final Contact contact;

    private LetterCheck(Contact contact) {
        this.contact = contact;
    }

    /**
     * @param contact whose letter it is
     * @param emptyVariables what {@link LetterComposer#emptyVariables} says of the contact
     * @return each thing once, with all the places where it is
     */
    public static List<LetterFinding> of(
            ReadLetter letter, Contact contact, Map<String, Set<LetterPart>> emptyVariables) {
        LetterCheck check = new LetterCheck(contact);
        emptyVariables.forEach((name, places) -> check.found.put(new Found(LetterRule.EMPTY_VARIABLE, name), places));
        check.words(LetterPart.SUBJECT, letter.subject());
        if (letter.html() != null) {
            check.html(letter.html(), letter.pictures().keySet());
        }
        if (letter.text() != null) {
            check.words(LetterPart.TEXT, letter.text());
        }
        check.parts(letter);
        List<LetterFinding> findings = new ArrayList<>();
        check.found.forEach((what, places) -> findings.add(new LetterFinding(what.rule(), places, what.evidence())));
        return findings;
    }

    private void words(LetterPart place, String text) {
        WordingRules.check(text, place == LetterPart.SUBJECT, (rule, evidence) -> add(rule, place, evidence));
        ExportRules.check(text, contact, (rule, evidence) -> add(rule, place, evidence));
    }

    private void html(String html, Set<String> pictures) {
        Document document = Jsoup.parse(html);
        words(LetterPart.HTML, PlainText.of(html));
        MarkupRules.check(document, pictures, (rule, evidence) -> add(rule, LetterPart.HTML, evidence));
        LinkRules.check(document, (rule, evidence) -> add(rule, LetterPart.HTML, evidence));
        int bytes = html.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > CLIPPED_BYTES) {
            add(LetterRule.CLIPPED, LetterPart.HTML, size(bytes));
        }
    }

    private void parts(ReadLetter letter) {
        @Nullable String text = letter.text();
        if (letter.html() != null && (text == null || text.isBlank())) {
            add(LetterRule.NO_TEXT, LetterPart.TEXT, "");
        }
        if (letter.bytes() > BIG_BYTES) {
            add(LetterRule.TOO_BIG, LetterPart.HTML, size(letter.bytes()));
        }
    }

    private void add(LetterRule rule, LetterPart place, String evidence) {
        found.computeIfAbsent(new Found(rule, evidence.strip()), key -> EnumSet.noneOf(LetterPart.class))
                .add(place);
    }

    private static String size(long bytes) {
        return bytes < 1_000_000 ? bytes / 1000 + " kB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
