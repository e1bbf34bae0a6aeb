package org.facteur.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.check.CheckReport.Conclusion;
import org.facteur.check.Family.Answer;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What findings come to, by what the job file says. */
class CheckReportTest {

    private static final Instant NOW = Instant.parse("2027-01-15T12:00:00Z");
    private static final Finding LISTED = Finding.error(
            "dnsbl.spamcop", "192.0.2.25", Reason.verbatim("listed"), Reason.verbatim("wait"), "127.0.0.2");
    private static final Finding UNASKED =
            Finding.unknown("dkim.unknown", "ecole.example", Reason.verbatim("no answer"), null, "");
    private static final Finding TYPO =
            Finding.warn("list.typo", "a@gmial.com", Reason.verbatim("typo"), Reason.verbatim("mend"), "gmial.com");

    @TempDir
    private Path folder;

    private CheckReport report(String check, Set<String> accepted, Finding... findings) {
        return CheckReport.of(
                campaign(check),
                List.of("letter", "list", "dkim"),
                List.of(new Answer(List.of(findings), Map.of("dkim", Map.of("result", "none")))),
                accepted,
                NOW);
    }

    private Campaign campaign(String check) {
        try {
            Files.writeString(folder.resolve("c.csv"), "email\na@example.org\n");
            Files.writeString(folder.resolve("l.txt"), "Bonjour");
            Path job = Files.writeString(folder.resolve("job.yaml"), """
                    campaign:
                      name: voeux
                      from: zythom@ecole.example
                      contacts: c.csv
                      message: { subject: Bonjour, text: l.txt }
                      relays: [ sandbox ]
                      pace: { window: { from: "08:00", to: "09:00", zone: Europe/Paris } }
                      check: %s
                    """.formatted(check));
            return JobFile.load(job, Map.of(), Map.of(), null, Purpose.PREVIEW);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void an_error_refuses_a_warning_warns_and_what_could_not_be_asked_counts_neither_way() {
        assertThat(report("{}", Set.of(), UNASKED, TYPO, LISTED).verdict()).isEqualTo(Conclusion.REFUSE);
        assertThat(report("{}", Set.of(), UNASKED, TYPO).verdict()).isEqualTo(Conclusion.WARN);
        assertThat(report("{}", Set.of(), UNASKED).verdict()).isEqualTo(Conclusion.FINE);
    }

    @Test
    void a_finding_is_accepted_through_its_last_day_and_not_a_day_longer() {
        String accept = "{ accept: [ { id: dnsbl.spamcop, until: %s, because: \"old listing\" } ] }";

        CheckReport lastDay = report(accept.formatted("2027-01-15"), Set.of(), LISTED);
        CheckReport over = report(accept.formatted("2027-01-14"), Set.of(), LISTED);

        assertThat(lastDay.verdict()).isEqualTo(Conclusion.FINE);
        assertThat(lastDay.findings()).singleElement().matches(Finding::accepted);
        assertThat(over.refusing())
                .singleElement()
                .extracting(finding -> finding.message().toString())
                .isEqualTo("listed; accepted until 2027-01-14 only, because: old listing");
    }

    @Test
    void one_finding_s_acceptance_is_no_other_s() {
        assertThat(report("{}", Set.of("dnsbl"), LISTED).verdict()).isEqualTo(Conclusion.REFUSE);
        assertThat(report("{}", Set.of("dnsbl.spamcop"), LISTED).verdict()).isEqualTo(Conclusion.FINE);
    }

    @Test
    void a_required_answer_that_is_missing_is_an_error() {
        assertThat(report("{ require: [ dkim ] }", Set.of(), UNASKED, TYPO).refusing())
                .extracting(Finding::id)
                .containsExactly("dkim.unknown");
        assertThat(report("{ require: [ spf ] }", Set.of(), UNASKED).refusing()).isEmpty();
    }

    @Test
    void what_was_asked_and_gave_nothing_is_fine() {
        assertThat(report("{}", Set.of(), UNASKED, TYPO).fine()).containsExactly("letter");
    }

    @Test
    void a_strict_report_takes_warnings_for_errors() {
        assertThat(report("{}", Set.of(), TYPO).strict().verdict()).isEqualTo(Conclusion.REFUSE);
        assertThat(report("{}", Set.of("list.typo"), TYPO).strict().verdict()).isEqualTo(Conclusion.FINE);
    }

    @Test
    void json_is_as_the_contract_has_it() {
        JsonNode json = JsonMapper.shared()
                .readTree(report("{}", Set.of(), TYPO, LISTED).toJson());

        assertThat(json.propertyNames()).containsExactly("campaign", "verdict", "checkedAt", "findings", "dkim");
        assertThat(json.get("verdict").asString()).isEqualTo("refuse");
        assertThat(json.at("/findings/0/id").asString()).isEqualTo("dnsbl.spamcop");
        assertThat(json.at("/findings/0").propertyNames())
                .containsExactly("id", "severity", "accepted", "subject", "message", "advice", "evidence");
        assertThat(json.at("/findings/1/severity").asString()).isEqualTo("WARN");
        assertThat(json.at("/findings/1/accepted").asBoolean()).isFalse();
    }
}
