package org.facteur.inbox;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.MailboxAccount;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.store.OpenLedger;

/** Reads what came back for a campaign. Marks, moves, deletes and answers nothing. */
public final class Inbox {

    private Inbox() {}

    /**
     * The campaign's mailboxes, behind what was read before. The caller holds the home's lock.
     *
     * @throws org.facteur.reason.MendableException when one cannot be reached, refuses the login, or has no such folder; what was read
     *     stays so
     */
    public static InboxResult read(Campaign campaign, InstantSource clock) {
        return read(campaign, clock.instant(), pass -> {
            for (MailboxAccount account : campaign.inbox().mailboxes()) {
                new ImapMailbox(new ImapAccount(account, clock, campaign.home().tokens())).readInto(pass);
            }
        });
    }

    /**
     * Files instead of mailboxes. The caller holds the home's lock.
     *
     * @throws org.facteur.reason.MendableException when a file is not there, or cannot be read
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
