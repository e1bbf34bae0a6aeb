package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.facteur.message.dkim.DkimSigner;
import org.jspecify.annotations.Nullable;

/** A message that keeps the Message-ID it was given: {@code saveChanges} would put one with the host's name in its place. */
final class LetterMessage extends MimeMessage {

    private final boolean utf8;
    private final @Nullable DkimSigner dkim;

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

    @Override
    protected void updateMessageID() {
        // It is set with the other header fields, and the same in every attempt.
    }
}
