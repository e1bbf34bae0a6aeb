package org.facteur.home;

import java.io.IOException;
import org.facteur.contact.Suppressions;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.store.OpenLedger;
import org.jspecify.annotations.Nullable;

/**
 * What a home knows from before a mailing.
 *
 * @param suppressions who is not written to any more
 * @param letters of the campaign before it; 0 where there was none
 */
public record Earlier(Suppressions suppressions, long letters) {

    /** Of a new home. */
    public static final Earlier NOTHING = new Earlier(Suppressions.NONE, 0);

    /**
     * As of now. While a run goes on, only a database server can be asked: {@code var/ledger} is the run's, and nothing is known.
     *
     * @param database the job file's; null: it names none
     * @param campaign the name of the mailing
     */
    public static Earlier of(Home home, @Nullable Database database, String campaign) throws IOException {
        return KnownSuppressions.look(home, database, NOTHING, ledger -> of(ledger, campaign));
    }

    /** The same of a ledger. */
    public static Earlier of(OpenLedger ledger, String campaign) {
        return new Earlier(KnownSuppressions.of(ledger), new Campaigns(ledger.jdbc()).lettersOfLast(campaign));
    }
}
