package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.contact.Contact;
import org.facteur.message.template.Escaping;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.PrintedNames;
import org.facteur.message.template.Template;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateVariables;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Makes the letters of one mailing. Templates are compiled and checked, pictures encoded, once; any number of threads may then
 * merge and compose.
 */
public final class LetterComposer {

    private final Locale locale;
    private final TemplateVariables variables;
    private final @Nullable Template toName;
    private final Template subject;
    private final @Nullable Template html;
    private final @Nullable Template text;
    private final List<InlineImage> pictures;
    private final List<InlineImage> picturesByPath;
    private final Attachments attachments;
    private final UnsubscribeHeaders unsubscribe;
    private final LetterHeaders headers;
    private final MessageKey key;
    private final String campaign;
    private final List<Reason> warnings;

    /**
     * @param columns the headings of the contacts file, as they stand
     * @param key of the home, for Message-IDs
     * @throws TemplateException when a template is wrong for everybody: syntax, a name that no column has, a missing picture
     * @throws MissingFileException when a template or a picture is not there
     */
    public LetterComposer(MessageSpec spec, List<String> columns, MessageKey key) {
        MailRuntime.prepare();
        locale = spec.locale();
        variables = new TemplateVariables(columns, spec.unsubscribe() != null);
        campaign = spec.campaign();
        this.key = key;
        List<Reason> problems = new ArrayList<>();
        toName =
                spec.toName() == null ? null : inline("campaign.contacts.name", spec.toName(), Escaping.NONE, problems);
        subject = inline("campaign.message.subject", spec.subject(), Escaping.NONE, problems);
        Path htmlFile = spec.html();
        Path textFile = spec.text();
        PathPictures byPath = htmlFile == null ? null : new PathPictures(htmlFile, spec.inline());
        html = htmlFile == null || byPath == null
                ? null
                : sound(() -> Template.html(htmlFile, variables, byPath::embed), problems);
        text = textFile == null ? null : sound(() -> Template.text(textFile, variables), problems);
        if (byPath != null) {
            problems.addAll(byPath.problems());
        }
        if (spec.html() == null && spec.text() == null) {
            throw new TemplateException("campaign.message", MessageReason.NOTHING.of());
        }
        List<Template> names = new ArrayList<>();
        for (String name : spec.attachments()) {
            names.add(inline("campaign.message.attachments[" + names.size() + "]", name, Escaping.FILE_NAME, problems));
        }
        attachments = new Attachments(names, spec.base(), locale);
        unsubscribe = new UnsubscribeHeaders(spec.unsubscribe(), variables, locale);
        headers = new LetterHeaders(spec);
        pictures = spec.inline().entrySet().stream()
                .map(entry -> InlineImage.read(entry.getKey(), entry.getValue()))
                .toList();
        picturesByPath = byPath == null ? List.of() : byPath.found();
        warnings = html == null ? new ArrayList<>() : new ArrayList<>(HtmlSense.check(html));
        warnings.addAll(pictureWarnings(spec, byPath == null ? Set.of() : byPath.shown(), problems));
        if (!problems.isEmpty()) {
            throw TemplateException.of(problems);
        }
    }

    private Template inline(String name, String source, Escaping escaping, List<Reason> problems) {
        Template template = sound(() -> Template.inline(name, source, escaping, variables), problems);
        return template != null ? template : Template.inline(name, "", escaping, variables);
    }

