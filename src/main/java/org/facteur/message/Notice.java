package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.message.template.TemplateFile;
import org.jspecify.annotations.Nullable;

/**
 * What the program itself has to say to the owner of a mailing: a text, with a page attached.
 *
 * @param page an HTML file in UTF-8; null: none
 */
public record Notice(String subject, String text, @Nullable Path page) {

    /**
     * @param mailing whose sender it comes from and whose language it is in
     * @param from the relay's own From; null: the mailing's
     * @throws MissingFileException when the page cannot be read
     */
    public Letter toLetter(MessageSpec mailing, EmailAddress to, @Nullable Mailbox from) {
        MailRuntime.prepare();
        LetterHeaders headers = new LetterHeaders(plain(mailing));
        try {
            LetterMessage message = headers.message(to, null, subject, from, mailing.locale());
            headers.markAsNotice(message);
            LetterBody.of(null, text, List.of(), page == null ? List.of() : List.of(attached(page)))
                    .putInto(message);
            return message.toLetter(headers.ownMessageId(), 0);
        } catch (MessagingException e) {
            throw new IllegalStateException("the notice to " + to + " cannot be put together", e);
        }
    }

    /** Answers to it are for nobody but its sender. */
    private static MessageSpec plain(MessageSpec mailing) {
        return new MessageSpec(
                mailing.campaign(),
                mailing.from(),
                null,
                mailing.locale(),
                null,
                null,
                "",
                null,
                null,
                null,
                Map.of(),
                List.of(),
                mailing.base(),
                null,
                mailing.dkim());
    }

    private static MimeBodyPart attached(Path page) throws MessagingException {
        MimeBodyPart part = EncodedPart.binary("text/html; charset=UTF-8", TemplateFile.bytes(page))
                .toBodyPart();
        part.setHeader(
                "Content-Disposition",
                FileName.disposition("attachment", page.getFileName().toString()));
        return part;
    }
}
