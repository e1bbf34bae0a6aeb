package org.facteur.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.contact.Contact;
import org.facteur.message.MessageSpec.Unsubscribe;
import org.facteur.message.dkim.DkimSigner;
import org.jspecify.annotations.Nullable;

/** A mailing to test with: from Zythom, to contacts with {@code email}, {@code prenom}, {@code nom}, {@code Vœux}. */
final class MailingBuilder {

    static final List<String> COLUMNS = List.of("email", "prenom", "nom", "Vœux");
    static final EmailAddress MARIE = EmailAddress.of("marie@famille.example");
    static final MessageKey KEY = new MessageKey(new byte[MessageKey.BYTES]);
    static final Instant MIDNIGHT = Instant.parse("2026-12-31T23:00:00Z");

    private final Path directory;
    private String campaign = "voeux-2027";
    private @Nullable Mailbox replyTo;
    private @Nullable String toName;
    private String subject = "Bonne année";
    private @Nullable Path html;
    private @Nullable Path markdown;
    private @Nullable Path text;
    private @Nullable String locale;
    private final Map<String, Path> inline = new LinkedHashMap<>();
    private final List<String> attachments = new ArrayList<>();
    private @Nullable Unsubscribe unsubscribe;
    private @Nullable DkimSigner dkim;

    private MailingBuilder(Path directory) {
        this.directory = directory;
    }

    static MailingBuilder aMailing(Path directory) {
        return new MailingBuilder(directory);
    }

    static Contact contact(String prenom, String nom) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("email", "marie@famille.example");
        values.put("prenom", prenom);
        values.put("nom", nom);
        values.put("Vœux", "oui");
        return new Contact(7, values);
    }

    static Path file(Path directory, String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    MailingBuilder called(String name) {
        campaign = name;
        return this;
    }

    MailingBuilder answeredAt(String address) {
        replyTo = new Mailbox(null, EmailAddress.of(address));
        return this;
    }

    MailingBuilder toName(String template) {
        toName = template;
        return this;
    }

    MailingBuilder subject(String template) {
        subject = template;
        return this;
    }

    MailingBuilder html(String template) {
        html = file(directory, "voeux.html", template);
        return this;
    }

    MailingBuilder htmlFile(Path file) {
        html = file;
        return this;
    }

    MailingBuilder markdown(String template) {
        markdown = file(directory, "voeux.md", template);
        return this;
    }

    /** Of each contact's letter. */
    MailingBuilder locale(@Nullable String template) {
        locale = template;
        return this;
    }

    MailingBuilder text(String template) {
        text = file(directory, "voeux.txt", template);
        return this;
    }

    MailingBuilder picture(String contentId, Path file) {
        inline.put(contentId, file);
        return this;
    }

    MailingBuilder attachment(String template) {
        attachments.add(template);
        return this;
    }

    MailingBuilder unsubscribe(@Nullable String mailto, @Nullable String url) {
        unsubscribe = new Unsubscribe(mailto, url);
        return this;
    }

    MailingBuilder dkim(DkimSigner signer) {
        dkim = signer;
        return this;
    }

    LetterComposer build() {
        return build(KEY);
    }

    LetterComposer build(MessageKey key) {
        return new LetterComposer(spec(), COLUMNS, key);
    }

    MessageSpec spec() {
        return new MessageSpec(
                campaign,
                new Mailbox("Zythom, directeur", EmailAddress.of("zythom@ecole.example")),
                replyTo,
                Locale.FRANCE,
                locale,
                toName,
                subject,
                html,
                markdown,
                text,
                inline,
                attachments,
                directory,
                unsubscribe,
                dkim);
    }
}
