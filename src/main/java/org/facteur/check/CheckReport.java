package org.facteur.check;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.CheckSpec.Acceptance;
import org.facteur.check.Family.Answer;
import org.facteur.reason.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that was found about a mailing.
 *
 * @param fine what was asked and found in order, by the first words of ids
 * @param findings the heaviest first
 * @param sections the families' parts of the JSON, by name
 */
public record CheckReport(
        String campaign,
        Conclusion verdict,
        Instant checkedAt,
        List<String> fine,
        List<Finding> findings,
        Map<String, Object> sections) {

    /** What all findings together come to. */
    public enum Conclusion {
        FINE,
        WARN,
        /** An error stands that nobody accepted. */
        REFUSE
    }

    private static final List<String> SECTIONS = List.of("spf", "dkim", "dmarc", "spam", "list", "canary");
    private static final JsonMapper JSON = JsonMapper.shared();

    public CheckReport {
        fine = List.copyOf(fine);
        findings = List.copyOf(findings);
        sections = Map.copyOf(sections);
    }

    /**
     * Weighs what the families said by what the job file accepts and requires.
     *
     * @param asked first words of ids that were asked for
     * @param alsoAccepted ids that are accepted this once
     */
    public static CheckReport of(
            Campaign campaign, List<String> asked, List<Answer> answers, Set<String> alsoAccepted, Instant now) {
        LocalDate today = now.atZone(campaign.zone()).toLocalDate();
        List<Finding> findings = new ArrayList<>();
        Map<String, Object> sections = new LinkedHashMap<>();
        for (Answer answer : answers) {
            answer.findings().forEach(finding -> findings.add(weighed(campaign, finding, alsoAccepted, today)));
            sections.putAll(answer.sections());
        }
        findings.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::id));
        return new CheckReport(
                campaign.name(),
                verdict(findings),
                now.truncatedTo(ChronoUnit.SECONDS),
                fine(asked, findings),
                findings,
                sections);
    }

    private static Finding weighed(Campaign campaign, Finding finding, Set<String> alsoAccepted, LocalDate today) {
        boolean required = finding.severity() == Severity.UNKNOWN
                && campaign.check().require().stream().anyMatch(finding::isMeantBy);
        Finding weighed = required ? finding.weighing(Severity.ERROR, and(finding, CheckWord.REQUIRED.of())) : finding;
        if (alsoAccepted.contains(finding.id())) {
            return weighed.accepted(new Acceptance(finding.id(), today, "--accept"));
        }
        for (Acceptance acceptance : campaign.check().accept()) {
            if (acceptance.id().equals(finding.id())) {
                return today.isAfter(acceptance.until())
                        ? weighed.weighing(weighed.severity(), and(weighed, over(acceptance)))
                        : weighed.accepted(acceptance);
            }
        }
        return weighed;
    }

    private static Reason and(Finding finding, Reason more) {
        return Reason.several(List.of(finding.message(), more));
    }

    private static Reason over(Acceptance acceptance) {
        return CheckWord.ACCEPTED_BEFORE.of(acceptance.until(), acceptance.because());
    }

    private static Conclusion verdict(List<Finding> findings) {
        if (findings.stream().anyMatch(Finding::refuses)) {
            return Conclusion.REFUSE;
        }
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.WARN && !finding.accepted())
                ? Conclusion.WARN
                : Conclusion.FINE;
    }

    private static List<String> fine(List<String> asked, List<Finding> findings) {
        return asked.stream()
                .filter(family -> findings.stream()
                        .noneMatch(finding -> finding.severity() != Severity.INFO && finding.isMeantBy(family)))
                .toList();
    }

    /** The same where a warning counts as an error. */
    public CheckReport strict() {
        List<Finding> heavier = findings.stream()
                .map(finding -> finding.severity() == Severity.WARN
                        ? finding.weighing(Severity.ERROR, finding.message())
                        : finding)
                .toList();
        return new CheckReport(campaign, verdict(heavier), checkedAt, fine, heavier, sections);
    }

    /** Those that no letter may leave with. */
    public List<Finding> refusing() {
        return findings.stream().filter(Finding::refuses).toList();
    }

    /** Why nothing may leave. */
    public Reason refusal() {
        List<Finding> refusing = refusing();
        return CheckWord.REFUSAL.of(
                refusing.size(), refusing.stream().map(Finding::id).distinct().toList());
    }

    /** As it is kept: {@link #kept} makes the same of it. */
    public Map<String, Object> toKept() {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("campaign", campaign);
        kept.put("checkedAt", checkedAt.toString());
        kept.put("fine", fine);
        kept.put("findings", findings.stream().map(Finding::toKept).toList());
        return kept;
    }

    /** Without the families' parts of the JSON, which are not kept. */
    public static CheckReport kept(JsonNode kept) {
        List<Finding> findings =
                kept.get("findings").valueStream().map(Finding::kept).toList();
        return new CheckReport(
                kept.get("campaign").asString(),
                verdict(findings),
                Instant.parse(kept.get("checkedAt").asString()),
                kept.get("fine").valueStream().map(JsonNode::asString).toList(),
                findings,
                Map.of());
    }

    /** As {@code check --json} prints it, one line. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("campaign", campaign);
        json.put("verdict", verdict.name().toLowerCase(Locale.ROOT));
        json.put("checkedAt", checkedAt.toString());
        json.put("findings", findings.stream().map(CheckReport::json).toList());
        SECTIONS.stream().filter(sections::containsKey).forEach(name -> json.put(name, sections.get(name)));
        return JSON.writeValueAsString(json);
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", finding.id());
        json.put("severity", finding.severity().name());
        json.put("accepted", finding.accepted());
        json.put("subject", finding.subject());
        json.put("message", finding.message().toString());
        json.put("advice", finding.advice() == null ? "" : finding.advice().toString());
        json.put("evidence", finding.evidence());
        Acceptance acceptance = finding.acceptance();
        if (acceptance != null) {
            json.put("acceptedUntil", acceptance.until().toString());
            json.put("acceptedBecause", acceptance.because());
        }
        return json;
    }
}
