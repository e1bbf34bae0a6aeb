package org.facteur.smtp;

/** Where a {@link ScriptedSmtpServer} can be told to misbehave. */
public enum Step {
    /** Before the greeting. */
    GREETING,
    EHLO,
    STARTTLS,
    /** Before the login is judged. */
    AUTH,
    MAIL,
    RCPT,
    DATA,
    /** After each line of the message; {@link Context#line()} says which. */
    BODY,
    /** The final dot has arrived, nothing has been answered. */
    DOT,
    /** The answer to the final dot has been flushed. */
    AFTER_REPLY,
    RSET,
    QUIT
}
