package org.facteur.relay;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPOutputStream;
import org.jspecify.annotations.Nullable;

/** One letter on its way: what is offered to whom, and how far it has come. */
final class Offer {

    private final Envelope envelope;
    private final boolean utf8;
    private final Seal seal;
    private OutputStream buffer = OutputStream.nullOutputStream();
    private SMTPOutputStream text = new SMTPOutputStream(buffer);
    private boolean dotSent;
    private @Nullable Throwable sealFailure;

    /** @param utf8 whether the addresses need SMTPUTF8 (RFC 6531) */
    Offer(Envelope envelope, boolean utf8, Seal seal) {
        this.envelope = envelope;
        this.utf8 = utf8;
        this.seal = seal;
    }

    /** Where the message is to be written; it is dot-stuffed on its way (RFC 5321, 4.5.2). */
    OutputStream bodyTo(OutputStream wire) {
        buffer = new BufferedOutputStream(wire, 16_384);
        text = new SMTPOutputStream(buffer);
        return text;
    }

    /**
     * Writes out all but the final dot and has the seal set; when this returns the dot is due.
     *
     * @throws IOException when the connection is lost or the seal failed
     */
    void sealed() throws IOException {
        text.ensureAtBOL();
        // Before the seal, so that a connection that is lost already is noticed while it is safe to send again.
        buffer.flush();
        try {
            seal.beforeFinalDot();
        } catch (RuntimeException | Error e) {
            sealFailure = e;
            // For an IOException Angus drops the connection; after any other it would stay inside the message.
            throw new IOException("not sealed", e);
        }
        dotSent = true;
    }

    Envelope envelope() {
        return envelope;
    }

    boolean utf8() {
        return utf8;
    }

    /** Whether the final dot was handed to the network: from then on the relay may have the letter. */
    boolean dotSent() {
        return dotSent;
    }

    /** What the seal threw; null where it threw nothing. */
    @Nullable
    Throwable sealFailure() {
        return sealFailure;
    }
}
