package org.facteur.job.run;

import org.facteur.campaign.Campaign;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayClient;
import org.facteur.relay.RelaySlots;
import org.facteur.relay.SandboxServer;
import org.jspecify.annotations.Nullable;

/** Opens connection slots at the relays of a campaign: EHLO says its domain, and the sandbox is where it listens in this process. */
@FunctionalInterface
public interface CampaignRelays {

    /** One slot; it connects when its first letter is submitted. */
    RelayClient open(Relay relay);

    /** @param sandbox null where no letter goes there */
    static CampaignRelays of(Campaign campaign, RelaySlots slots, @Nullable SandboxServer sandbox) {
        String ehloName = campaign.from().address().domain().name();
        return relay -> slots.open(sandbox != null && relay.isSandbox() ? relay.at(sandbox.port()) : relay, ehloName);
    }
}
