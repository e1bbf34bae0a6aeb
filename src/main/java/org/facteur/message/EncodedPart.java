package org.facteur.message;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.PreencodedMimeBodyPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Supplier;
import org.facteur.message.template.TemplateFile;

/**
 * A body whose bytes are ready for the wire. Made once, it may be put into any number of letters: a picture is not encoded again
 * for each recipient.
 */
final class EncodedPart {

    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'});

    private final String contentType;
    private final String encoding;
    private final Supplier<byte[]> bytes;

    private EncodedPart(String contentType, String encoding, Supplier<byte[]> bytes) {
        this.contentType = contentType;
        this.encoding = encoding;
        this.bytes = bytes;
    }

    String contentType() {
        return contentType;
    }

    /** Of {@link #bytes()}: quoted-printable or base64 (RFC 2045). */
    String encoding() {
        return encoding;
    }

    /** Shared by all letters: not to be changed. */
    byte[] bytes() {
        return bytes.get();
    }

    static EncodedPart text(String subtype, String text) {
        byte[] encoded = QuotedPrintable.encode(text);
        return new EncodedPart("text/" + subtype + "; charset=UTF-8", "quoted-printable", () -> encoded);
    }

    static EncodedPart binary(String contentType, byte[] content) {
        byte[] encoded = BASE64.encode(content);
        return new EncodedPart(contentType, "base64", () -> encoded);
    }

    /**
     * A file that is read whenever a letter with it is written, and not before.
     *
     * @throws MissingFileException then, when it cannot be read
     */
    static EncodedPart file(String contentType, Path file) {
        return new EncodedPart(contentType, "base64", () -> BASE64.encode(TemplateFile.bytes(file)));
    }

    /** In base64, of so many bytes. */
    static long encodedSize(long bytes) {
        long characters = (bytes + 2) / 3 * 4;
        return characters + 2 * (characters / 76);
    }

    MimeBodyPart toBodyPart() throws MessagingException {
        PreencodedMimeBodyPart part = new BodyPart();
        part.setDataHandler(new DataHandler(new Source()));
        part.setHeader("Content-Type", contentType);
        part.setHeader("Content-Transfer-Encoding", encoding);
        return part;
    }

    /** Written without a detour over streams and handlers, of which Jakarta Mail looks one up for each part of each letter. */
    private final class BodyPart extends PreencodedMimeBodyPart {

        BodyPart() {
            super(encoding);
        }

        /** Type and encoding are there. What has a name as a file gets it into its type, too, where old clients look for it. */
        @Override
        protected void updateHeaders() throws MessagingException {
            if (getHeader("Content-Disposition") != null) {
                super.updateHeaders();
            }
        }

        @Override
        public void writeTo(OutputStream out) throws IOException, MessagingException {
            LetterMessage.writeHeader(getNonMatchingHeaderLines(null), out);
            LetterOutput.writeEncoded(bytes(), out);
        }
    }

    private final class Source implements DataSource {

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes());
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException("a letter's part is read only");
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public String getName() {
            return "";
        }
    }
}
