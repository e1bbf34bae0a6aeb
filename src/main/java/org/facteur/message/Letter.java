package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.facteur.message.dkim.DkimSigner;
import org.jspecify.annotations.Nullable;

/**
 * A template merged with one recipient: what is sent. Every part is 7-bit on the wire already, so that no relay has a reason
 * to rewrite it.
 *
 * @param messageId with its angle brackets; derived from campaign and address, the same in every attempt; random for a letter that
 *     counts for no recipient
 * @param message without its Date, until it leaves
 * @param utf8 whether a header holds an address beyond ASCII, so that only a relay with SMTPUTF8 may get it (RFC 6531)
 * @param bytes that it has at least on the wire
 * @param dkim who signs it as it leaves; null: nobody
 */
public record Letter(
        String messageId,
        MimeMessage message,
        boolean utf8,
        long bytes,
        @Nullable DkimSigner dkim) {

    /** Jakarta Mail leaves them out of what it sends, and so do we. */
    private static final String[] NOT_SENT = {"Bcc", "Content-Length"};

    /** RFC 5322, 3.3; English whatever the machine speaks. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    /** A letter that nobody signs. */
    public Letter(String messageId, MimeMessage message, boolean utf8, long bytes) {
        this(messageId, message, utf8, bytes, null);
    }

    /**
     * Writes the letter as it goes over the wire except for dot stuffing, signed: to be asked for when it has been dated, and while the
     * server is at work.
     *
     * @param oneSignature whether it goes to who takes no more than one
     * @throws MissingFileException when an attachment is not there any more
     */
    public void writeTo(OutputStream out, boolean oneSignature) throws IOException, MessagingException {
        if (dkim == null) {
            message.writeTo(out, NOT_SENT);
            return;
        }
        Bytes bytes = new Bytes();
        message.writeTo(bytes, NOT_SENT);
        DkimSigner signer = oneSignature ? dkim.withOneSignature() : dkim;
        out.write(signer.sign(bytes.buffer(), bytes.size()));
        bytes.writeTo(out);
    }

    /** What is signed where it lies. */
    private static final class Bytes extends ByteArrayOutputStream {

        Bytes() {
            super(16_384);
        }

        byte[] buffer() {
            return buf;
        }
    }

    /**
     * The letter as it goes over the wire except for dot stuffing and signature: dated, and with its files read. To be asked for before a
     * connection is touched, so that a file which has gone is no fault of the connection's.
     *
     * @param leaving for the Date header
     * @throws MissingFileException when an attachment is not there any more
     */
    public byte[] toBytes(Instant leaving) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16_384);
        try {
            leaving(leaving).message().writeTo(out);
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("the letter " + messageId + " cannot be written", e);
        }
        return out.toByteArray();
    }

    /** The same letter, dated. */
    public Letter leaving(Instant now) {
        try {
            message.setHeader("Date", DATE.format(now.atZone(ZoneId.systemDefault())));
        } catch (MessagingException e) {
            throw new IllegalStateException("the letter " + messageId + " cannot be dated", e);
        }
        return this;
    }

    /**
     * The same letter with all its bytes at hand: writing it reads nothing more.
     *
     * @throws MissingFileException as {@link #toBytes}
     */
    public Letter complete(Instant leaving) {
        byte[] all = toBytes(leaving);
        return new Letter(messageId, new CompleteMessage(all), utf8, all.length, dkim);
    }

    /** A message that is its bytes: what writes it out needs neither its headers nor its files. */
    private static final class CompleteMessage extends MimeMessage {

        private final byte[] bytes;

        CompleteMessage(byte[] bytes) {
            super(MailRuntime.UTF_8);
            this.bytes = bytes;
        }

        /** @param ignored names of header fields that our letters never have, such as Bcc */
        @Override
        public void writeTo(OutputStream out, String[] ignored) throws IOException {
            out.write(bytes);
        }
    }
}
