package org.facteur.inbox;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.MailboxAccount;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.MendableException;

/** Reads what came back for a campaign. Marks, moves, deletes and answers nothing. */
public final class Inbox {

    private Inbox() {}

    /**
     * The campaign's mailboxes, behind what was read before. The caller holds the home's lock.
     *
     * @param isOver asked now and then: whether what is left is to be read another time
     * @throws MendableException when one cannot be reached, refuses the login, or has no such folder; the others have
     *     been read
     */
    public static InboxResult read(Campaign campaign, InstantSource clock, BooleanSupplier isOver) {
        return read(campaign, clock.instant(), pass -> {
            MendableException failed = null;
            for (MailboxAccount account : campaign.inbox().mailboxes()) {
                try {
                    new ImapMailbox(
                                    new ImapAccount(
                                            account, clock, campaign.home().tokens()),
                                    isOver)
                            .readInto(pass);
                } catch (MendableException e) {
                    failed = failed == null ? e : failed;
                }
            }
            if (failed != null) {
                throw failed;
            }
        });
    }

    /**
     * Files instead of mailboxes. The caller holds the home's lock.
     *
     * @throws MendableException when a file is not there, or cannot be read
     */
    public static InboxResult read(Campaign campaign, List<Path> files, Instant now) {
        return read(campaign, now, pass -> files.forEach(pass::read));
    }

    private static InboxResult read(Campaign campaign, Instant now, Consumer<InboxPass> reading) {
        try (HomeLedger home = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = home.make()) {
            ledger.claim();
            InboxPass pass = new InboxPass(ledger, campaign, now);
            reading.accept(pass);
            return pass.result(campaign.name());
        }
    }
}
