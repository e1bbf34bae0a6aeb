package org.facteur.contact;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.facteur.contact.charset.CharsetDetector;
import org.facteur.contact.charset.Detection;
import org.facteur.reason.Reason;

/**
 * How a file's bytes become cells.
 *
 * @param mark length of the byte order mark in bytes; 0 if the file has no mark
 */
record TextFormat(Charset charset, int mark, char delimiter) {

    /**
     * @throws ContactFileException where the bytes are not of the charset that was said, of none, or of several as well
     */
    static Detection.Text text(ContactSource source) throws IOException {
        Detection found = CharsetDetector.detect(source.file(), source.charset(), source.locale());
        if (found instanceof Detection.Refusal refusal) {
            throw ContactFileException.at(source.file(), refusal.line(), reason(refusal));
        }
        return (Detection.Text) found;
    }

    private static Reason reason(Detection.Refusal refusal) {
        ContactReason reason = switch (refusal.why()) {
            case MALFORMED -> ContactReason.BYTES;
            case NUL -> ContactReason.NUL;
            case UNDECIDED -> ContactReason.CHARSET_TWO;
            case UNKNOWN -> ContactReason.CHARSET_NONE;
        };
        return reason.of(refusal.details().toArray());
    }

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
