package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.nio.file.Path;
import java.util.Arrays;
import org.facteur.message.template.MediaType;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateFile;

/** A picture inside the letter (RFC 2392), encoded once for all letters. */
record InlineImage(String contentId, String fileName, EncodedPart content) {

    /**
     * @param contentId as the html refers to it: {@code <img src="cid:carte">}
     * @throws MissingFileException when there is no such file
     * @throws TemplateException when the name cannot be a Content-ID, or the file is no picture
     */
    static InlineImage read(String contentId, Path file) {
        if (!contentId.matches("[A-Za-z0-9._@+-]+")) {
            throw new TemplateException("campaign.message.inline", MessageReason.PICTURE_NAME.of(contentId));
        }
        byte[] bytes = TemplateFile.bytes(file);
        String fileName = file.getFileName().toString();
        String type = MediaType.of(fileName, Arrays.copyOf(bytes, Math.min(bytes.length, 12)));
        if (!type.startsWith("image/") || bytes.length == 0) {
            throw new TemplateException(
                    "campaign.message.inline." + contentId, MessageReason.PICTURE_KIND.of(TemplateFile.name(file)));
        }
        return new InlineImage(contentId, fileName, EncodedPart.binary(type, bytes));
    }

    MimeBodyPart toBodyPart() throws MessagingException {
        MimeBodyPart part = content.toBodyPart();
        part.setHeader("Content-ID", "<" + contentId + ">");
        part.setHeader("Content-Disposition", FileName.disposition("inline", fileName));
        return part;
    }
}
