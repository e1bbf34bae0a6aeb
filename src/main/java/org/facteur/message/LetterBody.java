package org.facteur.message;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a letter, nested as mail clients expect them: text alone; text and html in {@code multipart/alternative}; that and
 * its pictures in {@code multipart/related} (RFC 2387); all of it and the attachments in {@code multipart/mixed}.
 */
final class LetterBody {

    /** One of the two is set. */
    private final @Nullable EncodedPart single;

    private final @Nullable MimeMultipart multipart;

    private LetterBody(@Nullable EncodedPart single, @Nullable MimeMultipart multipart) {
        this.single = single;
        this.multipart = multipart;
    }

    static LetterBody of(
            @Nullable String html, @Nullable String text, List<MimeBodyPart> pictures, List<MimeBodyPart> attachments)
            throws MessagingException {
        String plain = text != null ? text : html != null ? PlainText.of(html) : "";
        LetterBody body = new LetterBody(EncodedPart.text("plain", plain), null);
        if (html != null) {
            MimeBodyPart htmlPart = EncodedPart.text("html", html).toBodyPart();
            body = body.in("alternative", List.of(htmlPart));
        }
        if (!pictures.isEmpty()) {
            body = body.in("related; type=\"multipart/alternative\"", pictures);
        }
        if (!attachments.isEmpty()) {
            body = body.in("mixed", attachments);
        }
        return body;
    }

    private LetterBody in(String subtype, List<? extends BodyPart> others) throws MessagingException {
        MimeMultipart outer = new MimeMultipart(subtype);
        outer.addBodyPart(asPart());
        for (BodyPart other : others) {
            outer.addBodyPart(other);
        }
        return new LetterBody(null, outer);
    }

    private MimeBodyPart asPart() throws MessagingException {
        if (single != null) {
            return single.toBodyPart();
        }
        return new Nested(Objects.requireNonNull(multipart));
    }

    /** Parts that are a part of others. */
    private static final class Nested extends MimeBodyPart {

        private final MimeMultipart multipart;

        Nested(MimeMultipart multipart) throws MessagingException {
            this.multipart = multipart;
            setContent(multipart);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException, MessagingException {
            LetterMessage.writeHeader(getNonMatchingHeaderLines(null), out);
            multipart.writeTo(out);
        }
    }

    void putInto(LetterMessage message) throws MessagingException {
        if (single != null) {
            message.setEncoded(single);
        } else if (multipart != null) {
            message.setParts(multipart);
        }
    }
}
