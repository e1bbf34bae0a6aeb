package org.facteur.report;

import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.facteur.campaign.Campaign;
import org.facteur.contact.Contact;
import org.facteur.contact.Recipients;
import org.facteur.home.HomeLedger;
import org.facteur.ledger.LedgerExport;
import org.facteur.ledger.Unreached;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.jspecify.annotations.Nullable;

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
     * Writes whom the letter did not reach, with all columns of the contacts file: those who get a printed card. The caller holds the home's
     * lock.
     *
     * @throws MendableException when no run has made a ledger yet
     */
    public static void unreached(Campaign campaign, LedgerWriter.Format format, Appendable out) throws IOException {
        List<Unreached.Row> rows;
        try (OpenLedger ledger = ledger(campaign)) {
            rows = new Unreached(ledger.jdbc(), campaign.name()).rows(ledger.isUpToDate());
        }
        Map<Unreached.Row, Contact> found = inFile(campaign, rows);
        List<Map<String, String>> contacts = rows.stream()
                .map(row -> {
                    Map<String, String> values = new LinkedHashMap<>(columns(row, found.get(row)));
                    values.put("unreached", row.why());
                    return values;
                })
                .toList();
        LedgerWriter.writeContacts(contacts, format, out);
    }

    private static Map<String, String> columns(Unreached.Row row, @Nullable Contact inFile) {
        if (row.values() != null) {
            return row.values();
        }
        return inFile == null ? Map.of("email", row.email()) : inFile.values();
    }

    /**
     * The rows that were never enlisted, as the contacts file has them now. They are found by what stands for an address: since the last
     * run rows may have been put in or sorted, and a line may be somebody else's. Of several with the same, such as an empty cell, each is
     * given once, the one in its old line first.
     */
    private static Map<Unreached.Row, Contact> inFile(Campaign campaign, List<Unreached.Row> rows) throws IOException {
        Map<String, List<Unreached.Row>> wanted =
                rows.stream().filter(row -> row.values() == null).collect(Collectors.groupingBy(Unreached.Row::email));
        Map<String, SortedMap<Long, Contact>> alike = new HashMap<>();
        if (!wanted.isEmpty() && Files.exists(campaign.contacts().file())) {
            Recipients.forEachContact(campaign.contacts(), (email, contact) -> {
                if (wanted.containsKey(email)) {
                    alike.computeIfAbsent(email, any -> new TreeMap<>()).put(contact.line(), contact);
                }
            });
        }
        Map<Unreached.Row, Contact> found = new HashMap<>();
        alike.forEach((email, contacts) -> {
            List<Unreached.Row> left = new ArrayList<>(wanted.getOrDefault(email, List.of()));
            left.removeIf(row -> {
                Contact inItsLine = contacts.remove(row.line());
                return inItsLine != null && found.put(row, inItsLine) == null;
            });
            Iterator<Contact> others = contacts.values().iterator();
            left.stream().takeWhile(row -> others.hasNext()).forEach(row -> found.put(row, others.next()));
        });
        return found;
    }
}
