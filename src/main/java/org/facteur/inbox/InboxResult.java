package org.facteur.inbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.ledger.ReturnHistory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a look into the mailboxes found.
 *
 * @param read messages looked at
 * @param fresh those that had not been read before
 * @param kinds messages of each kind that were written down, this time
 * @param people of each kind, all in all, by {@link ReturnKind#label}; and what else {@link org.facteur.ledger.ReturnHistory#counts} counts
 * @param suppressed who is not written to any more since
 * @param proved letters in doubt that turned out to be sent
 * @param excluded letters that waited, and are left out since
 */
public record InboxResult(
        String campaign,
        long read,
        long fresh,
        Map<ReturnKind, Long> kinds,
        Map<String, Long> people,
        List<String> suppressed,
        long proved,
        long excluded) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How many people there are of a kind, all in all. */
    public long people(ReturnKind kind) {
        return people.getOrDefault(kind.label(), 0L);
    }

    /** Messages about letters that nobody could find, all in all. */
    public long unmatched() {
        return people.getOrDefault(ReturnHistory.UNMATCHED, 0L);
    }

    /** Addresses that letters of several campaigns did not reach: for the owner to decide about. */
    public long suggested() {
        return people.getOrDefault(ReturnHistory.SUGGESTED, 0L);
    }

    /** Whether anything came back that had not been read before. */
    public boolean isNews() {
        return !kinds.isEmpty();
    }

    /** One line. */
    public String toJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("campaign", campaign);
        fields.put("read", read);
        fields.put("new", fresh);
        Map<String, Long> fresh = new LinkedHashMap<>();
        Map<String, Long> all = new LinkedHashMap<>();
        for (ReturnKind kind : ReturnKind.values()) {
            fresh.put(kind.label(), kinds.getOrDefault(kind, 0L));
            all.put(kind.label(), people(kind));
        }
        fields.put("kinds", fresh);
        fields.put("people", all);
        fields.put(ReturnHistory.UNPROVEN, people.getOrDefault(ReturnHistory.UNPROVEN, 0L));
        fields.put(ReturnHistory.UNMATCHED, unmatched());
        fields.put(ReturnHistory.SUGGESTED, suggested());
        fields.put("suppressed", suppressed);
        fields.put("provedSent", proved);
        fields.put("excluded", excluded);
        return JSON.writeValueAsString(fields);
    }
}
