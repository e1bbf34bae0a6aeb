package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

    private final ContactLocale locale;
    private final TemplateVariables variables;
    private final @Nullable Template toName;
    private final Template subject;
    private final @Nullable LetterFile<HtmlBody> html;
    private final @Nullable LetterFile<Template> text;
    private final InlinedStyles styles = new InlinedStyles();
    private final List<InlineImage> pictures;
    private final Attachments attachments;
    private final UnsubscribeHeaders unsubscribe;
    private final LetterHeaders headers;
    private final MessageKey key;
    private final String campaign;

    /**
     * @param columns the headings of the contacts file, as they stand
     * @param key of the home, for Message-IDs
     * @throws TemplateException when a template is wrong for everybody: syntax, a name that no column has, a missing picture
     * @throws MissingFileException when a template or a picture is not there
     */
    public LetterComposer(MessageSpec spec, List<String> columns, MessageKey key) {
        MailRuntime.prepare();
        variables = new TemplateVariables(columns, spec.unsubscribe() != null);
        campaign = spec.campaign();
        this.key = key;
        List<Reason> problems = new ArrayList<>();
        toName =
                spec.toName() == null ? null : inline("campaign.contacts.name", spec.toName(), Escaping.NONE, problems);
        subject = inline("campaign.message.subject", spec.subject(), Escaping.NONE, problems);
        html = sound(() -> html(spec, variables), problems);
        text = sound(() -> text(spec, variables), problems);
        if (spec.html() == null && spec.markdown() == null && spec.text() == null) {
            throw new TemplateException("campaign.message", MessageReason.NOTHING.of());
        }
        ContactLocale contactLocale =
                sound(() -> new ContactLocale(spec.locale(), spec.contactLocale(), variables), problems);
        locale = contactLocale != null ? contactLocale : new ContactLocale(spec.locale(), null, variables);
        List<Template> names = new ArrayList<>();
        for (String name : spec.attachments()) {
            names.add(inline("campaign.message.attachments[" + names.size() + "]", name, Escaping.FILE_NAME, problems));
        }
        attachments = new Attachments(names, spec.base());
        UnsubscribeHeaders leaving = sound(() -> new UnsubscribeHeaders(spec.unsubscribe(), variables), problems);
        unsubscribe = leaving != null ? leaving : new UnsubscribeHeaders(null, variables);
        headers = new LetterHeaders(spec);
        pictures = spec.inline().entrySet().stream()
                .map(entry -> sound(() -> InlineImage.read(entry.getKey(), entry.getValue()), problems))
                .filter(Objects::nonNull)
                .toList();
        if (!problems.isEmpty()) {
            throw TemplateException.of(problems);
        }
    }

    private static @Nullable LetterFile<HtmlBody> html(MessageSpec spec, TemplateVariables variables) {
        Path file = spec.html();
        if (file != null) {
            return new LetterFile<>(
                    "campaign.message.html", file, variables, of -> HtmlBody.of(of, false, variables, spec.inline()));
        }
        Path markdown = spec.markdown();
        return markdown == null
                ? null
                : new LetterFile<>(
                        "campaign.message.markdown",
                        markdown,
                        variables,
                        of -> HtmlBody.of(of, true, variables, spec.inline()));
    }

    private static @Nullable LetterFile<Template> text(MessageSpec spec, TemplateVariables variables) {
        Path file = spec.text();
        return file == null
                ? null
                : new LetterFile<>("campaign.message.text", file, variables, of -> Template.text(of, variables));
    }

    private Template inline(String name, String source, Escaping escaping, List<Reason> problems) {
        Template template = sound(() -> Template.inline(name, source, escaping, variables), problems);
        return template != null ? template : Template.inline(name, "", escaping, variables);
    }

    /** Null where it is not; why is among the problems, so that all of them are said at once. */
    private static <T> @Nullable T sound(Supplier<@Nullable T> template, List<Reason> problems) {
        try {
            return template.get();
        } catch (TemplateException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    /** What is odd but does no harm, such as a picture that no letter shows; of files that depend on the contact, those met so far. */
    public List<Reason> warnings() {
        Set<String> given =
                pictures.stream().map(InlineImage::contentId).collect(Collectors.toCollection(LinkedHashSet::new));
        if (html == null) {
            return given.isEmpty()
                    ? List.of()
                    : List.of(Reason.at("campaign.message.inline", MessageReason.PICTURE_HTML.of()));
        }
        List<Reason> warnings = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (HtmlBody body : html.met()) {
            warnings.addAll(body.warnings());
            shown.addAll(body.shown());
            names.add(body.template().name());
        }
        if (!names.isEmpty()) {
            warnings.addAll(PictureReferences.unused(String.join(", ", names), given, shown));
        }
        return List.copyOf(warnings);
    }

    /**
     * The variables that are empty for this contact though a template prints them as they are, and where the gap shows. Asked
     * after {@link #compose}, it knows those of included files too.
     */
    public Map<String, Set<LetterPart>> emptyVariables(Contact contact) {
        Map<String, Set<LetterPart>> empty = new TreeMap<>();
        Map<String, Object> values = variables.of(contact);
        Locale language = locale.of(values);
        addEmpty(subject, LetterPart.SUBJECT, contact, values, empty);
        addEmpty(html == null ? null : html.of(values, language).template(), LetterPart.HTML, contact, values, empty);
        addEmpty(text == null ? null : text.of(values, language), LetterPart.TEXT, contact, values, empty);
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
            Locale language,
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
        Locale language = locale.of(values);
        String mergedSubject = subject.merge(values, language);
        if (mergedSubject.isBlank()) {
            throw new TemplateException(subject.name(), MessageReason.SUBJECT_EMPTY.of());
        }
        HtmlBody body = html == null ? null : html.of(values, language);
        String mergedHtml = body == null ? null : body.merge(values, language);
        List<InlineImage> shown = new ArrayList<>();
        if (body != null && mergedHtml != null) {
            shown.addAll(pictures);
            shown.addAll(body.shownIn(mergedHtml));
        }
        return new Merged(
                language,
                toName == null ? null : toName.merge(values, language),
                mergedSubject,
                mergedHtml,
                text == null ? null : text.of(values, language).merge(values, language),
                unsubscribe.url(values, language),
                token,
                List.copyOf(shown),
                attachments.of(values, language));
    }

    private LetterMessage message(EmailAddress to, Merged merged, @Nullable Mailbox from) throws MessagingException {
        LetterMessage message = headers.message(to, merged.toName(), merged.subject(), from, merged.language());
        headers.markAsList(message);
        unsubscribe.addTo(message, merged.unsubscribeUrl(), merged.token());
        List<MimeBodyPart> inline = new ArrayList<>(merged.pictures().size());
        for (InlineImage picture : merged.pictures()) {
            inline.add(picture.toBodyPart());
        }
        String styled = merged.html() == null ? null : styles.in(merged.html());
        LetterBody.of(styled, merged.text(), inline, attachments.toBodyParts(merged.files()))
                .putInto(message);
        return message;
    }
}
