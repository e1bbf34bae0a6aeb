package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.message.template.SingleLine;
import org.jspecify.annotations.Nullable;

/** The header fields of a letter, each one folded and in ASCII but for an address in another alphabet. */
final class LetterHeaders {

    /** 128 bits: among a billion letters two the same are out of the question. */
    private static final int ID_BYTES = 16;

    private final MessageSpec spec;
    private final String listId;

    LetterHeaders(MessageSpec spec) {
        this.spec = spec;
        listId = "<" + listName(spec.campaign()) + "." + spec.from().address().domain() + ">";
    }

    /**
     * A message with its header, all but the Message-ID and the Date, which it gets as it leaves.
     *
     * @param from the relay's own; null: the campaign's
     * @param locale of this letter
     */
    LetterMessage message(
            EmailAddress to, @Nullable String toName, String subject, @Nullable Mailbox from, Locale locale)
            throws MessagingException {
        Mailbox sender = from != null ? from : spec.from();
        Mailbox replyTo = replyTo(from);
        boolean utf8 = Stream.of(sender.address(), to, (replyTo == null ? sender : replyTo).address())
                .anyMatch(address -> !address.isAscii());
        DkimSigner dkim = spec.dkim();
        boolean signs = dkim != null && dkim.alignsWith(sender.address().domain());
        LetterMessage message = new LetterMessage(utf8, signs ? dkim : null);
        set(message, "From", sender);
        if (replyTo != null) {
            set(message, "Reply-To", replyTo);
        }
        set(message, "To", new Mailbox(toName, to));
        message.setHeader("Subject", HeaderText.unstructured(subject, "Subject: ".length()));
        message.setHeader("MIME-Version", "1.0");
        if (!locale.getLanguage().isEmpty()) {
            message.setHeader("Content-Language", locale.toLanguageTag());
        }
        message.setHeader("X-Campaign", HeaderText.unstructured(spec.campaign(), "X-Campaign: ".length()));
        return message;
    }

    /** One mailing of many (RFC 2919): filters sort by it, and miss it in a letter that has List-Unsubscribe. */
    void markAsList(MimeMessage message) throws MessagingException {
        message.setHeader("List-Id", listId);
    }

    /** A campaign's name as the dot-atom that a List-Id wants. */
    private static String listName(String campaign) {
        String atom = campaign.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("\\.+", ".");
        String inner = atom.replaceAll("^\\.|\\.$", "");
        return inner.isEmpty() ? "mailing" : inner;
    }

    /** Test letters may be told apart, by people and by filters. */
    void markAsTest(MimeMessage message, String subject) throws MessagingException {
        message.setHeader("Subject", HeaderText.unstructured("[test] " + subject, "Subject: ".length()));
        message.setHeader("X-Facteur-Test", "yes");
    }

    /** No holiday reply comes back to a program (RFC 3834, 5). */
    void markAsNotice(MimeMessage message) throws MessagingException {
        message.setHeader("Auto-Submitted", "auto-generated");
    }

    /** A relay that wants its own From must not draw the answers away from the one who wrote. */
    private @Nullable Mailbox replyTo(@Nullable Mailbox from) {
        if (spec.replyTo() != null) {
            return spec.replyTo();
        }
        return from != null && !from.address().equals(spec.from().address()) ? spec.from() : null;
    }

    /**
     * A recipient's Message-ID: the same in every attempt and at every relay, so that a letter which did arrive twice shows as one, and
     * a bounce finds its recipient.
     */
    String messageId(EmailAddress to, MessageKey key) {
        return messageId(key.sign(spec.campaign() + '\n' + to));
    }

    /** For a letter that counts for no recipient. */
    String ownMessageId() {
        return messageId(MessageKey.randomBytes(ID_BYTES));
    }

    private String messageId(byte[] bytes) {
        return "<" + HexFormat.of().formatHex(bytes, 0, ID_BYTES) + "@"
                + spec.from().address().domain() + ">";
    }

    private static void set(MimeMessage message, String header, Mailbox mailbox) throws MessagingException {
        message.setHeader(header, address(mailbox, header.length() + 2));
    }

    /** @param used length of the header's name, colon and space */
    private static String address(Mailbox mailbox, int used) {
        String address = SingleLine.of(mailbox.address().toString());
        String name = mailbox.displayName() == null ? "" : SingleLine.of(mailbox.displayName());
        if (name.isEmpty()) {
            return address;
        }
        String phrase = HeaderText.phrase(name, used);
        int lineBreak = phrase.lastIndexOf('\n');
        int column = lineBreak < 0 ? used + phrase.length() : phrase.length() - lineBreak - 1;
        String gap = column + address.length() + " <>".length() > HeaderText.LINE ? "\r\n <" : " <";
        return phrase + gap + address + ">";
    }
}
