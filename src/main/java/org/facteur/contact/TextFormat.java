package org.facteur.contact;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.facteur.reason.Reason;

/**
 * How a file's bytes become cells.
 *
 * @param mark length of the byte order mark, in bytes; 0 where there is none
 */
record TextFormat(Charset charset, int mark, char delimiter) {

    /** Whether a character's place in bytes can be known from the characters before it. */
    boolean hasBytePositions() {
        return isUtf8() || isUtf16() || isSingleByte();
    }

    boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    boolean isUtf16() {
        return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
    }

    private boolean isSingleByte() {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1.0f;
    }

    String describe() {
        return charset.name() + ", " + name(delimiter);
    }

    static Reason name(char delimiter) {
        return switch (delimiter) {
            case ',' -> ContactReason.COMMA.of();
            case ';' -> ContactReason.SEMICOLON.of();
            case '\t' -> ContactReason.TAB.of();
            case '|' -> ContactReason.BAR.of();
            default -> Reason.verbatim("\"" + delimiter + "\"");
        };
    }
}
