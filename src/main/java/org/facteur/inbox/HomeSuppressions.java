package org.facteur.inbox;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.address.EmailAddress;
import org.facteur.home.Home;
import org.facteur.home.HomeLedger;
import org.facteur.home.MessageKeyFile;
import org.facteur.ledger.FailingAddresses;
import org.facteur.ledger.FailingAddresses.Failing;
import org.facteur.ledger.Suppression;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.WrittenLetters;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The owner's hand on the list of those who are not written to any more. The caller holds the home's lock: no run goes on meanwhile. */
public final class HomeSuppressions implements AutoCloseable {

    /**
     * What became of it.
     *
     * @param named how many addresses were given
     * @param added how many are new on the list
     * @param excluded letters that waited for them, and were taken out
     * @param unread lines of the file that hold an {@code @}, and named nobody; 1 for the first
     */
    public record Change(int named, int added, int excluded, List<Long> unread) {}

    private final Home home;
    private final OpenLedger ledger;
    private final SuppressionList list;
    private final Instant now;

    /** Makes the ledger where no run has made it yet: who is to be left alone is known before the first letter. */
    public HomeSuppressions(Home home, HomeLedger homeLedger, Instant now) {
        this.home = home;
        this.now = now;
        ledger = homeLedger.make();
        ledger.claim();
        list = new SuppressionList(ledger.template());
    }

    /**
     * @param reason null: the owner's word
     * @throws MendableException when an address is not one; nothing is changed then
     */
    public Change add(List<String> addresses, @Nullable String reason) {
        Reason why = reason == null ? InboxReason.SUPPRESSED_OWNER.of() : Reason.verbatim(reason.strip());
        List<Suppression> suppressions = emails(addresses).stream()
                .map(address -> new Suppression(address, why, null, now))
                .toList();
        return add(suppressions, List.of());
    }

    /**
     * @param reason null: what the file says
     * @throws MendableException when the file cannot be read
     */
    public Change read(Path file, @Nullable String reason) {
        LetterFinder letters = new LetterFinder(new WrittenLetters(ledger.template()), MessageKeyFile.of(home));
        SuppressionFile.Named named =
                SuppressionFile.read(letters, file, reason == null ? null : Reason.verbatim(reason.strip()), now);
        return add(named.suppressions(), named.unread());
    }

    private Change add(List<Suppression> suppressions, List<Long> unread) {
        AtomicInteger added = new AtomicInteger();
        AtomicInteger excluded = new AtomicInteger();
        ledger.inOneCommit(() -> {
            added.set(list.add(suppressions));
            excluded.set(list.exclude());
        });
        return new Change(suppressions.size(), added.get(), excluded.get(), unread);
    }

    /**
     * @return how many were on it
     * @throws MendableException when an address is not one; nothing is changed then
     */
    public int remove(List<String> addresses) {
        List<EmailAddress> emails = emails(addresses);
        AtomicInteger removed = new AtomicInteger();
        ledger.inOneCommit(() -> emails.forEach(email -> removed.addAndGet(list.remove(email) ? 1 : 0)));
        return removed.get();
    }

    public List<Suppression> all() {
        return list.all();
    }

    /** Addresses that letters of several campaigns did not reach: for the owner to decide about. */
    public List<Failing> failing() {
        return new FailingAddresses(ledger.jdbc()).all();
    }

    private static List<EmailAddress> emails(List<String> addresses) {
        List<EmailAddress> emails = new ArrayList<>();
        for (String address : addresses) {
            try {
                emails.add(EmailAddress.of(address));
            } catch (InvalidValueException e) {
                throw new MendableException(e.reason(), ExitCodes.USAGE);
            }
        }
        return emails;
    }

    @Override
    public void close() {
        ledger.close();
    }
}
