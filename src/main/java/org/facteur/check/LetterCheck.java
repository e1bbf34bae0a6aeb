package org.facteur.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.contact.ColumnNames;
import org.facteur.contact.Contact;
import org.facteur.message.LetterPart;
import org.facteur.message.MergedLetter;
import org.facteur.message.PlainText;
import org.facteur.message.ReadLetter;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** Looks a letter over as a careful reader would before it leaves. Pure. */
public final class LetterCheck {

    /** Letters and digits, so few that they are no text. */
    private static final int WORDS_BESIDE_A_PICTURE = 60;

    /** Where Gmail puts "Message clipped"; it counts the html alone. */
    private static final int CLIPPED_BYTES = 102 * 1024;
    /** Postfix's own default, and Laposte.net's and Free's older limit; Gmail takes 25 MB. */
    private static final long BIG_BYTES = 10_240_000;

    private static final Pattern PRINTED = Pattern.compile("\\{\\{\\s*(\\w+)[^}]*}}");

    /** What hardly anybody writes about in a letter. */
    private static final Pattern MARKUP = Pattern.compile(
            "(?i)<(?:/?(?:p|br|div|span|strong|em|b|i|table|tr|td|html|body|h[1-6]|ul|li)(?: [^<>]*)?/?|a href=[^<>]*|!DOCTYPE[^<>]*)>");

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
        check.letter(LetterWords.of(letter), letter.pictures().keySet(), letter.bytes(), emptyVariables);
        @Nullable String text = letter.text();
        if (letter.html() != null && (text == null || text.isBlank())) {
            check.add(LetterRule.NO_TEXT, LetterPart.TEXT, "");
        }
        return check.findings();
    }

    /**
     * The same of a letter that has not been put together.
     *
     * @param words its own
     */
    public static List<LetterFinding> of(
            MergedLetter letter, LetterWords words, Contact contact, Map<String, Set<LetterPart>> emptyVariables) {
        LetterCheck check = new LetterCheck(contact);
        check.letter(words, letter.pictures(), letter.bytes(), emptyVariables);
        return check.findings();
    }

    /** Of a letter that is like others that have been looked at: what it lacks. */
    public static List<LetterFinding> emptyVariables(Map<String, Set<LetterPart>> emptyVariables) {
        List<LetterFinding> findings = new ArrayList<>();
        emptyVariables.forEach(
                (name, places) -> findings.add(new LetterFinding(LetterRule.EMPTY_VARIABLE, places, name)));
        return findings;
    }

    private void letter(
            LetterWords letter, Set<String> pictures, long bytes, Map<String, Set<LetterPart>> emptyVariables) {
        emptyVariables.forEach((name, places) -> found.put(new Found(LetterRule.EMPTY_VARIABLE, name), places));
        words(LetterPart.SUBJECT, letter.subject());
        if (letter.html() != null) {
            html(letter.html(), letter, pictures);
        }
        if (letter.text() != null) {
            words(LetterPart.TEXT, letter.text());
            Matcher markup = MARKUP.matcher(letter.text());
            if (markup.find()) {
                add(LetterRule.MARKUP_IN_TEXT, LetterPart.TEXT, markup.group());
            }
        }
        if (bytes > BIG_BYTES) {
            add(LetterRule.TOO_BIG, LetterPart.HTML, Math.round(bytes / 1e6) + " MB");
        }
    }

    private List<LetterFinding> findings() {
        List<LetterFinding> findings = new ArrayList<>();
        found.forEach((what, places) -> findings.add(new LetterFinding(what.rule(), places, what.evidence())));
        return findings;
    }

    private void words(LetterPart place, String text) {
        WordingRules.check(text, place == LetterPart.SUBJECT, (rule, evidence) -> add(rule, place, evidence));
        ExportRules.check(text, contact, (rule, evidence) -> add(rule, place, evidence));
        PlaceholderRules.check(text, contact, (rule, evidence) -> add(rule, place, evidence));
    }

    private void html(Document html, LetterWords letter, Set<String> pictures) {
        words(LetterPart.HTML, letter.htmlWords());
        MarkupRules.check(html, pictures, (rule, evidence) -> add(rule, LetterPart.HTML, evidence));
        pictureOnly(html);
        LinkRules.check(html, (rule, evidence) -> add(rule, LetterPart.HTML, evidence));
        if (letter.htmlBytes() > CLIPPED_BYTES) {
            add(LetterRule.CLIPPED, LetterPart.HTML, letter.htmlBytes() / 1000 + " kB");
        }
    }

    /** SpamAssassin's HTML_IMAGE_ONLY rules begin to count there. */
    private void pictureOnly(Document document) {
        if (document.selectFirst("img") == null) {
            return;
        }
        String words = PlainText.words(document);
        int letters =
                (int) words.codePoints().filter(Character::isLetterOrDigit).count();
        if (letters < WORDS_BESIDE_A_PICTURE) {
            add(LetterRule.PICTURE_ONLY, LetterPart.HTML, words.isBlank() ? "<img>" : words);
        }
    }

    private void add(LetterRule rule, LetterPart place, String evidence) {
        LetterRule meant = rule == LetterRule.UNMERGED && isAValue() ? LetterRule.LEFT_OVER : rule;
        found.computeIfAbsent(new Found(meant, evidence.strip()), key -> EnumSet.noneOf(LetterPart.class))
                .add(place);
    }

    /** A contact's value is data, whatever it holds: braces in a cell are a mistake for certain only around the name of a column. */
    private boolean isAValue() {
        Collection<String> cells = contact.values().values();
        return cells.stream().anyMatch(cell -> cell.contains("{{") || cell.contains("{%"))
                && cells.stream().noneMatch(this::printsAColumn);
    }

    private boolean printsAColumn(String cell) {
        return PRINTED.matcher(cell)
                .results()
                .anyMatch(name -> contact.values().keySet().stream()
                        .anyMatch(heading -> ColumnNames.plain(heading).equals(name.group(1))));
    }
}
