package org.facteur.check.mailing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family.Letters;
import org.facteur.check.Finding;
import org.facteur.check.LetterCheck;
import org.facteur.check.LetterFinding;
import org.facteur.check.LetterWords;
import org.facteur.check.SampleLetter;
import org.facteur.check.leak.Leak;
import org.facteur.check.leak.LeakGuard;
import org.facteur.check.list.ListLook;
import org.facteur.contact.Contact;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.home.MessageKeyFile;
import org.facteur.message.LetterComposer;
import org.facteur.message.MergedLetter;
import org.facteur.message.ReadLetter;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.facteur.reason.Reasoned;
import org.jspecify.annotations.Nullable;

/**
 * Merges every letter of a mailing and looks at it, on all cores; memory does not depend on how many there are.
 */
final class LetterWalk {

    /** Letters that are merged at once. */
    private static final int BATCH = 512;

    /** Letters that could not be merged; the rest would say the same. */
    private static final int MOST_BROKEN = 20;

    /** Letters that are compared with each other; of those behind, all rules are applied to the ones whose contacts are odd. */
    private static final long COMPARED = 5_000;

    private static final int MOST_ATTACHMENTS = 1_000;
    private static final int MOST_HOSTS = 100;
    private static final Pattern HOST = Pattern.compile("(?i)https?://(?:[^/?#@\\s]*@)?([a-z0-9.-]+)");

    /** What one thread has found in one letter. */
    private record Looked(
            Recipient recipient,
            @Nullable MergedLetter letter,
            List<LetterFinding> findings,
            Set<String> hosts,
            Optional<Leak> leak,
            @Nullable RuntimeException broken) {}

    private final Campaign campaign;
    private final Suppressions suppressions;
    private final LetterComposer composer;
    private final LetterTally tally = new LetterTally();
    private final Alikeness alikeness;
    private final List<Finding> broken = new ArrayList<>();
    private final Map<String, Long> perDomain = new LinkedHashMap<>();
    private final Set<Path> attachments = new LinkedHashSet<>();
    private final Set<String> hosts = new LinkedHashSet<>();
    private final Varied varied = new Varied();
    private final LetterKinds kinds = new LetterKinds();
    private final LeakGuard guard = new LeakGuard();
    private final LeakTally leaks = new LeakTally();
    private final ListLook list = new ListLook();
    private final Households households = new Households();
    private @Nullable Exclusion firstLeftOut;
    private long letters;

    private LetterWalk(Campaign campaign, Suppressions suppressions, LetterComposer composer) {
        this.campaign = campaign;
        this.suppressions = suppressions;
        this.composer = composer;
        this.alikeness = new Alikeness(composer);
    }

    /**
     * What the letters are.
     *
     * @param facts for those who are asked about them
     * @param attachments files that come with them, each once; the first thousand
     * @param list what is known of the list, for {@code check --json}
     * @param firstLeftOut of the rows; null: none is
     */
    record Walked(
            Letters facts,
            List<Finding> findings,
            List<Path> attachments,
            Map<String, Object> list,
            @Nullable Exclusion firstLeftOut) {}

    /**
     * @param now for the Date of the samples
     * @throws TemplateException when a template is wrong for everybody
     * @throws MissingFileException when a template or a picture is not there
     */
    static Walked over(Campaign campaign, Suppressions suppressions, Instant now) throws IOException {
        try (Recipients recipients = Recipients.open(campaign.contacts(), suppressions)) {
            LetterComposer composer = new LetterComposer(
                    campaign.message(), recipients.columns(), MessageKeyFile.orRandom(campaign.home()));
            LetterWalk walk = new LetterWalk(campaign, suppressions, composer);
            walk.meetAll();
            walk.all(recipients);
            return walk.walked(recipients.rows(), now);
        }
    }

    /** Whose values they are must be known before the first letter is looked at. */
    private void meetAll() throws IOException {
        try (Recipients recipients = Recipients.open(campaign.contacts(), suppressions)) {
            for (Listed row = recipients.next(); row != null; row = recipients.next()) {
                if (row instanceof Recipient recipient) {
                    guard.add(recipient.contact());
                    list.add(recipient.address());
                }
            }
        }
        LeakTally.expect(guard, campaign);
    }

    private void all(Recipients recipients) {
        List<Recipient> batch = new ArrayList<>(BATCH);
        for (Listed row = recipients.next(); row != null; row = recipients.next()) {
            if (row instanceof Recipient recipient) {
                batch.add(recipient);
                if (batch.size() == BATCH) {
                    look(batch);
                }
            } else if (row instanceof Exclusion exclusion) {
                households.add(exclusion);
                firstLeftOut = firstLeftOut == null ? exclusion : firstLeftOut;
            }
        }
        look(batch);
    }

