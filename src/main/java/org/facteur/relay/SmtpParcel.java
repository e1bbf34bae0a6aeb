package org.facteur.relay;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.facteur.address.EmailAddress;
import org.facteur.message.LetterOutput;
import org.facteur.message.template.MissingFileException;
import org.facteur.smtp.DotStuffing;
import org.facteur.smtp.Ending;
import org.facteur.smtp.Parcel;

/** A letter in SMTP's words, with what the relay offers to be told. */
final class SmtpParcel implements Parcel {

    /** RFC 3461, 4.4. */
    private static final int LONGEST_ENVID = 100;

    /** RFC 3461, 4: what stands for itself. */
    private static final Pattern XCHARS = Pattern.compile("[!-~&&[^+=]]*");

    private final Mailpiece piece;
    private final boolean dsn;
    private final boolean oneSignature;
    private final Consumer<Ending> ended;

    /**
     * @param dsn whether the relay is told what is to come back (RFC 3461)
     * @param oneSignature see {@link Relay#oneSignature}
     * @param ended is told how it went
     */
    SmtpParcel(Mailpiece piece, boolean dsn, boolean oneSignature, Consumer<Ending> ended) {
        this.piece = piece;
        this.dsn = dsn;
        this.oneSignature = oneSignature;
        this.ended = ended;
    }

    @Override
    public String mail() {
        Envelope envelope = piece.envelope();
        StringBuilder mail = new StringBuilder("MAIL FROM:<" + envelope.sender() + ">");
        if (piece.letter().utf8()
                || !envelope.sender().isAscii()
                || !envelope.recipient().isAscii()) {
            // RFC 6531, 3.4.
            mail.append(" SMTPUTF8");
        }
        if (dsn) {
            // RFC 3461: what comes back names the letter, and does not carry all of it.
            mail.append(" RET=HDRS");
            String id = piece.letter().messageId().replace("<", "").replace(">", "");
            if (id.length() <= LONGEST_ENVID) {
                mail.append(" ENVID=").append(xtext(id));
            }
        }
        return mail.toString();
    }

    @Override
    public String rcpt() {
        EmailAddress recipient = piece.envelope().recipient();
        String rcpt = "RCPT TO:<" + recipient + ">";
        if (!dsn) {
            return rcpt;
        }
        String original = recipient.isAscii() ? " ORCPT=rfc822;" + xtext(recipient.toString()) : "";
        return rcpt + " NOTIFY=FAILURE,DELAY" + original;
    }

    /** RFC 3461, 4: what is not plain is a plus sign and two digits. */
    private static String xtext(String text) {
        if (XCHARS.matcher(text).matches()) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (c > ' ' && c < 127 && c != '+' && c != '=') {
                encoded.append((char) c);
            } else {
                encoded.append('+').append(String.format("%02X", c));
            }
        }
        return encoded.toString();
    }

    @Override
    public void writeTo(DotStuffing out) throws IOException {
        try {
            piece.letter().writeTo(new Wire(out), oneSignature);
        } catch (MessagingException | MissingFileException e) {
            throw new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    @Override
    public void beginSeal() {
        piece.beginSeal();
    }

    @Override
    public void seal() {
        piece.seal();
    }

    @Override
    public void ended(Ending ending) {
        ended.accept(ending);
    }

    /** What a letter has encoded needs no dots. */
    private static final class Wire extends LetterOutput {

        private final DotStuffing out;

        private Wire(DotStuffing out) {
            this.out = out;
        }

        @Override
        public void write(int b) {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            out.write(bytes, offset, length);
        }

        @Override
        public void writeEncoded(byte[] lines) {
            out.writeLines(lines);
        }
    }
}
