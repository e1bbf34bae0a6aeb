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

    boolean isUtf16() {
        return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
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
