package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.jspecify.annotations.Nullable;

/** The header fields of a letter, each one folded and in ASCII but for an address in another alphabet. */
final class LetterHeaders {

    /** RFC 5322, 3.3; English whatever the machine speaks. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    /** 128 bits: among a billion letters two the same are out of the question. */
    private static final int ID_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final MessageSpec spec;
    private final InstantSource clock;

    LetterHeaders(MessageSpec spec, InstantSource clock) {
        this.spec = spec;
        this.clock = clock;
    }

    void addTo(MimeMessage message, EmailAddress to, @Nullable String toName, String subject, @Nullable Mailbox from)
            throws MessagingException {
        message.setHeader("Date", DATE.format(clock.instant().atZone(ZoneId.systemDefault())));
        message.setHeader("From", address(from != null ? from : spec.from()));
        Mailbox replyTo = replyTo(from);
        if (replyTo != null) {
            message.setHeader("Reply-To", address(replyTo));
        }
        message.setHeader("To", address(new Mailbox(toName, to)));
        message.setHeader("Subject", HeaderText.unstructured(subject, "Subject: ".length()));
        message.setHeader("Message-ID", messageId(to));
        message.setHeader("MIME-Version", "1.0");
        if (!spec.locale().getLanguage().isEmpty()) {
            message.setHeader("Content-Language", spec.locale().toLanguageTag());
        }
        message.setHeader("X-Campaign", HeaderText.unstructured(spec.campaign(), "X-Campaign: ".length()));
    }

    /**
     * Test letters may be told apart, by people and by filters, and each from the other.
     *
     * @return the Message-ID: a random one, since the recipient's own is for the one letter that counts
     */
    String markAsTest(MimeMessage message, String subject) throws MessagingException {
        message.setHeader("Subject", HeaderText.unstructured("[test] " + subject, "Subject: ".length()));
        message.setHeader("X-Facteur-Test", "yes");
        return ownMessageId(message);
    }

    /** No holiday reply comes back to a program (RFC 3834, 5). */
    String markAsNotice(MimeMessage message) throws MessagingException {
        message.setHeader("Auto-Submitted", "auto-generated");
        return ownMessageId(message);
    }

    private String ownMessageId(MimeMessage message) throws MessagingException {
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        String id = messageId(random);
        message.setHeader("Message-ID", id);
        return id;
    }

    /** A relay that wants its own From must not draw the answers away from the one who wrote. */
    private @Nullable Mailbox replyTo(@Nullable Mailbox from) {
        if (spec.replyTo() != null) {
            return spec.replyTo();
        }
        return from != null && !from.address().equals(spec.from().address()) ? spec.from() : null;
    }

    /**
     * The same in every attempt and at every relay, so that a letter which did arrive twice shows as one, and a bounce finds its
     * recipient.
     */
    String messageId(EmailAddress to) {
        byte[] hash = sha256().digest((spec.campaign() + '\n' + to).getBytes(StandardCharsets.UTF_8));
        return messageId(hash);
    }

    private String messageId(byte[] bytes) {
        return "<" + HexFormat.of().formatHex(bytes, 0, ID_BYTES) + "@"
                + spec.from().address().domain() + ">";
    }

    private static String address(Mailbox mailbox) {
        String address = HeaderText.clean(mailbox.address().toString());
        String name = mailbox.displayName() == null ? "" : HeaderText.clean(mailbox.displayName());
        if (name.isEmpty()) {
            return address;
        }
        String phrase = HeaderText.phrase(name);
        int lastLine = phrase.length() - phrase.lastIndexOf('\n');
        String gap = lastLine + address.length() > 64 ? "\r\n <" : " <";
        return phrase + gap + address + ">";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
