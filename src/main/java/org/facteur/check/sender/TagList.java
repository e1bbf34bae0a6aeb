package org.facteur.check.sender;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** {@code v=DKIM1; p=...} (RFC 6376, 3.2), as DKIM keys and DMARC records are written. */
final class TagList {

    private TagList() {}

    /** By names in lower case; of two with one name the first. */
    static Map<String, String> read(String text) {
        Map<String, String> tags = new HashMap<>();
        for (String tag : text.split(";", -1)) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.putIfAbsent(
                        tag.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        tag.substring(equals + 1).strip());
            }
        }
        return tags;
    }
}
