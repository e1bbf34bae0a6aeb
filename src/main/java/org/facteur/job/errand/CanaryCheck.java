package org.facteur.job.errand;

import java.io.IOException;
import java.util.Set;
import org.facteur.campaign.Campaign;
import org.facteur.check.CheckReport;
import org.facteur.check.mailing.MailingCheck;
import org.facteur.dispatch.Stop;
import org.facteur.home.Earlier;
import org.facteur.home.HomeLedger;
import org.facteur.job.run.CampaignRelays;
import org.facteur.job.run.MailingContext;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.SuppressionList;
import org.facteur.pace.Timing;
import org.facteur.relay.RelayClients;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole check with letters to the sender's own mailboxes. The caller holds the home's lock. */
public final class CanaryCheck {

    private CanaryCheck() {}

    /**
     * @param campaign read to send, with mailboxes for canaries
     * @param accepted ids of findings that are accepted this once
     * @param stop ends the waiting
     */
    public static CheckReport of(Campaign campaign, Set<String> accepted, Stop stop, Timing timing) throws IOException {
        RelayClients slots =
                new RelayClients(timing, stop::isRequested, campaign.home().tokens());
        try (HomeLedger ledger = HomeLedger.of(campaign.home(), campaign.database());
                ConfigurableApplicationContext context = MailingContext.start(
                        ErrandParts.class,
                        campaign,
                        ledger,
                        timing,
                        stop,
                        CampaignRelays.of(campaign, slots::open, null))) {
            context.getBean(Errands.class).settle();
            CanaryLetters letters = context.getBean(CanaryLetters.class);
            return MailingCheck.of(
                    campaign,
                    new Earlier(
                            context.getBean(SuppressionList.class).asOfNow(),
                            context.getBean(Campaigns.class).lettersOfLast(campaign.name())),
                    new MailingCheck.Asked(false, accepted, letters.post()),
                    timing);
        }
    }
}
