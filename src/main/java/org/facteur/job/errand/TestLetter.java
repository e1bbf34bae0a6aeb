package org.facteur.job.errand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.RelayRoute;
import org.facteur.contact.Contact;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.dispatch.Stop;
import org.facteur.home.HomeLedger;
import org.facteur.home.KnownSuppressions;
import org.facteur.home.MessageKeyFile;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.JobReason;
import org.facteur.job.run.MailingContext;
import org.facteur.message.Letter;
import org.facteur.message.LetterComposer;
import org.facteur.message.MessageSpec.Unsubscribe;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClients;
import org.facteur.relay.SandboxServer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A contact's letter, sent to its owner through the campaign's own relay: it counts against the quotas and for no recipient. The caller
 * holds the home's lock.
 */
public final class TestLetter {

    /** For {@link Request#line}: the first row that a letter goes to. */
    public static final long FIRST = 0;

    private final Timing timing;

    public TestLetter(Timing timing) {
        this.timing = timing;
    }

    /**
     * What is asked for.
     *
     * @param to address that gets it
     * @param line of the contacts file in which the contact's row begins; {@link #FIRST}
     * @param relay its name; null: the first in order of preference that carries letters there
     */
    public record Request(String to, long line, @Nullable String relay) {}

    /**
     * What came of it.
     *
     * @param relay its name
     * @param place contacts file and line of the contact
     * @param personalLink whether the letter has an unsubscribe link that may be the contact's own
     * @param letters folder in which the sandbox keeps it; null where it has really left
     */
    public record Sending(
            String relay,
            String place,
            boolean personalLink,
            @Nullable Path letters,
            ErrandResult result) {}

    /**
     * @throws MendableException when there is no such row, relay or address
     * @throws org.facteur.message.template.TemplateException when the letter cannot be merged with the contact
     * @throws org.facteur.contact.ContactFileException when the contacts cannot be read
     */
    public Sending send(Campaign campaign, Request request) {
        EmailAddress to = address(request.to());
        Relay relay = route(campaign, request.relay(), to).relay();
        Contact contact;
        Letter letter;
        Suppressions suppressions = KnownSuppressions.underLock(campaign.home(), campaign.database());
        try (Recipients contacts = Recipients.open(campaign.contacts(), suppressions)) {
            contact = contact(contacts, campaign.contacts(), request.line());
            letter = new LetterComposer(campaign.message(), contacts.columns(), MessageKeyFile.of(campaign.home()))
                    .composeTest(to, contact, relay.from());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean sandboxed = relay.isSandbox();
        Path letters = sandboxed ? campaign.home().sandbox(campaign.name()) : null;
        RelayClients slots =
                new RelayClients(timing, () -> false, campaign.home().tokens());
        try (@Nullable SandboxServer sandbox = letters == null ? null : new SandboxServer(letters);
                HomeLedger ledger = HomeLedger.of(campaign.home(), campaign.database());
                ConfigurableApplicationContext context = MailingContext.start(
                        ErrandParts.class,
                        campaign,
                        ledger,
                        timing,
                        new Stop(),
                        CampaignRelays.of(campaign, slots::open, sandbox))) {
            Errands errands = context.getBean(Errands.class);
            errands.settle();
            ErrandResult result = errands.send(Errand.TEST, relay, to, letter);
            Unsubscribe unsubscribe = campaign.message().unsubscribe();
            return new Sending(
                    relay.name().value(),
                    place(campaign.contacts(), contact.line()),
                    unsubscribe != null && unsubscribe.url() != null,
                    letters,
                    result);
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot be opened", e);
        }
    }

    private static EmailAddress address(String text) {
        try {
            return EmailAddress.of(text);
        } catch (InvalidValueException e) {
            throw new MendableException(Reason.at("--to", e.reason()), ExitCodes.USAGE);
        }
    }

    private static RelayRoute route(Campaign campaign, @Nullable String name, EmailAddress to) {
        if (name != null) {
            return campaign.relays().stream()
                    .filter(route -> route.relay().name().value().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new MendableException(JobReason.RELAY_UNKNOWN.of(name, names(campaign)), ExitCodes.USAGE));
        }
        String domain = to.domain().name();
        return campaign.relays().stream()
                .filter(route -> route.carries(domain))
                .findFirst()
                .orElseThrow(
                        () -> new MendableException(JobReason.RELAY_NAME.of(domain, names(campaign)), ExitCodes.USAGE));
    }

    private static List<String> names(Campaign campaign) {
        return campaign.relays().stream()
                .map(route -> route.relay().name().value())
                .toList();
    }

    private static Contact contact(Recipients recipients, ContactSource source, long line) {
        for (Listed next = recipients.next(); next != null; next = recipients.next()) {
            if (next instanceof Recipient recipient && (line == FIRST || line == next.line())) {
                return recipient.contact();
            }
            if (next instanceof Exclusion exclusion && line == next.line()) {
                throw new MendableException(
                        Reason.at(place(source, line), JobReason.ROW_LEFT.of(exclusion.reason())), ExitCodes.DATA);
            }
        }
        throw line == FIRST
                ? new MendableException(Reason.at(source.file(), JobReason.ROW_NONE.of()), ExitCodes.DATA)
                : new MendableException(
                        Reason.at(
                                place(source, line),
                                (source.where() == null ? JobReason.ROW : JobReason.ROW_WHERE).of()),
                        ExitCodes.USAGE);
    }

    private static String place(ContactSource source, long line) {
        return source.file() + ":" + line;
    }
}