    private void look(List<Recipient> batch) {
        batch.parallelStream().map(this::looked).toList().forEach(this::add);
        batch.clear();
    }

    private Looked looked(Recipient recipient) {
        Contact contact = recipient.contact();
        try {
            MergedLetter letter = composer.merged(contact);
            boolean odd = Oddness.of(letter) || Oddness.of(contact);
            List<LetterFinding> empty = LetterCheck.emptyVariables(composer.emptyVariables(contact));
            String kind = odd ? "" : letters < COMPARED ? LetterKinds.of(letter, contact) : LetterKinds.ANY;
            @Nullable List<LetterFinding> known = odd ? null : kinds.findings(kind);
            if (known != null) {
                List<LetterFinding> findings = new ArrayList<>(empty);
                findings.addAll(known);
                return new Looked(
                        recipient,
                        letter,
                        findings,
                        Set.of(),
                        leak(List.of(letter.subject(), html(letter), text(letter)), contact),
                        null);
            }
            LetterWords words = LetterWords.of(letter);
            List<LetterFinding> findings = LetterCheck.of(letter, words, contact, Map.of());
            if (!odd) {
                kinds.add(kind, findings);
            }
            List<LetterFinding> all = new ArrayList<>(empty);
            all.addAll(findings);
            return new Looked(
                    recipient,
                    letter,
                    all,
                    hosts(words),
                    leak(List.of(letter.subject(), words.htmlWords(), text(letter)), contact),
                    null);
        } catch (TemplateException | MissingFileException e) {
            return new Looked(recipient, null, List.of(), Set.of(), Optional.empty(), e);
        }
    }

    private static String html(MergedLetter letter) {
        return Objects.requireNonNullElse(letter.html(), "");
    }

    private static String text(MergedLetter letter) {
        return Objects.requireNonNullElse(letter.text(), "");
    }

    private Optional<Leak> leak(List<String> texts, Contact contact) {
        return guard.in(texts, contact);
    }

    private static Set<String> hosts(LetterWords words) {
        Set<String> found = new LinkedHashSet<>();
        for (String text : List.of(words.htmlWords(), Objects.requireNonNullElse(words.text(), ""))) {
            HOST.matcher(text).results().forEach(host -> found.add(host.group(1).toLowerCase(Locale.ROOT)));
        }
        return found;
    }

    private void add(Looked looked) {
        letters++;
        Recipient recipient = looked.recipient();
        perDomain.merge(recipient.address().domain().name(), 1L, Long::sum);
        MergedLetter letter = looked.letter();
        if (letter == null || looked.broken() != null) {
            if (broken.size() < MOST_BROKEN) {
                broken.add(broken(recipient.address().toString(), Objects.requireNonNull(looked.broken())));
            }
            return;
        }
        tally.add(recipient, looked.findings());
        alikeness.add(recipient, letter);
        varied.add(recipient, letter, html(letter).length() + text(letter).length());
        looked.leak().ifPresent(leak -> leaks.add(recipient, leak));
        if (attachments.size() < MOST_ATTACHMENTS) {
            attachments.addAll(letter.files());
        }
        if (hosts.size() < MOST_HOSTS) {
            hosts.addAll(looked.hosts());
        }
    }

    static Finding broken(String subject, RuntimeException why) {
        return Finding.error(
                "template.broken",
                subject,
                MailingReason.BROKEN.of(Reasoned.of(why)),
                MailingReason.BROKEN_ADVICE.of(),
                "");
    }

    private Walked walked(long rows, Instant now) throws IOException {
        List<Finding> findings = new ArrayList<>(broken);
        findings.addAll(tally.findings(letters));
        findings.addAll(alikeness.findings());
        findings.addAll(leaks.findings());
        findings.addAll(list.findings());
        findings.addAll(households.findings(campaign.contacts(), composer));
        findings.addAll(AttachmentLook.of(attachments));
        List<SampleLetter> samples = new ArrayList<>();
        for (Recipient recipient : varied.recipients()) {
            sample(recipient, now, samples);
        }
        Map<String, Object> listed = new LinkedHashMap<>();
        listed.put("rows", rows);
        listed.put("typo", list.typos());
        listed.put("noMx", 0L);
        listed.put("role", list.roles());
        listed.put("leaks", leaks.letters());
        return new Walked(
                new Letters(rows, letters, perDomain, samples, List.copyOf(hosts)),
                findings,
                List.copyOf(attachments),
                listed,
                firstLeftOut);
    }

    private void sample(Recipient recipient, Instant now, List<SampleLetter> samples) {
        byte[] bytes = composer.compose(
                        recipient.address(),
                        recipient.contact(),
                        campaign.relays().get(0).relay().from())
                .toBytes(now);
        samples.add(new SampleLetter(recipient.address(), recipient.contact().line(), bytes, ReadLetter.of(bytes)));
    }
}
