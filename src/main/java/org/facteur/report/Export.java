package org.facteur.report;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.facteur.campaign.Campaign;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.LedgerExport;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;

/** The ledger's rows of a campaign, for other programs. */
public final class Export {

    private Export() {}

    /**
     * The states that were asked for, by the names the ledger knows.
     *
     * @param names in any case, with {@code -} or {@code _}
     * @throws MendableException when one is no state
     */
    public static Set<String> states(List<String> names) {
        Set<String> states = new TreeSet<>();
        for (String name : names) {
            String state = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            if (!LedgerExport.states().contains(state)) {
                throw new MendableException(ReportReason.STATE.of(name, LedgerExport.states()), ExitCodes.USAGE);
            }
            states.add(state);
        }
        return states;
    }

    /**
     * Writes them in the order of the contacts file. The caller holds the home's lock.
     *
     * @param states empty: all
     * @throws MendableException when no run has made a ledger yet
     */
    public static void write(Campaign campaign, Set<String> states, LedgerWriter.Format format, Appendable out) {
        try (OpenLedger ledger = HomeLedger.of(campaign.home(), campaign.database())
                .open()
                .orElseThrow(() -> new MendableException(
                        ReportReason.LEDGER_NONE.of(campaign.home().dir()), ExitCodes.NO_INPUT))) {
            LedgerWriter.write(
                    new LedgerExport(ledger.template(), campaign.name()), states, format, out, ZoneId.systemDefault());
        }
    }
}
