package org.facteur.smtp;

/** What of a letter the server was asked. */
public enum Turn {
    MAIL,
    RCPT,
    DATA,
    /** The final dot. */
    DOT
}
