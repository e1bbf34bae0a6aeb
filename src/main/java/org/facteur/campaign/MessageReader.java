package org.facteur.campaign;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.address.Mailbox;
import org.facteur.contact.ContactSource;
import org.facteur.contact.charset.CharsetNames;
import org.facteur.message.MessageSpec;
import org.facteur.message.MessageSpec.Unsubscribe;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.reason.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Reads {@code campaign.contacts} and {@code campaign.message}. */
final class MessageReader {

    private MessageReader() {}

    /**
     * Null where it cannot be used; the reason is among the problems.
     *
     * @param locale null: not said
     */
    static @Nullable ContactSource contacts(Section contacts, @Nullable Locale locale) {
        Path file = FileForms.contacts(contacts, "file", "file: ../input/contacts.csv");
        Charset charset = contacts.read("charset", MessageReader::charset);
        Character delimiter = contacts.read("delimiter", MessageReader::delimiter);
        String sheet = contacts.read("sheet", Forms::oneLine);
        String email = contacts.read("email", Forms::oneLine);
        ContactSource.Filter where =
                contacts.read("where", text -> new ContactSource.Filter(Forms.oneLine(text), contacts.place("where")));
        return file == null ? null : new ContactSource(file, charset, delimiter, sheet, email, where, locale);
    }

    private static Charset charset(String text) {
        try {
            return CharsetNames.charset(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(JobFileReason.VALUE_CHARSET.of(Forms.shown(text)), e);
        }
    }

    private static char delimiter(String text) {
        return switch (text.equals("\t") ? "tab" : text.strip().toLowerCase(Locale.ROOT)) {
            case ",", "comma" -> ',';
            case ";", "semicolon" -> ';';
            case "|", "pipe" -> '|';
            case "tab", "\\t" -> '\t';
            default -> throw new InvalidValueException(JobFileReason.VALUE_DELIMITER.of(Forms.shown(text)));
        };
    }

    /**
     * What the campaign has decided already.
     *
     * @param from null where it cannot be used; the message is read all the same, for its own mistakes
     */
    record Head(
            String campaign,
            @Nullable Mailbox from,
            @Nullable Mailbox replyTo,
            Locale locale,
            @Nullable String toName,
            @Nullable DkimSigner dkim) {}

    static @Nullable MessageSpec message(Section message, Head head) {
        String subject = message.required("subject", Forms::oneLine, JobFileReason.KEY_EXAMPLE_SUBJECT.of());
        Path html = FileForms.letter(message, "html");
        Path markdown = FileForms.letter(message, "markdown");
        Path text = FileForms.letter(message, "text");
        if (!message.has("html") && !message.has("markdown") && !message.has("text")) {
            message.problem(JobFileReason.VALUE_LETTER.of());
        }
        if (message.has("html") && message.has("markdown")) {
            message.problem("markdown", JobFileReason.VALUE_LETTERS.of());
        }
        String locale = message.read("locale", Forms::oneLine);
        Map<String, Path> inline = inline(message.section("inline"));
        List<String> attachments = FileForms.attachments(message, "attachments");
        Unsubscribe unsubscribe = message.has("unsubscribe")
                ? unsubscribe(message.section("unsubscribe", onlyUnsubscribe(message)))
                : null;
        message.refuseOthers();
        Mailbox from = head.from();
        if (subject == null || from == null) {
            return null;
        }
        return new MessageSpec(
                head.campaign(),
                from,
                head.replyTo(),
                head.locale(),
                locale,
                head.toName(),
                subject,
                html,
                markdown,
                text,
                inline,
                attachments,
                message.reading().base(),
                unsubscribe,
                head.dkim());
    }

    private static Map<String, Path> inline(Section inline) {
        inline.keys().stream()
                .filter(name -> !name.matches("[A-Za-z0-9._@-]{1,100}"))
                .forEach(name -> inline.problem(name, JobFileReason.VALUE_PICTURE.of()));
        return FileForms.files(inline);
    }

    /** The key of a single value: {@code unsubscribe: stop@ecole.example}. */
    private static String onlyUnsubscribe(Section message) {
        return message.piece("unsubscribe") instanceof Piece.Scalar only
                        && only.raw().strip().startsWith("http")
                ? "url"
                : "mailto";
    }

    private static Unsubscribe unsubscribe(Section unsubscribe) {
        String mailto = unsubscribe.read("mailto", Addresses::mailto);
        String url = unsubscribe.read("url", MessageReader::url);
        unsubscribe.refuseOthers();
        return new Unsubscribe(mailto, url);
    }

    private static String url(String text) {
        String line = Forms.oneLine(text);
        // A template may make the whole of it: then it is seen when letters are made.
        if (line.matches("(?i)https?://\\S.*") || line.startsWith("{{")) {
            return line;
        }
        throw new InvalidValueException(JobFileReason.VALUE_WEB.of(Forms.shown(line)));
    }
}