    /** Null where it is not; why is among the problems, so that all of them are said at once. */
    private static @Nullable Template sound(Supplier<Template> template, List<Reason> problems) {
        try {
            return template.get();
        } catch (TemplateException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private List<Reason> pictureWarnings(MessageSpec spec, Set<String> shown, List<Reason> problems) {
        if (html != null) {
            return PictureReferences.check(html, spec.inline().keySet(), shown, problems);
        }
        return pictures.isEmpty() || spec.html() != null
                ? List.of()
                : List.of(Reason.at("campaign.message.inline", MessageReason.PICTURE_HTML.of()));
    }

    /** What is odd but does no harm, such as a picture that no letter shows. */
    public List<Reason> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * The variables that are empty for this contact though a template prints them as they are, and where the gap shows. Asked
     * after {@link #compose}, it knows those of included files too.
     */
    public Map<String, Set<LetterPart>> emptyVariables(Contact contact) {
        Map<String, Set<LetterPart>> empty = new TreeMap<>();
        Map<String, Object> values = variables.of(contact);
        addEmpty(subject, LetterPart.SUBJECT, contact, values, empty);
        addEmpty(html, LetterPart.HTML, contact, values, empty);
        addEmpty(text, LetterPart.TEXT, contact, values, empty);
        return empty;
    }

    private static void addEmpty(
            @Nullable Template template,
            LetterPart place,
            Contact contact,
            Map<String, Object> values,
            Map<String, Set<LetterPart>> empty) {
        for (PrintedNames.Name name : template == null ? Set.<PrintedNames.Name>of() : template.printed()) {
            Object value = name.heading() ? contact.values().get(name.name()) : values.get(name.name());
            if (value instanceof String text && text.isBlank()) {
                empty.computeIfAbsent(name.name(), key -> EnumSet.noneOf(LetterPart.class))
                        .add(place);
            }
        }
    }

    /**
     * The trial merge: everything that depends on the contact is worked out, and thrown away.
     *
     * @return bytes that the letter has at least on the wire
     * @throws TemplateException when a template cannot be merged with the contact; it says which, and on which line the contact is
     * @throws MissingFileException when the contact's attachment is not there
     */
    public long merge(EmailAddress to, Contact contact) {
        return located(to, contact).bytes();
    }

    /**
     * The contact's letter in words.
     *
     * @throws TemplateException as {@link #merge}
     * @throws MissingFileException as {@link #merge}
     */
    public MergedLetter merged(Contact contact) {
        Merged merged = located(null, contact);
        return new MergedLetter(
                merged.subject(),
                merged.html(),
                merged.text(),
                merged.files(),
                merged.pictures().stream().map(InlineImage::contentId).collect(Collectors.toUnmodifiableSet()),
                merged.bytes());
    }

    private Merged located(@Nullable EmailAddress to, Contact contact) {
        try {
            return mergeAll(to, contact);
        } catch (TemplateException e) {
            throw e.atContact(contact.line());
        } catch (MissingFileException e) {
            throw e.atContact(contact.line());
        }
    }

    /**
     * The recipient's letter at its first attempt.
     *
     * @param from the relay's own From; null: the campaign's. The Message-ID does not depend on it.
     * @throws TemplateException as {@link #merge}
     * @throws MissingFileException as {@link #merge}: the file may have gone since
     */
    public Letter compose(EmailAddress to, Contact contact, @Nullable Mailbox from) {
        return compose(to, contact, from, (String) null);
    }

    /**
     * The recipient's letter at a later attempt.
     *
     * @param messageId which it was given before; null: none yet
     * @throws TemplateException as {@link #merge}
     * @throws MissingFileException as {@link #merge}: the file may have gone since
     */
    public Letter compose(EmailAddress to, Contact contact, @Nullable Mailbox from, @Nullable String messageId) {
        return compose(
                to,
                contact,
                from,
                (message, merged) ->
                        message.toLetter(messageId != null ? messageId : headers.messageId(to, key), merged.bytes()));
    }

    /**
     * The contact's letter for somebody else to look at: marked as a test, with a Message-ID of its own. All the rest, the contact's
     * name and unsubscribe link too, is what the contact gets: a test of another letter would test nothing.
     *
     * @throws TemplateException as {@link #merge}
     * @throws MissingFileException as {@link #merge}
     */
    public Letter composeTest(EmailAddress to, Contact contact, @Nullable Mailbox from) {
        return compose(to, contact, from, (message, merged) -> {
            headers.markAsTest(message, merged.subject());
            return message.toLetter(headers.ownMessageId(), merged.bytes());
        });
    }

    /**
     * The contact's letter for a mailbox of its writer's, with a Message-ID of its own: all the rest is as it leaves, so that the mailbox's filter
     * sees what others will see.
     *
     * @throws TemplateException as {@link #merge}
     * @throws MissingFileException as {@link #merge}
     */
    public Letter composeCanary(EmailAddress to, Contact contact, @Nullable Mailbox from) {
        return compose(
                to, contact, from, (message, merged) -> message.toLetter(headers.ownMessageId(), merged.bytes()));
    }

    /**
     * Where this contact asks to be let alone: an address, a link, both, or neither.
     *
     * @throws TemplateException as {@link #merge}
     */
    public List<String> unsubscribeLinks(EmailAddress to, Contact contact) {
        Merged merged = located(to, contact);
        return unsubscribe.links(merged.unsubscribeUrl(), merged.token());
    }

    /** The last touch. */
    private interface Finish {
        Letter of(LetterMessage message, Merged merged) throws MessagingException;
    }

    private Letter compose(EmailAddress to, Contact contact, @Nullable Mailbox from, Finish finish) {
        try {
            Merged merged = mergeAll(to, contact);
            return finish.of(message(to, merged, from), merged);
        } catch (TemplateException e) {
            throw e.atContact(contact.line());
        } catch (MissingFileException e) {
            throw e.atContact(contact.line());
        } catch (MessagingException e) {
            throw new IllegalStateException("the letter to " + to + " cannot be put together", e);
        }
    }

    private record Merged(
            @Nullable String toName,
            String subject,
            @Nullable String html,
            @Nullable String text,
            @Nullable String unsubscribeUrl,
            String token,
            List<InlineImage> pictures,
            List<Path> files) {

        /** Without headers, boundaries, and what quoted-printable adds. */
        long bytes() {
            long bytes = Attachments.bytes(files);
            for (InlineImage picture : pictures) {
                bytes += picture.content().bytes().length;
            }
            return bytes + (html == null ? 0 : html.length()) + (text == null ? 0 : text.length());
        }
    }

    private Merged mergeAll(@Nullable EmailAddress to, Contact contact) {
        Map<String, Object> values = variables.of(contact);
        // What only looks at the words gets one that is nobody's.
        String token = to == null || !unsubscribe.isOffered() ? "token" : key.unsubscribeToken(campaign, to);
        values.putIfAbsent(TemplateVariables.TOKEN, token);
        String mergedSubject = subject.merge(values, locale);
        if (mergedSubject.isBlank()) {
            throw new TemplateException(subject.name(), MessageReason.SUBJECT_EMPTY.of());
        }
        String mergedHtml = merge(html, values);
        if (html != null && mergedHtml != null && mergedHtml.isBlank()) {
            throw new TemplateException(html.name(), MessageReason.LETTER_EMPTY.of());
        }
        return new Merged(
                merge(toName, values),
                mergedSubject,
                mergedHtml,
                merge(text, values),
                unsubscribe.url(values),
                token,
                mergedHtml == null ? List.of() : shownIn(mergedHtml),
                attachments.of(values));
    }

    private List<InlineImage> shownIn(String mergedHtml) {
        if (picturesByPath.isEmpty()) {
            return pictures;
        }
        List<InlineImage> shown = new ArrayList<>(pictures);
        for (InlineImage picture : picturesByPath) {
            // Another language's, say, stands in a branch that this letter does not take.
            if (mergedHtml.contains("cid:" + picture.contentId())) {
                shown.add(picture);
            }
        }
        return shown;
    }

    private @Nullable String merge(@Nullable Template template, Map<String, Object> values) {
        return template == null ? null : template.merge(values, locale);
    }

    private LetterMessage message(EmailAddress to, Merged merged, @Nullable Mailbox from) throws MessagingException {
        LetterMessage message = headers.message(to, merged.toName(), merged.subject(), from);
        headers.markAsList(message);
        unsubscribe.addTo(message, merged.unsubscribeUrl(), merged.token());
        List<MimeBodyPart> inline = new ArrayList<>(merged.pictures().size());
        for (InlineImage picture : merged.pictures()) {
            inline.add(picture.toBodyPart());
        }
        LetterBody.of(merged.html(), merged.text(), inline, attachments.toBodyParts(merged.files()))
                .putInto(message);
        return message;
    }
}
