package org.facteur.contact;

/** What a row of the contacts file is to the mailing. */
public sealed interface Listed permits Recipient, Exclusion {

    /** Where the row begins in the file, 1 for the first line (headings included). */
    long line();
}
