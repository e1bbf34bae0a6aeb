package org.facteur.message;

import java.io.IOException;
import java.io.OutputStream;

/** Where a letter is written that may take what is encoded as it is, without a look at each of its lines. */
public abstract class LetterOutput extends OutputStream {

    /**
     * The beginning of a line is next. Lines end in CRLF and none begins with a dot, as it is in quoted-printable and base64; the last may be
     * without its end.
     */
    public abstract void writeEncoded(byte[] lines) throws IOException;

    static void writeEncoded(byte[] lines, OutputStream out) throws IOException {
        if (out instanceof LetterOutput letter) {
            letter.writeEncoded(lines);
        } else {
            out.write(lines);
        }
    }
}
