package org.facteur.inbox;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.facteur.campaign.Campaign;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.store.OpenLedger;

/** Reads what came back for a campaign. Marks, moves, deletes and answers nothing. */
public final class Inbox {

    private Inbox() {}

    /**
     * Files instead of mailboxes. The caller holds the home's lock.
     *
     * @throws org.facteur.reason.MendableException when a file is not there, or cannot be read
     */
    public static InboxResult read(Campaign campaign, List<Path> files, Instant now) {
        try (HomeLedger home = HomeLedger.of(campaign.home(), campaign.database());
                OpenLedger ledger = home.make()) {
            ledger.claim();
            InboxPass pass = new InboxPass(ledger, campaign, now);
            files.forEach(pass::read);
            return pass.result(campaign.name());
        }
    }
}
