package org.facteur.contact;

import org.facteur.reason.Reason;

/** What a row of the contacts file turned out to be; blank lines are no rows. */
public sealed interface Row permits Contact, Row.Unreadable {

    /** Where the row begins in the file, 1 for the first line (headings included). */
    long line();

    /**
     * A row whose cells cannot be told apart; the rows after it can.
     *
     * @param raw the row's cells, written as a row again
     * @param reason what is wrong and what to write instead
     */
    record Unreadable(long line, String raw, Reason reason) implements Row {}
}
