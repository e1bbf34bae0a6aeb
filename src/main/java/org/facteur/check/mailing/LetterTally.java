package org.facteur.check.mailing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.check.Finding;
import org.facteur.check.LetterFinding;
import org.facteur.check.LetterRule;
import org.facteur.contact.Recipient;
import org.facteur.reason.Reason;

/** What is odd in the letters of a mailing, each kind once: in how many, and in which first. Not for more than one thread. */
final class LetterTally {

    /** Things of one kind that are told apart, such as five pictures without alt text. */
    private static final int TOLD_APART = 5;

    private static final class Kind {

        private final LetterFinding first;
        private final Recipient recipient;
        private long letters = 1;

        Kind(LetterFinding first, Recipient recipient) {
            this.first = first;
            this.recipient = recipient;
        }
    }

    private final Map<LetterRule, Map<String, Kind>> kinds = new EnumMap<>(LetterRule.class);

    void add(Recipient recipient, List<LetterFinding> findings) {
        for (LetterFinding finding : findings) {
            Map<String, Kind> ofRule = kinds.computeIfAbsent(finding.rule(), key -> new LinkedHashMap<>());
            Kind same = ofRule.get(finding.evidence());
            if (same == null && ofRule.size() < toldApart(finding.rule())) {
                ofRule.put(finding.evidence(), new Kind(finding, recipient));
            } else if (same == null) {
                ofRule.values().iterator().next().letters++;
            } else {
                same.letters++;
            }
        }
    }

    /** The words beside a lonely picture are each contact's own, and no other kind. */
    private static int toldApart(LetterRule rule) {
        return rule == LetterRule.PICTURE_ONLY ? 1 : TOLD_APART;
    }

    /** @param letters in all */
    List<Finding> findings(long letters) {
        List<Finding> findings = new ArrayList<>();
        kinds.forEach((rule, ofRule) -> ofRule.values().forEach(kind -> findings.add(finding(rule, kind, letters))));
        return findings;
    }

    private static Finding finding(LetterRule rule, Kind kind, long letters) {
        Reason what = kind.first.message();
        boolean all = kind.letters >= letters && letters > 1;
        return new Finding(
                rule.findingId(),
                rule.severity(),
                kind.recipient.address().toString(),
                all
                        ? MailingReason.LETTERS_ALL.of(what)
                        : MailingReason.LETTERS.of(
                                kind.letters, kind.recipient.contact().line(), what),
                kind.first.advice(),
                kind.first.evidence(),
                null);
    }
}
