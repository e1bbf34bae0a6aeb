package org.facteur.report;

import java.io.IOException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.facteur.campaign.Campaign;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.LedgerExport;
import org.facteur.ledger.Unreached;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;

/** The ledger's rows of a campaign, for other programs. */
public final class Export {

    private Export() {}

    /** Those that may be asked for. */
    public static List<String> states() {
        return List.copyOf(LedgerExport.states());
    }

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
        try (OpenLedger ledger = ledger(campaign)) {
            LedgerWriter.write(
                    new LedgerExport(ledger.template(), campaign.name()), states, format, out, ZoneId.systemDefault());
        }
    }

    private static OpenLedger ledger(Campaign campaign) {
        OpenLedger ledger = HomeLedger.of(campaign.home(), campaign.database())
                .open()
                .orElseThrow(() -> new MendableException(
                        ReportReason.LEDGER_NONE.of(campaign.home().dir()), ExitCodes.NO_INPUT));
        try {
            Statuses.refuseUnknown(ledger, campaign);
            return ledger;
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /**
     * Writes whom the letter did not reach, with all columns that the contacts file had as they were enlisted or left out: those who get a
     * printed card. The caller holds the home's lock.
     *
     * @throws MendableException when no run has made a ledger yet
     */
    public static void unreached(Campaign campaign, LedgerWriter.Format format, Appendable out) throws IOException {
        List<Unreached.Row> rows;
        try (OpenLedger ledger = ledger(campaign)) {
            rows = new Unreached(ledger.jdbc(), campaign.name()).rows(ledger.isAtLeast(Unreached.SINCE));
        }
        List<Map<String, String>> contacts = rows.stream()
                .map(row -> {
                    Map<String, String> values =
                            new LinkedHashMap<>(row.values() == null ? Map.of("email", row.email()) : row.values());
                    values.put("unreached", row.why());
                    return values;
                })
                .toList();
        LedgerWriter.writeContacts(contacts, format, out);
    }
}
