package org.facteur.check;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.campaign.CheckSpec.Acceptance;
import org.facteur.message.template.SingleLine;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
        String line = SingleLine.of(evidence).replaceAll("\\s+", " ").strip();
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

    /** What it is about, what is so, and what to write. */
    public Reason reason() {
        Reason what = subject.isEmpty() ? message : Reason.because(Reason.verbatim(subject), message);
        return advice == null ? what : Reason.several(List.of(what, advice));
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

    Map<String, Object> toKept() {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("id", id);
        kept.put("severity", severity.name());
        kept.put("subject", subject);
        kept.put("message", message.toKept(Integer.MAX_VALUE));
        kept.put("evidence", evidence);
        if (advice != null) {
            kept.put("advice", advice.toKept(Integer.MAX_VALUE));
        }
        if (acceptance != null) {
            kept.put("until", acceptance.until().toString());
            kept.put("because", acceptance.because());
        }
        return kept;
    }

    static Finding kept(JsonNode kept) {
        String id = kept.get("id").asString();
        return new Finding(
                id,
                Severity.valueOf(kept.get("severity").asString()),
                kept.get("subject").asString(),
                Reason.kept(kept.get("message").asString()),
                kept.has("advice") ? Reason.kept(kept.get("advice").asString()) : null,
                kept.get("evidence").asString(),
                kept.has("until")
                        ? new Acceptance(
                                id,
                                LocalDate.parse(kept.get("until").asString()),
                                kept.get("because").asString())
                        : null);
    }

    /** For the log, in English: the id first. */
    @Override
    public String toString() {
        return severity + " " + id + " " + (subject.isEmpty() ? "" : subject + ": ") + message
                + (evidence.isEmpty() ? "" : " [" + evidence + "]")
                + (acceptance == null ? "" : " (until " + acceptance.until() + ": " + acceptance.because() + ")");
    }
}
