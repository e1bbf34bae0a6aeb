package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Enumeration;
import org.facteur.message.dkim.DkimSigner;
import org.jspecify.annotations.Nullable;

/** A message that keeps the Message-ID it was given: {@code saveChanges} would put one with the host's name in its place. */
final class LetterMessage extends MimeMessage {

    private static final byte[] CRLF = {'\r', '\n'};

    private final boolean utf8;
    private final @Nullable DkimSigner dkim;
    private @Nullable MimeMultipart parts;

    /**
     * @param utf8 whether an address beyond ASCII is in its header, which goes out as UTF-8 then (RFC 6532)
     * @param dkim null: it is not signed
     */
    LetterMessage(boolean utf8, @Nullable DkimSigner dkim) {
        super(utf8 ? MailRuntime.UTF_8 : MailRuntime.ASCII);
        this.utf8 = utf8;
        this.dkim = dkim;
    }

    /**
     * @param messageId with its angle brackets
     * @param bytes at least
     */
    Letter toLetter(String messageId, long bytes) throws MessagingException {
        setHeader("Message-ID", messageId);
        return new Letter(messageId, this, utf8, bytes, dkim);
    }

    /** A body of one part, written as it is. */
    void setEncoded(EncodedPart part) throws MessagingException {
        setHeader("Content-Type", part.contentType());
        setHeader("Content-Transfer-Encoding", part.encoding());
        content = part.bytes();
        modified = false;
        saved = true;
    }

    void setParts(MimeMultipart multipart) throws MessagingException {
        setContent(multipart);
        saveChanges();
        parts = multipart;
    }

    /** As its superclass does it, which looks up a handler for the type of each letter's parts. */
    @Override
    public void writeTo(OutputStream out, String @Nullable [] without) throws IOException, MessagingException {
        writeHeader(getNonMatchingHeaderLines(without), out);
        if (parts == null) {
            LetterOutput.writeEncoded(content, out);
        } else {
            parts.writeTo(out);
        }
    }

    /** With the empty line behind it. Addresses beyond ASCII are UTF-8 (RFC 6532). */
    static void writeHeader(Enumeration<String> lines, OutputStream out) throws IOException {
        while (lines.hasMoreElements()) {
            out.write(lines.nextElement().getBytes(StandardCharsets.UTF_8));
            out.write(CRLF);
        }
        out.write(CRLF);
    }

    /** A letter is dated as it leaves, and not as it is put together. */
    @Override
    public void setSentDate(Date date) {}

    @Override
    protected void updateMessageID() {
        // It is set with the other header fields, and the same in every attempt.
    }
}
