package org.facteur.check.sender;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A domain's DMARC record (RFC 9989, 4.7).
 *
 * @param domain at whose {@code _dmarc} it stands
 */
record DmarcRecord(String domain, Map<String, String> tags) {

    /** The one there is; several are taken for none (RFC 9989, 4.10). */
    static Optional<DmarcRecord> of(String domain, List<String> texts) {
        List<String> records = texts.stream()
                .filter(text -> text.matches("\\s*v\\s*=\\s*DMARC1\\s*(;.*)?"))
                .toList();
        return records.size() == 1
                ? Optional.of(new DmarcRecord(domain, TagList.read(records.get(0))))
                : Optional.empty();
    }

    /** {@code y} at a registry, {@code n} at the top of an owner's names, {@code u} for neither. */
    String psd() {
        return tag("psd", "u");
    }

    boolean strict(String alignment) {
        return tag(alignment, "r").equals("s");
    }

    boolean isTest() {
        return tag("t", "n").equals("y");
    }

    /** @param below whether it is for a domain below the one it stands at */
    DmarcPolicy policy(boolean below) {
        String own = tag("p", "none");
        return DmarcPolicy.read(below ? tag("sp", own) : own);
    }

    private String tag(String name, String otherwise) {
        return tags.getOrDefault(name, otherwise).toLowerCase(Locale.ROOT);
    }
}
