package org.facteur.report.preview;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.check.Finding;
import org.facteur.check.LetterCheck;
import org.facteur.check.LetterRule;
import org.facteur.check.Severity;
import org.facteur.check.mailing.MailingCheck;
import org.facteur.contact.Contact;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.home.Earlier;
import org.facteur.home.KnownSuppressions;
import org.facteur.home.MessageKeyFile;
import org.facteur.message.FramedHtml;
import org.facteur.message.LetterComposer;
import org.facteur.message.LetterSource;
import org.facteur.message.ReadLetter;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.facteur.pace.Timing;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
import org.jspecify.annotations.Nullable;

/**
 * The letters as they would leave, as files and as a page to leaf through; nothing is sent, and the ledger is not touched. All rows
 * are read, for what is set aside is worth a look as well; memory does not depend on how many there are.
 */
public final class Preview {

    /**
     * What was written.
     *
     * @param letters as files
     * @param warned of these, those with a warning
     * @param recipients addresses to write to in the contacts file
     * @param excluded rows that are not written to; without those that {@code where} leaves out
     * @param page to open
     * @param notes what the owner should know of the contacts file, such as why there is nobody to write to
     * @param failures why letters cannot be written, the first few; the owner can mend each
     */
    public record Result(
            int letters,
            int warned,
            long recipients,
            long excluded,
            Path page,
            List<Reason> notes,
            List<RuntimeException> failures) {}

    private static final int FAILURES = 20;

    /** A preview is not waited for; facteur check looks at more. */
    private static final int MOST_CHECKED = 10_000;

    private final Campaign campaign;
    private final Suppressions suppressions;
    private final Locale locale;
    private final PreviewFolder folder;
    private final Recipients contacts;
    private final LetterComposer composer;
    private final PreviewPage page;
    private final List<RuntimeException> failures = new ArrayList<>();
    private int letters;
    private int warned;
    private long recipients;
    private long excluded;
    private @Nullable Exclusion firstExcluded;

    private Preview(
            Campaign campaign, Suppressions suppressions, PreviewFolder folder, Recipients contacts, PreviewPage page) {
        this.campaign = campaign;
        this.suppressions = suppressions;
        this.locale = campaign.locale();
        this.folder = folder;
        this.contacts = contacts;
        this.composer =
                new LetterComposer(campaign.message(), contacts.columns(), MessageKeyFile.orRandom(campaign.home()));
        this.page = page;
    }

    /**
     * @param most letters at most; 0: all
     * @param directory for the files; made where it is not there
     * @throws org.facteur.contact.ContactFileException when the contacts cannot be read
     * @throws TemplateException when a template is wrong for everybody
     * @throws MissingFileException when a template or a picture is not there
     */
    public static Result write(Campaign campaign, int most, Path directory) throws IOException {
        PreviewFolder folder = PreviewFolder.open(directory);
        Suppressions suppressions = KnownSuppressions.of(campaign.home(), campaign.database());
        try (Recipients contacts = Recipients.open(campaign.contacts(), suppressions);
                PreviewPage page = new PreviewPage(directory, campaign.name(), campaign.locale())) {
            return new Preview(campaign, suppressions, folder, contacts, page).all(most, campaign.warnings());
        }
    }

    private Result all(int most, List<Reason> warnings) throws IOException {
        for (Listed next = contacts.next(); next != null; next = contacts.next()) {
            if (next instanceof Exclusion exclusion) {
                excluded++;
                firstExcluded = firstExcluded == null ? exclusion : firstExcluded;
                page.exclude(exclusion);
            } else if (next instanceof Recipient recipient) {
                recipients++;
                if (most == 0 || letters + failures.size() < most) {
                    compose(recipient.contact(), recipient.address());
                }
            }
        }
        List<Reason> notes = Stream.of(warnings, contacts.notes(), composer.warnings(), found())
                .flatMap(List::stream)
                .toList();
        Path index = page.finish(new PreviewPage.Summary(recipients, contacts.leftOut(), notes));
        List<Reason> toSay = recipients > 0
                ? contacts.notes()
                : Stream.concat(
                                contacts.notes().stream(),
                                Stream.of(Recipients.nobody(campaign.contacts(), firstExcluded)))
                        .toList();
        return new Result(letters, warned, recipients, excluded, index, toSay, failures);
    }

    /** What can be said of all the letters together, without asking anybody; what is odd in one stands beside it. */
    private List<Reason> found() throws IOException {
        if (recipients > MOST_CHECKED || !failures.isEmpty()) {
            return List.of();
        }
        return MailingCheck.of(
                        campaign, new Earlier(suppressions, 0), new MailingCheck.Asked(true, Set.of()), Timing.system())
                .findings()
                .stream()
                .filter(finding -> finding.severity() == Severity.ERROR || finding.severity() == Severity.WARN)
                .filter(finding -> Stream.of(LetterRule.values())
                        .noneMatch(rule -> rule.findingId().equals(finding.id())))
                .map(Finding::reason)
                .toList();
    }

    private void compose(Contact contact, EmailAddress to) throws IOException {
        byte[] bytes;
        try {
            bytes = composer.compose(to, contact, null).toBytes(Timing.system().instant());
        } catch (TemplateException | MissingFileException e) {
            page.fail(contact.line(), to.toString(), Reasoned.of(e));
            if (failures.size() < FAILURES) {
                failures.add(e);
            }
            return;
        }
        letters++;
        String file = folder.keep(letters, to, bytes);
        add(ReadLetter.of(bytes), LetterSource.of(bytes), contact, to, file);
    }

    private void add(ReadLetter letter, String source, Contact contact, EmailAddress to, String file)
            throws IOException {
        List<PreviewPage.Warning> warnings = LetterCheck.of(letter, contact, composer.emptyVariables(contact)).stream()
                .map(finding -> new PreviewPage.Warning(
                        finding.rule().name(), finding.reason().in(locale)))
                .toList();
        warned += warnings.isEmpty() ? 0 : 1;
        page.add(new PreviewPage.Letter(
                contact.line(),
                name(letter.to(), to),
                to.toString(),
                letter.from(),
                letter.to(),
                letter.subject(),
                file,
                letter.bytes(),
                framed(letter),
                letter.text() == null ? "" : letter.text(),
                source,
                letter.attachments().stream().map(ReadLetter.Attachment::name).toList(),
                warnings));
    }

    private @Nullable String framed(ReadLetter letter) throws IOException {
        if (letter.html() == null) {
            return null;
        }
        FramedHtml framed = FramedHtml.of(letter.html(), letter.pictures());
        for (Map.Entry<String, ReadLetter.Picture> picture : framed.pictures().entrySet()) {
            page.picture(picture.getKey(), () -> dataUri(picture.getValue()));
        }
        return framed.html();
    }

    private static String dataUri(ReadLetter.Picture picture) {
        return "data:" + picture.contentType() + ";base64,"
                + Base64.getEncoder().encodeToString(picture.content());
    }

    /** What stands before the address in To, without its quotes; "" where nothing does. */
    private static String name(String header, EmailAddress to) {
        int at = header.lastIndexOf('<');
        return at < 0 || header.equals(to.toString())
                ? ""
                : header.substring(0, at).strip().replaceAll("^\"|\"$", "");
    }
}
