package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

/** A message that keeps the Message-ID it was given: {@code saveChanges} would put one with the host's name in its place. */
final class LetterMessage extends MimeMessage {

    LetterMessage(Session session) {
        super(session);
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
