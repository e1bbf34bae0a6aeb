package org.facteur.message;

import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;

/** A message that is its bytes: what writes it out needs neither its headers nor its files. */
final class CompleteMessage extends MimeMessage {

    private final byte[] bytes;

    CompleteMessage(byte[] bytes) {
        super(MailRuntime.UTF_8);
        this.bytes = bytes;
    }

    /** @param ignored names of headers that a letter of ours does not have, such as Bcc */
    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException {
        out.write(bytes);
    }
}
