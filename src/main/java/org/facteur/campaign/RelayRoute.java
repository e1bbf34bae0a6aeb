package org.facteur.campaign;

import java.util.List;
import java.util.Locale;
import org.facteur.relay.Relay;
import org.jspecify.annotations.Nullable;

/**
 * A relay as a campaign uses it.
 *
 * @param weight share of the letters, 1 to 1000; 0: by preference, in the order of the list
 * @param recipientDomains {@code for:} patterns in lower case and ASCII, such as {@code gmail.com}, {@code *.edu} (any domain
 *     below edu, not edu itself) or {@code *}; empty: all
 * @param preset whose relay it is, such as {@code gandi}; null: the job file does not say
 */
public record RelayRoute(
        Relay relay,
        int weight,
        List<String> recipientDomains,
        @Nullable String preset) {

    public RelayRoute {
        recipientDomains = List.copyOf(recipientDomains);
    }

    /**
     * @param domain a recipient's, in ASCII
     * @return whether letters to it may go this way
     */
    public boolean carries(String domain) {
        String asked = domain.toLowerCase(Locale.ROOT);
        return recipientDomains.isEmpty() || recipientDomains.stream().anyMatch(pattern -> matches(pattern, asked));
    }

    private static boolean matches(String pattern, String domain) {
        if (pattern.equals("*")) {
            return true;
        }
        // The dot stays in the comparison, so that *.edu does not carry notedu.
        return pattern.startsWith("*.") ? domain.endsWith(pattern.substring(1)) : domain.equals(pattern);
    }
}
