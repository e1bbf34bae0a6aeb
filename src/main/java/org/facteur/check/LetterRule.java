package org.facteur.check;

import org.facteur.reason.ReasonKey;

/** What a reader, or a filter, would take offence at in a letter. */
public enum LetterRule implements ReasonKey {
    /** A variable that the template prints as it is, without {@code default} or {@code if}, has nothing in it. */
    EMPTY_VARIABLE,
    /** {@code Dear ,}: the name before the comma is not there. */
    BARE_GREETING,
    /** UTF-8 that was read as Windows-1252, such as {@code Ã©}, or a character that was lost. */
    MOJIBAKE,
    /** Something of a template that nobody filled in: <code>{{</code>, {@code ${name}}, {@code *|FNAME|*}. */
    LEFT_OVER,
    /** What an export writes for a value that is not there, or for a character: {@code NULL}, {@code #N/A}, {@code &#039;}. */
    LEFT_BY_EXPORT,
    ALL_CAPS,
    /** A picture without a text for those who do not see it. */
    MISSING_ALT,
    /** A picture that the letter does not carry. */
    MISSING_PICTURE,
    /** A picture that mail clients would fetch from the web, which most do only when asked. */
    REMOTE_PICTURE,
    /** There is html, and no text beside it. */
    NO_TEXT,
    /** Gmail cuts html off behind 102 kB. */
    CLIPPED,
    /** More than many relays take. */
    TOO_BIG,
    /** A link whose text shows another address than it leads to. */
    MISLEADING_LINK,
    /** A link that leads nowhere from a mail client. */
    BROKEN_LINK,
    /** Scripts and forms, which mail clients take out and filters count against the letter. */
    ACTIVE_CONTENT
}
