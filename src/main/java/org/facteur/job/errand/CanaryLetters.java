package org.facteur.job.errand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.CheckSpec.Canary;
import org.facteur.campaign.MailboxAccount;
import org.facteur.campaign.RelayRoute;
import org.facteur.check.canary.CanaryPost;
import org.facteur.check.canary.Flight;
import org.facteur.contact.Contact;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.dispatch.Stop;
import org.facteur.home.MessageKeyFile;
import org.facteur.inbox.Arrivals;
import org.facteur.job.run.JobReason;
import org.facteur.ledger.SuppressionList;
import org.facteur.message.Letter;
import org.facteur.message.LetterComposer;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.facteur.relay.Relay;
import org.jspecify.annotations.Nullable;

/**
 * The first letters to the sender's own mailboxes ({@code campaign.check.canary}): each goes through the relay that carries letters there, and is
 * looked for by IMAP until it has come or its time is over.
 */
public final class CanaryLetters {

    /** Between two looks into a mailbox, at first; then a tenth of the time that has passed: each look is a login. */
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Campaign campaign;
    private final Errands errands;
    private final SuppressionList suppressions;
    private final Stop stop;
    private final Timing timing;

    CanaryLetters(Campaign campaign, Errands errands, SuppressionList suppressions, Stop stop, Timing timing) {
        this.campaign = campaign;
        this.errands = errands;
        this.suppressions = suppressions;
        this.stop = stop;
        this.timing = timing;
    }

    /** Null where the job file names no mailboxes. */
    public @Nullable CanaryPost post() {
        Canary canary = campaign.check().canary();
        return canary == null || campaign.canaries().isEmpty() ? null : () -> flights(canary);
    }

    /** A letter on its way. */
    private record Away(MailboxAccount account, EmailAddress to, Relay relay, Instant since) {}

    private List<Flight> flights(Canary canary) {
        List<Flight> ended = new ArrayList<>();
        Map<String, Away> away = new LinkedHashMap<>();
        Map<MailboxAccount, Arrivals> mailboxes = new LinkedHashMap<>();
        for (MailboxAccount account : campaign.canaries()) {
            try {
                mailboxes.put(
                        account, Arrivals.in(account, timing, campaign.home().tokens()));
            } catch (MendableException e) {
                ended.add(new Flight.Unread(address(account), e.reason()));
            }
        }
        try {
            send(canary, mailboxes, away, ended);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(canary, mailboxes, away, ended);
        return ended;
    }

    /** The job file's reader requires it. */
    private static EmailAddress address(MailboxAccount account) {
        return Objects.requireNonNull(account.address());
    }

    private void send(
            Canary canary, Map<MailboxAccount, Arrivals> mailboxes, Map<String, Away> away, List<Flight> ended)
            throws IOException {
        try (Recipients recipients = Recipients.open(campaign.contacts(), suppressions.asOfNow())) {
            LetterComposer composer =
                    new LetterComposer(campaign.message(), recipients.columns(), MessageKeyFile.of(campaign.home()));
            for (Contact contact : first(recipients, canary.letters())) {
                for (MailboxAccount account : mailboxes.keySet()) {
                    send(composer, contact, account, away, ended);
                }
            }
        }
    }

    private static List<Contact> first(Recipients recipients, int letters) {
        List<Contact> first = new ArrayList<>();
        for (Listed row = recipients.next(); row != null && first.size() < letters; row = recipients.next()) {
            if (row instanceof Recipient recipient) {
                first.add(recipient.contact());
            }
        }
        return first;
    }

    private void send(
            LetterComposer composer,
            Contact contact,
            MailboxAccount account,
            Map<String, Away> away,
            List<Flight> ended) {
        EmailAddress to = address(account);
        List<RelayRoute> routes = campaign.relaysTo(to.domain());
        if (routes.isEmpty()) {
            ended.add(new Flight.Unsent(to, "", JobReason.WAY.of(to.domain()), false));
            return;
        }
        Relay relay = routes.get(0).relay();
        String name = relay.name().value();
        if (relay.isSandbox()) {
            ended.add(new Flight.Unsent(to, name, JobReason.CANARY_SANDBOX.of(), false));
            return;
        }
        if (stop.isRequested()) {
            return;
        }
        Letter letter = composer.composeCanary(to, contact, relay.from());
        ErrandResult result = errands.send(Errand.CANARY, relay, to, letter);
        if (result instanceof ErrandResult.Taken) {
            away.put(letter.messageId(), new Away(account, to, relay, timing.instant()));
        } else {
            boolean refused = result instanceof ErrandResult.Refused && result.exitCode() == ExitCodes.DATA;
            ended.add(new Flight.Unsent(to, name, result.inShort(), refused));
        }
    }

    private void await(
            Canary canary, Map<MailboxAccount, Arrivals> mailboxes, Map<String, Away> away, List<Flight> ended) {
        Instant begun = timing.instant();
        Instant latest = begun.plus(canary.patience());
        Map<MailboxAccount, Reason> silent = new HashMap<>();
        while (!away.isEmpty() && !stop.isRequested()) {
            mailboxes.forEach((account, arrivals) -> look(account, arrivals, away, silent, ended));
            Duration left = Duration.between(timing.instant(), latest);
            if (away.isEmpty() || left.isNegative() || left.isZero()) {
                break;
            }
            Duration tenth = Duration.between(begun, timing.instant()).dividedBy(10);
            Duration next = tenth.compareTo(BETWEEN) < 0 ? BETWEEN : tenth;
            if (!pause(left.compareTo(next) < 0 ? left : next)) {
                break;
            }
        }
        silent.forEach((account, why) -> unread(account, why, away, ended));
        away.values()
                .forEach(one -> ended.add(new Flight.Missing(
                        one.to(), one.relay().name().value(), Duration.between(one.since(), timing.instant()))));
    }

    /** Whether there is to be another look. */
    private boolean pause(Duration longest) {
        try {
            return stop.waitUntil(timing.instant().plus(longest), timing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param silent mailboxes that did not answer at the last look, and why; they are asked again */
    private void look(
            MailboxAccount account,
            Arrivals arrivals,
            Map<String, Away> away,
            Map<MailboxAccount, Reason> silent,
            List<Flight> ended) {
        if (away.values().stream().noneMatch(one -> one.account().equals(account))) {
            return;
        }
        List<Arrivals.Arrived> arrived;
        try {
            arrived = arrivals.look();
            silent.remove(account);
        } catch (MendableException e) {
            if (e.exitCode() == ExitCodes.UNAVAILABLE) {
                silent.put(account, e.reason());
            } else {
                unread(account, e.reason(), away, ended);
            }
            return;
        }
        for (Arrivals.Arrived letter : arrived) {
            Away one = away.remove(letter.first("Message-ID"));
            if (one != null) {
                ended.add(new Flight.Arrived(
                        one.to(),
                        account,
                        one.relay().name().value(),
                        letter.folder(),
                        !account.folders().contains(letter.folder()),
                        letter.header(),
                        Duration.between(one.since(), timing.instant())));
            }
        }
    }

    private static void unread(MailboxAccount account, Reason why, Map<String, Away> away, List<Flight> ended) {
        if (away.values().removeIf(one -> one.account().equals(account))) {
            ended.add(new Flight.Unread(address(account), why));
        }
    }
}
