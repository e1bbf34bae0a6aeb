package org.facteur.check;

import org.facteur.reason.ReasonKey;

/** What a reader, or a filter, would take offence at in a letter. */
public enum LetterRule implements ReasonKey {
    /** A variable that the template prints as it is, without {@code default} or {@code if}, has nothing in it. */
    EMPTY_VARIABLE("template.empty-variable", Severity.WARN, LetterAdvice.WRITE_DEFAULT),
    /** <code>{{</code> or <code>{%</code>: something of the template has not been merged. */
    UNMERGED("template.unmerged", Severity.ERROR, LetterAdvice.SEE_TEMPLATE),
    /** Something of another program's template that nobody filled in: {@code ${name}}, {@code *|FNAME|*}. */
    LEFT_OVER("template.placeholder", Severity.WARN, LetterAdvice.SEE_TEMPLATE),
    /** What an export writes for a value that is not there, or for a character: {@code NULL}, {@code #N/A}, an HTML entity. */
    LEFT_BY_EXPORT("template.left-by-export", Severity.WARN, LetterAdvice.EMPTY_CELL),
    /** {@code Dear ,}: the name before the comma is not there. */
    BARE_GREETING("letter.bare-greeting", Severity.WARN, LetterAdvice.GREET_ALL),
    /** UTF-8 that was read as Windows-1252, such as {@code Ã©}, or a character that was lost. */
    MOJIBAKE("letter.mojibake", Severity.WARN, LetterAdvice.SEE_ENCODING),
    ALL_CAPS("letter.all-caps", Severity.WARN, LetterAdvice.WRITE_SMALL),
    /** A picture without a text for those who do not see it. */
    MISSING_ALT("letter.missing-alt", Severity.WARN, LetterAdvice.WRITE_ALT),
    /** A picture that the letter does not carry. */
    MISSING_PICTURE("letter.missing-picture", Severity.WARN, LetterAdvice.PUT_INLINE),
    /** A picture that mail clients would fetch from the web, which most do only when asked. */
    REMOTE_PICTURE("letter.remote-picture", Severity.INFO, LetterAdvice.PUT_INLINE),
    /** A picture within the html itself, which many mail clients leave out. */
    DATA_PICTURE("letter.data-picture", Severity.WARN, LetterAdvice.PUT_INLINE),
    /** Hardly anything but a picture: who does not load it sees nothing, and filters take it for spam. */
    PICTURE_ONLY("letter.picture-only", Severity.WARN, LetterAdvice.WRITE_WORDS),
    /** There is html, and no text beside it. */
    NO_TEXT("letter.no-text", Severity.WARN, LetterAdvice.LEAVE_TEXT),
    /** HTML in the text part, where readers see its marks. */
    MARKUP_IN_TEXT("letter.markup-in-text", Severity.WARN, LetterAdvice.NAME_HTML),
    /** Gmail cuts html off behind 102 kB. */
    CLIPPED("letter.clipped", Severity.WARN, LetterAdvice.SHORTEN),
    /** More than many relays take. */
    TOO_BIG("letter.too-big", Severity.WARN, LetterAdvice.LINK_FILES),
    /** A link whose text shows another address than it leads to. */
    MISLEADING_LINK("letter.misleading-link", Severity.WARN, LetterAdvice.SAY_TARGET),
    /** A link that leads nowhere from a mail client. */
    BROKEN_LINK("letter.broken-link", Severity.WARN, LetterAdvice.WHOLE_LINK),
    /** A link that does not say where it leads. */
    SHORT_LINK("letter.short-link", Severity.WARN, LetterAdvice.REAL_LINK),
    /** A link to a bare IP address. */
    IP_LINK("letter.ip-link", Severity.WARN, LetterAdvice.NAME_HOST),
    /** Scripts and forms, which mail clients take out and filters count against the letter. */
    ACTIVE_CONTENT("letter.active-content", Severity.WARN, LetterAdvice.LINK_PAGE);

    private final String findingId;
    private final Severity severity;
    private final LetterAdvice advice;

    LetterRule(String findingId, Severity severity, LetterAdvice advice) {
        this.findingId = findingId;
        this.severity = severity;
        this.advice = advice;
    }

    /** Of its findings. */
    public String findingId() {
        return findingId;
    }

    public Severity severity() {
        return severity;
    }

    LetterAdvice advice() {
        return advice;
    }
}
