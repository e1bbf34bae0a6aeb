package org.facteur.job.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.facteur.address.EmailAddress;
import org.facteur.check.CheckReport;
import org.facteur.check.Finding;
import org.facteur.check.Severity;
import org.facteur.ledger.Attempts;
import org.facteur.ledger.Counts;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.Outcome;
import org.facteur.reason.Reason;
import org.facteur.relay.RelayName;
import org.facteur.report.CampaignStatus;
import org.facteur.verdict.Category;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one class that writes the mail log: a method an event, ids first, no bodies, no secrets. */
public final class MailLog {

    private static final Logger LOG = LoggerFactory.getLogger("facteur.mail");

    /** Of those that a line on the terminal has room for. */
    private static final int MOST_SENTENCES = 3;

    private final String campaign;

    public MailLog(String campaign) {
        this.campaign = campaign;
    }

    public void started(boolean again) {
        LOG.info("{} run {}", campaign, again ? "goes on" : "begins");
    }

    public void ended(CampaignStatus status) {
        String because = status.reason() == null ? "" : " (" + status.reason() + ")";
        LOG.info("{} run ends {}: {}{}", campaign, status.state(), status.sum(), because);
    }

    /** Letters that a dead process left open, and what becomes of each. */
    public void settled(Map<Long, DeliveryState> deliveries) {
        LOG.warn(
                "{} {}",
                campaign,
                JobReason.OPEN.of(
                        deliveries.size(),
                        deliveries.keySet().toString(),
                        deliveries.values().stream()
                                .distinct()
                                .map(DeliveryState::name)
                                .collect(Collectors.joining(", "))));
    }

    public void cleaned(long line, List<String> cleanups) {
        LOG.info("{} line {}: {}", campaign, line, String.join("; ", cleanups));
    }

    /** Of the mailing as a whole, such as a picture that no letter shows. */
    public void odd(Reason warning) {
        LOG.warn("{} {}", campaign, warning);
    }

    /** Of the contacts file: the first of them, in one line. */
    public void notes(List<Reason> notes) {
        if (!notes.isEmpty()) {
            List<Reason> first = notes.subList(0, Math.min(MOST_SENTENCES, notes.size()));
            LOG.warn("{} {}{}", campaign, Reason.several(first), first.size() < notes.size() ? " …" : "");
        }
    }

    public void notChecked() {
        LOG.warn("{} {}", campaign, JobReason.NOT_CHECKED.of());
    }

    /** Errors and accepted findings one by one, of the warnings the first; the rest is in the report. */
    public void checked(CheckReport report) {
        LOG.info(
                "{} checked: {}, {} finding(s)",
                campaign,
                report.verdict(),
                report.findings().size());
        int warnings = 0;
        for (Finding finding : report.findings()) {
            if (finding.accepted()) {
                LOG.info("{} accepted: {}", campaign, finding);
            } else if (finding.severity() == Severity.ERROR) {
                LOG.warn("{} {}", campaign, finding);
            } else if (finding.severity() == Severity.WARN && ++warnings <= MOST_SENTENCES) {
                LOG.warn("{} {}", campaign, finding);
            } else {
                LOG.info("{} {}", campaign, finding);
            }
        }
        if (warnings > MOST_SENTENCES) {
            LOG.warn("{} {}", campaign, JobReason.MORE.of(warnings - MOST_SENTENCES));
        }
    }

    public void letterChanged(Counts counts) {
        LOG.warn("{} {}", campaign, JobReason.CHANGED.of(counts.sent(), counts.open()));
    }

    public void keptAsEnlisted(long contacts) {
        LOG.warn("{} {}", campaign, JobReason.CONTACTS.of(contacts));
    }

    /** Who is enlisted stays so, whatever becomes of the row. */
    public void takenOut(long contacts) {
        LOG.warn("{} {}", campaign, JobReason.TAKEN.of(contacts));
    }

    public void outcome(Delivery delivery, RelayName relay, Outcome outcome) {
        LOG.info(
                "{} {} {} relay={} to={} category={} reply=\"{}\"",
                campaign,
                delivery.id(),
                outcome.state(),
                relay,
                delivery.email(),
                outcome.category().label(),
                outcome.reply());
    }

    public void errand(String errand, RelayName relay, EmailAddress to, Reason result) {
        LOG.info("{} {} relay={} to={}: {}", campaign, errand, relay, to, result);
    }

    public void relayTrouble(RelayName relay, Reason cause) {
        LOG.warn("{} relay={} {}", campaign, relay, cause);
    }

    public void providerPaused(String provider, Instant until, @Nullable Reason reason) {
        LOG.info("{} provider={} closed until {}: {}", campaign, provider, until, reason);
    }

    public void putBack(int letters, Set<Category> refusedFor) {
        LOG.info(
                "{} {} letter(s) refused as {} are to be sent once that is mended",
                campaign,
                letters,
                refusedFor.stream().map(Category::label).collect(Collectors.joining(" or ")));
    }

    public void rehearsalForgotten(int letters) {
        LOG.info("{} {} letter(s) had gone to the sandbox only; everybody is written to", campaign, letters);
    }

    public void suppressed(int letters) {
        LOG.info("{} {} letter(s) are left out: their addresses are not to be written to any more", campaign, letters);
    }

    public void future(Attempts.Future future) {
        LOG.warn("{}", JobReason.FUTURE.of(future.attempts(), future.last()));
    }

    void databaseAway(Reason reason, Instant until) {
        LOG.warn("{} {}", campaign, JobReason.AWAY.of(reason, until));
    }

    public void stopping(Reason reason) {
        LOG.info("{} stopping: {}", campaign, reason);
    }
}
