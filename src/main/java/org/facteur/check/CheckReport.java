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
import java.util.TreeSet;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.CheckSpec.Acceptance;
import org.facteur.check.Family.Answer;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that was found about a mailing.
 *
 * @param findings the heaviest first
 * @param sections the families' parts of the JSON, by name
 */
public record CheckReport(
        String campaign, Conclusion verdict, Instant checkedAt, List<Finding> findings, Map<String, Object> sections) {

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
        findings = List.copyOf(findings);
        // In their order.
        sections = new LinkedHashMap<>(sections);
    }

    /**
     * Weighs what the families said by what the job file accepts and requires.
     *
     * @param alsoAccepted ids that are accepted this once
     */
    public static CheckReport of(Campaign campaign, List<Answer> answers, Set<String> alsoAccepted, Instant now) {
        LocalDate today = now.atZone(campaign.zone()).toLocalDate();
        List<Finding> findings = new ArrayList<>();
        Map<String, Object> sections = new LinkedHashMap<>();
        for (Answer answer : answers) {
            answer.findings().forEach(finding -> findings.add(weighed(campaign, finding, alsoAccepted, today)));
            sections.putAll(answer.sections());
        }
        findings.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::id));
        return new CheckReport(
                campaign.name(), verdict(findings), now.truncatedTo(ChronoUnit.SECONDS), findings, sections);
    }

    private static Finding weighed(Campaign campaign, Finding finding, Set<String> alsoAccepted, LocalDate today) {
        boolean required = finding.severity() == Severity.UNKNOWN
                && campaign.check().require().stream().anyMatch(finding::isMeantBy);
        Finding weighed = required ? finding.weighing(Severity.ERROR) : finding;
        if (alsoAccepted.contains(finding.id())) {
            return weighed.accepted(new Acceptance(finding.id(), today, "--accept"));
        }
        return campaign.check().accept().stream()
                .filter(acceptance -> acceptance.id().equals(finding.id()) && !today.isAfter(acceptance.until()))
                .findFirst()
                .map(weighed::accepted)
                .orElse(weighed);
    }

    private static Conclusion verdict(List<Finding> findings) {
        Set<Severity> stand = new TreeSet<>();
        findings.stream().filter(finding -> !finding.accepted()).forEach(finding -> stand.add(finding.severity()));
        if (stand.contains(Severity.ERROR)) {
            return Conclusion.REFUSE;
        }
        return stand.contains(Severity.WARN) ? Conclusion.WARN : Conclusion.FINE;
    }

    /** Those that no letter may leave with. */
    public List<Finding> refusing() {
        return findings.stream().filter(Finding::refuses).toList();
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
