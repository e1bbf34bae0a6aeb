package org.facteur.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.message.LetterComposer;
import org.facteur.message.MissingFileException;
import org.facteur.message.ReadLetter;
import org.facteur.message.TemplateException;

/**
 * What a careful reader would notice in the first letters of a mailing, for those who send without having looked at a preview.
 *
 * @param letters looked at
 * @param odd of these, those in which there is something
 * @param sentences what it is, a kind once, the most frequent first
 */
public record FirstLetters(int letters, int odd, List<String> sentences) {

    /** As many as a preview shows. */
    private static final int LOOKED_AT = 20;

    /** One kind of finding: how often, and as it was first said. */
    private record Kind(int times, String sentence) {}

    /**
     * Composes them and looks them over; nothing is kept.
     *
     * @param now for their Date
     * @param locale of the sentences
     */
    public static FirstLetters of(LetterComposer composer, ContactSource contacts, Instant now, Locale locale) {
        int letters = 0;
        int odd = 0;
        Map<LetterRule, Kind> kinds = new LinkedHashMap<>();
        try (Recipients recipients = Recipients.open(contacts, Suppressions.NONE)) {
            for (Listed row = recipients.next(); row != null && letters < LOOKED_AT; row = recipients.next()) {
                if (row instanceof Recipient recipient) {
                    List<LetterFinding> findings = findings(composer, recipient, now);
                    letters++;
                    odd += findings.isEmpty() ? 0 : 1;
                    findings.forEach(finding -> kinds.merge(
                            finding.rule(),
                            new Kind(1, finding.reason().in(locale)),
                            (before, more) -> new Kind(before.times() + 1, before.sentence())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FirstLetters(
                letters,
                odd,
                kinds.values().stream()
                        .sorted(Comparator.comparingInt(Kind::times).reversed())
                        .map(Kind::sentence)
                        .toList());
    }

    private static List<LetterFinding> findings(LetterComposer composer, Recipient recipient, Instant now) {
        try {
            ReadLetter letter = ReadLetter.of(composer.compose(recipient.address(), recipient.contact(), null)
                    .toBytes(now));
            return LetterCheck.of(letter, recipient.contact(), composer.emptyVariables(recipient.contact()));
        } catch (TemplateException | MissingFileException saidByTheTrialMerge) {
            return List.of();
        }
    }
}
