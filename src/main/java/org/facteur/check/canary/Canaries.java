package org.facteur.check.canary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family.Answer;
import org.facteur.check.Finding;
import org.facteur.check.Severity;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** What letters to mailboxes of one's own have shown. */
public final class Canaries {

    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> told = new LinkedHashSet<>();
    private final List<Map<String, Object>> json = new ArrayList<>();
    private final List<ReceiverReport> reports = new ArrayList<>();

    private Canaries() {}

    public static Canaries of(Campaign campaign, List<Flight> flights) {
        Canaries canaries = new Canaries();
        for (Flight flight : flights) {
            if (flight instanceof Flight.Arrived arrived) {
                canaries.arrived(campaign, arrived);
            } else if (flight instanceof Flight.Missing missing) {
                canaries.add(missing, null);
                canaries.unknown(
                        "canary.missing",
                        missing.to().toString(),
                        CanaryReason.CANARY_MISSING.of(
                                missing.relay(), missing.waited().toSeconds()),
                        CanaryReason.CANARY_MISSING_ADVICE.of(),
                        "");
            } else if (flight instanceof Flight.Unsent unsent) {
                canaries.add(unsent, null);
                canaries.unsent(unsent);
            } else if (flight instanceof Flight.Unread unread) {
                canaries.add(unread, null);
                canaries.unknown(
                        "canary.unread",
                        unread.to().toString(),
                        CanaryReason.CANARY_UNREAD.of(unread.why()),
                        CanaryReason.CANARY_UNREAD_ADVICE.of(),
                        "");
            }
        }
        return canaries;
    }

    public Answer answer() {
        return new Answer(findings, Map.of("canary", json));
    }

    /** Receivers that have said something. */
    public List<ReceiverReport> reports() {
        return List.copyOf(reports);
    }

    private void arrived(Campaign campaign, Flight.Arrived flight) {
        String from = campaign.from().address().domain().name();
        Receiver receiver = new Receiver(
                flight.account(),
                flight.to().domain().name(),
                Stream.concat(
                                Stream.of(from),
                                campaign.relays().stream()
                                        .map(route -> route.relay().host()))
                        .toList());
        ReceiverReport report = ReceiverReport.of(flight, receiver, from);
        add(flight, report);
        String to = flight.to().toString();
        if (flight.spam()) {
            tell(Finding.warn(
                    "canary.junk",
                    to,
                    CanaryReason.CANARY_JUNK.of(flight.folder()),
                    CanaryReason.CANARY_JUNK_ADVICE.of(),
                    flight.folder()));
        }
        if (!report.speaks()) {
            unknown(
                    "canary.unsaid",
                    to,
                    CanaryReason.CANARY_UNSAID.of(),
                    CanaryReason.CANARY_UNSAID_ADVICE.of(flight.account().name()),
                    String.join(", ", Receiver.named(flight.header())));
            return;
        }
        reports.add(report);
        failed(report, "canary.spf", to, report.spf(), CanaryReason.CANARY_SPF, CanaryReason.CANARY_SPF_ADVICE);
        failed(report, "canary.dkim", to, report.dkim(), CanaryReason.CANARY_DKIM, CanaryReason.CANARY_DKIM_ADVICE);
        // That there is no policy is for the DNS to say.
        if (!report.dmarc().equals("none")) {
            failed(
                    report,
                    "canary.dmarc",
                    to,
                    report.dmarc(),
                    CanaryReason.CANARY_DMARC,
                    CanaryReason.CANARY_DMARC_ADVICE);
        }
    }

    private void failed(
            ReceiverReport report, String id, String to, String value, CanaryReason message, CanaryReason advice) {
        switch (value) {
            case "pass", "bestguesspass", ReceiverReport.UNKNOWN -> {}
            // The receiver's own DNS had no answer.
            case "temperror" -> unknown(id, to, message.of(value), advice.of(), report.evidence());
            default ->
                tell(new Finding(
                        id,
                        id.equals("canary.dmarc") && report.enforced() ? Severity.ERROR : Severity.WARN,
                        to,
                        message.of(value),
                        advice.of(),
                        report.evidence(),
                        null));
        }
    }

    private void unsent(Flight.Unsent unsent) {
        String to = unsent.to().toString();
        if (unsent.refused()) {
            tell(Finding.error(
                    "canary.refused",
                    to,
                    CanaryReason.CANARY_REFUSED.of(unsent.relay(), unsent.why()),
                    CanaryReason.CANARY_REFUSED_ADVICE.of(),
                    unsent.why().toString()));
        } else {
            unknown(
                    "canary.unsent",
                    to,
                    CanaryReason.CANARY_UNSENT.of(unsent.why()),
                    CanaryReason.CANARY_UNSENT_ADVICE.of(),
                    "");
        }
    }

    private void unknown(String id, String to, Reason message, Reason advice, String evidence) {
        tell(Finding.unknown(id, to, message, advice, evidence));
    }

    /** Once a mailbox: its other letters fare alike. */
    private void tell(Finding finding) {
        if (told.add(finding.id() + " " + finding.subject())) {
            findings.add(finding);
        }
    }

    private void add(Flight flight, @Nullable ReceiverReport report) {
        Flight.Arrived arrived = flight instanceof Flight.Arrived come ? come : null;
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("to", flight.to().toString());
        one.put("folder", arrived == null ? null : arrived.folder());
        one.put("spf", report == null ? ReceiverReport.UNKNOWN : report.spf());
        one.put("dkim", report == null ? ReceiverReport.UNKNOWN : report.dkim());
        one.put("dmarc", report == null ? ReceiverReport.UNKNOWN : report.dmarc());
        one.put("seconds", arrived == null ? null : Math.round(arrived.after().toMillis() / 100.0) / 10.0);
        json.add(one);
    }
}
