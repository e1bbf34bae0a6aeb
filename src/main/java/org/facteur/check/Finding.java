package org.facteur.check;

import org.facteur.campaign.CheckSpec.Acceptance;
import org.facteur.message.HeaderText;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a check has to say.
 *
 * @param id dotted and stable, its family first: {@code spf.include-missing}, {@code virus}
 * @param subject what it is about: a domain, an address, a place in the letter
 * @param message one sentence: what is so
 * @param advice one sentence: what to write, and where; null where there is nothing to do
 * @param evidence what was found, one short line; from letters and servers, so it may hold anything; "" for none
 * @param acceptance why it holds nothing up; null: not accepted
 */
public record Finding(
        String id,
        Severity severity,
        String subject,
        Reason message,
        @Nullable Reason advice,
        String evidence,
        @Nullable Acceptance acceptance) {

    private static final int LONGEST_EVIDENCE = 300;

    public Finding {
        String line = HeaderText.clean(evidence).replaceAll("\\s+", " ").strip();
        evidence = line.length() <= LONGEST_EVIDENCE ? line : line.substring(0, LONGEST_EVIDENCE - 1) + "…";
    }

    public static Finding error(String id, String subject, Reason message, Reason advice, String evidence) {
        return new Finding(id, Severity.ERROR, subject, message, advice, evidence, null);
    }

    public static Finding warn(String id, String subject, Reason message, Reason advice, String evidence) {
        return new Finding(id, Severity.WARN, subject, message, advice, evidence, null);
    }

    public static Finding info(String id, String subject, Reason message, @Nullable Reason advice, String evidence) {
        return new Finding(id, Severity.INFO, subject, message, advice, evidence, null);
    }

    public static Finding unknown(String id, String subject, Reason message, @Nullable Reason advice, String evidence) {
        return new Finding(id, Severity.UNKNOWN, subject, message, advice, evidence, null);
    }

    public boolean accepted() {
        return acceptance != null;
    }

    /** Whether nothing may leave because of it. */
    public boolean refuses() {
        return severity == Severity.ERROR && !accepted();
    }

    /** Whether an id or the first words of one, such as {@code dkim}, mean this finding. */
    boolean isMeantBy(String idOrFamily) {
        return id.equals(idOrFamily) || id.startsWith(idOrFamily + ".");
    }

    Finding accepted(Acceptance why) {
        return new Finding(id, severity, subject, message, advice, evidence, why);
    }

    Finding weighing(Severity other, Reason because) {
        return new Finding(id, other, subject, because, advice, evidence, acceptance);
    }
}
