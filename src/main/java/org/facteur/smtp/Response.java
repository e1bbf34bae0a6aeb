package org.facteur.smtp;

import java.util.regex.Pattern;

/**
 * A whole reply, well-formed (RFC 5321, 4.2): one code on all of its lines.
 *
 * @param code 200 to 599
 * @param text as it came, a character for each byte, lines with their codes and joined by {@code \n}
 */
public record Response(int code, String text) {

    private static final Pattern OUT_OF_TURN = Pattern.compile("(?is)^(?!.*\\b(auth|log.?in|tls|secure|encrypt))"
            + ".*\\b(sequence|out of order|nested|already|precede"
            + "|(need|issue|give|send|must have)\\W+(a |an |the |valid )?(mail|rcpt|sender|recipient|helo|ehlo|hello)"
            + "|(mail|rcpt|sender|recipient|helo|ehlo|hello)( command)? (first|not yet))");

    /** Done (RFC 5321, 4.2.1): any 2yz. */
    public boolean isSuccess() {
        return code >= 200 && code <= 299;
    }

    /** For now (4yz) or for good (5yz). */
    public boolean isRefusal() {
        return code >= 400;
    }

    /** Our commands are in their order: where the server says that they are not, it has lost count. 503 may ask for a login, too. */
    boolean isOutOfTurn() {
        return code == 503 && OUT_OF_TURN.matcher(text).find();
    }
}
