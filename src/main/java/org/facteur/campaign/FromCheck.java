package org.facteur.campaign;

import java.util.Optional;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Preset.FromRule;
import org.facteur.reason.Reason;

/** Says before sending that a relay would not take the From: it would refuse each letter, or write another From into it. */
final class FromCheck {

    private FromCheck() {}

    /**
     * @param from of letters through this relay
     * @param place key that says so, at the relay or in the campaign
     */
    static void check(RelayReader.Read read, EmailAddress from, Section place) {
        Preset preset = read.preset();
        String username = read.relay().credentials().username();
        if (preset == null
                || preset.fromRule() == null
                || username == null
                || read.section().has("host")) {
            return;
        }
        if (isAccount(username, from)) {
            return;
        }
        // An alias may be set up at the provider: only one at a foreign domain is surely none.
        boolean sure = preset.fromRule() == FromRule.PROVIDER && isForeign(username, from);
        Reason what = JobFileReason.RELAY_FROM.of(
                from,
                preset.name(),
                sure ? username : JobFileReason.RELAY_FROM_ALIAS.of(username),
                username,
                read.section().path());
        if (sure) {
            place.problem("from", what);
        } else {
            place.warn("from", what);
        }
    }

    // Many providers take the part before the @ for a login too.
    private static boolean isAccount(String username, EmailAddress from) {
        return username.indexOf('@') < 0
                ? username.equalsIgnoreCase(from.localPart())
                : username.equalsIgnoreCase(from.toString());
    }

    private static boolean isForeign(String username, EmailAddress from) {
        Optional<String> provider;
        try {
            provider = Providers.byDomain(EmailAddress.of(username).domain());
        } catch (IllegalArgumentException e) {
            return false;
        }
        return provider.isPresent() && !provider.equals(Providers.byDomain(from.domain()));
    }
}
