package org.facteur.smtp;

/**
 * A whole reply, well-formed (RFC 5321, 4.2): one code on all of its lines.
 *
 * @param code 200 to 599
 * @param text as it came, a character for each byte, lines with their codes and joined by {@code \n}
 */
public record Response(int code, String text) {

    /** Done (RFC 5321, 4.2.1): any 2yz. */
    public boolean isSuccess() {
        return code >= 200 && code <= 299;
    }

    /** For now (4yz) or for good (5yz). */
    public boolean isRefusal() {
        return code >= 400;
    }
}
