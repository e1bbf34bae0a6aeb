package org.facteur.message;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A letter as its reader's mail program takes it apart: read back from the bytes that leave, not from what they were made of.
 *
 * @param from as the header says it, decoded; so {@code to} and {@code subject}
 * @param html null where there is none; so {@code text}
 * @param pictures those that the html may show, by Content-ID
 * @param bytes of the whole letter, encoded
 */
public record ReadLetter(
        String from,
        String to,
        String subject,
        @Nullable String html,
        @Nullable String text,
        Map<String, Picture> pictures,
        List<Attachment> attachments,
        long bytes) {

    /** An inline picture. Its bytes are not to be changed. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Picture(String contentType, byte[] content) {}

    /**
     * A file that comes with the letter.
     *
     * @param bytes decoded
     */
    public record Attachment(String name, String contentType, long bytes) {}

    /** @param letter as it leaves (RFC 5322) */
    public static ReadLetter of(byte[] letter) {
        try {
            MimeMessage message = new MimeMessage(MailRuntime.UTF_8, new ByteArrayInputStream(letter));
            Parts parts = new Parts();
            parts.read(message);
            return new ReadLetter(
                    header(message, "From"),
                    header(message, "To"),
                    header(message, "Subject"),
                    parts.html,
                    parts.text,
                    parts.pictures,
                    List.copyOf(parts.attachments),
                    letter.length);
        } catch (MessagingException | IOException e) {
            throw new IllegalArgumentException("not a letter of ours", e);
        }
    }

    private static String header(MimeMessage message, String name) throws MessagingException, IOException {
        String value = message.getHeader(name, ", ");
        return value == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(value));
    }

    private static final class Parts {

        private @Nullable String html;
        private @Nullable String text;
        private final Map<String, Picture> pictures = new LinkedHashMap<>();
        private final List<Attachment> attachments = new ArrayList<>();

        void read(Part part) throws MessagingException, IOException {
            ContentType type = new ContentType(part.getContentType());
            if (type.match("multipart/*") && part.getContent() instanceof Multipart multipart) {
                for (int i = 0; i < multipart.getCount(); i++) {
                    read(multipart.getBodyPart(i));
                }
                return;
            }
            byte[] content = part.getInputStream().readAllBytes();
            if (Part.ATTACHMENT.equals(part.getDisposition())) {
                String name = part.getFileName() == null ? "" : MimeUtility.decodeText(part.getFileName());
                attachments.add(new Attachment(name, type.getBaseType(), content.length));
            } else if (type.match("text/html")) {
                html = new String(content, StandardCharsets.UTF_8);
            } else if (type.match("text/plain")) {
                text = new String(content, StandardCharsets.UTF_8);
            } else if (part instanceof BodyPart && part.getHeader("Content-ID") != null) {
                String id = part.getHeader("Content-ID")[0].replaceAll("^<|>$", "");
                pictures.put(id, new Picture(type.getBaseType(), content));
            }
        }
    }
}
