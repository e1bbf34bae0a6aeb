package org.facteur.check.sender;

import java.util.List;
import java.util.Optional;
import org.facteur.address.Domain;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Preset;
import org.facteur.campaign.Presets;
import org.facteur.campaign.Providers;
import org.facteur.campaign.RelayRoute;
import org.facteur.check.sender.SenderData.Sending;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.relay.Relay;
import org.jspecify.annotations.Nullable;

/**
 * A way that letters take.
 *
 * @param from of the letters, and their envelope's sender
 * @param relay its name in the job file
 * @param host it is reached at
 * @param sending what is known of it; null: nothing
 * @param signer of ours that can speak for From; null: none
 */
record SendingPath(
        EmailAddress from,
        String relay,
        String host,
        @Nullable Sending sending,
        @Nullable DkimSigner signer) {

    /** Of a campaign's relays, but not of the sandbox: nobody looks at what goes there. */
    static List<SendingPath> of(Campaign campaign) {
        return campaign.relays().stream()
                .filter(route -> !route.relay().isSandbox())
                .map(route -> of(campaign, route))
                .toList();
    }

    private static SendingPath of(Campaign campaign, RelayRoute route) {
        Relay relay = route.relay();
        EmailAddress from = (relay.from() == null ? campaign.from() : relay.from()).address();
        DkimSigner signer = campaign.message().dkim();
        return new SendingPath(
                from,
                relay.name().value(),
                relay.host(),
                SenderData.relay(route.preset() != null ? route.preset() : presetOf(relay.host()))
                        .orElse(null),
                signer != null && signer.alignsWith(from.domain()) ? signer : null);
    }

    /** Whose relay listens there; null where that is not known. A host without a dot is one's own. */
    private static @Nullable String presetOf(String host) {
        return Presets.all().stream()
                .filter(preset -> preset.host().equals(host) && host.matches(".*\\.[a-z]+"))
                // Of Google's two at one host the one for domains of one's own comes last.
                .reduce((first, last) -> last)
                .map(Preset::name)
                .orElse(null);
    }

    Domain domain() {
        return from.domain();
    }

    /** Whether the relay is that of whose mailbox From is: it vouches for it by itself. */
    boolean isAtHome() {
        Optional<String> provider = Providers.byDomain(domain());
        if (provider.isEmpty()) {
            return false;
        }
        return provider.equals(Optional.ofNullable(sending).map(Sending::provider))
                || provider.equals(providerOf(host));
    }

    private static Optional<String> providerOf(String host) {
        for (int dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1)) {
            String parent = host.substring(dot + 1);
            Optional<String> provider = parent.contains(".") && parent.matches("[a-z0-9.-]*[a-z][a-z0-9.-]*")
                    ? Providers.byDomain(new Domain(parent))
                    : Optional.empty();
            if (provider.isPresent()) {
                return provider;
            }
        }
        return Optional.empty();
    }
}
