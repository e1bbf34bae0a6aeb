package org.facteur.relay;

/** Where in the SMTP conversation a reply was given (RFC 5321, 4.3.2). */
public enum Phase {
    GREETING,
    EHLO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    /** After the final dot. */
    DOT
}
