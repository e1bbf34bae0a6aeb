package org.facteur.smtp;

/**
 * What the server does at a {@link Step}.
 *
 * @param text of the reply, without its line end; several lines are separated by {@code \r\n}
 */
public record Action(Kind kind, String text) {

    enum Kind {
        REPLY,
        CLOSE,
        RESET,
        SILENT,
        DRIP,
        FLOOD,
        PROCEED
    }

    /** Answers this instead; a 421 is followed by the end of the connection (RFC 5321, 3.8). */
    public static Action reply(String text) {
        return new Action(Kind.REPLY, text);
    }

    /** Ends the connection in an orderly way, without a word. */
    public static Action close() {
        return new Action(Kind.CLOSE, "");
    }

    /** Ends the connection with a TCP reset. */
    public static Action reset() {
        return new Action(Kind.RESET, "");
    }

    /** Says nothing for the rest of the connection, and keeps it open. */
    public static Action silent() {
        return new Action(Kind.SILENT, "");
    }

    /** Answers with this and then a byte every now and then, for ever. */
    public static Action drip(String text) {
        return new Action(Kind.DRIP, text);
    }

    /** Answers with this line again and again, as fast as it goes, for ever. */
    public static Action flood(String line) {
        return new Action(Kind.FLOOD, line);
    }

    /** As if there were no script. */
    public static Action proceed() {
        return new Action(Kind.PROCEED, "");
    }
}
