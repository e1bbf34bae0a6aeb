package org.facteur.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.facteur.address.Domain;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.contact.ContactSource;
import org.facteur.home.Database;
import org.facteur.home.Home;
import org.facteur.message.MessageSpec;
import org.facteur.pace.Pace;
import org.facteur.reason.Reason;
import org.facteur.relay.RelayName;
import org.facteur.verdict.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A job file that has been read, checked and can be trusted: files exist, figures are in range, relays are complete.
 *
 * @param name 1 to 100 of {@code A-Za-z0-9._-}, not starting with a dot: it becomes a folder's name
 * @param jobFile as the user gave it
 * @param database that keeps the ledger; null: {@code var/ledger} of the home
 * @param cluster whether several machines send it
 * @param locale of the letters
 * @param relays in order of preference; not empty
 * @param staleAfter an unfinished campaign this old is resumed only by hand; more than zero
 * @param replies file with the user's own rules for what servers answer; null: none
 * @param notifyTo who is told how a run ended (key {@code campaign.notify}), each once; may be empty
 * @param check what is looked at before the first letter leaves
 * @param inbox where answers and bounces arrive
 * @param canaries where the first letters are sent to and read back, if {@code check.canary} says so; may be empty
 * @param warnings what the user should know before sending, none of them holds the run up
 */
public record Campaign(
        String name,
        Path jobFile,
        Home home,
        @Nullable Database database,
        ClusterSpec cluster,
        Mailbox from,
        Locale locale,
        ContactSource contacts,
        MessageSpec message,
        List<RelayRoute> relays,
        Pace pace,
        RetryPolicy retry,
        OnDoubt onDoubt,
        Duration staleAfter,
        @Nullable Path replies,
        List<EmailAddress> notifyTo,
        CheckSpec check,
        InboxSpec inbox,
        List<MailboxAccount> canaries,
        List<Reason> warnings) {

    public Campaign {
        relays = List.copyOf(relays);
        notifyTo = notifyTo.stream().distinct().toList();
        canaries = List.copyOf(canaries);
        warnings = List.copyOf(warnings);
        if (relays.isEmpty()) {
            throw new IllegalArgumentException("a campaign needs a relay");
        }
    }

    /** The same, with workers to send it. */
    public Campaign withWorkers() {
        return new Campaign(
                name,
                jobFile,
                home,
                database,
                cluster.withWorkers(),
                from,
                locale,
                contacts,
                message,
                relays,
                pace,
                retry,
                onDoubt,
                staleAfter,
                replies,
                notifyTo,
                check,
                inbox,
                canaries,
                warnings);
    }

    /** The zone in which its days and nights are meant: its sending window's, or the machine's where it has none. */
    public ZoneId zone() {
        return pace.window() == null ? ZoneId.systemDefault() : pace.window().zone();
    }

    /** Where its contacts are. */
    public Path contactsFile() {
        return contacts.file();
    }

    /** By what letters that got no answer go again unasked; null: they are held in doubt. */
    public @Nullable RetryPolicy resend() {
        return onDoubt == OnDoubt.RESEND ? retry : null;
    }

    /** Whether all its letters go into the sandbox. */
    public boolean reachesNobody() {
        return relays.stream().allMatch(route -> route.relay().name().equals(RelayName.SANDBOX));
    }

    /** What an attempt may take at the longest, whichever relay it goes through. */
    public Duration longestTimeout() {
        return relays.stream()
                .map(route -> route.relay().timeout())
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** The relays that carry letters to a recipient domain, in order of preference. */
    public List<RelayRoute> relaysTo(Domain recipients) {
        return relays.stream().filter(route -> route.carries(recipients.name())).toList();
    }
}
