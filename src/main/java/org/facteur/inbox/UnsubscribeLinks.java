package org.facteur.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.Campaign;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.home.MessageKeyFile;
import org.facteur.message.LetterComposer;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.MendableException;

/** The address and the link by which a contact unsubscribes, as the letter has them. */
public final class UnsubscribeLinks {

    private UnsubscribeLinks() {}

    /**
     * The caller holds the home's lock: the key of tokens is made where there is none.
     *
     * @throws MendableException when nobody in the contacts file has the address, or the campaign offers no way to unsubscribe
     */
    public static List<String> of(Campaign campaign, String address) {
        EmailAddress wanted = address(address);
        try (Recipients recipients = Recipients.open(campaign.contacts(), Suppressions.NONE)) {
            LetterComposer composer =
                    new LetterComposer(campaign.message(), recipients.columns(), MessageKeyFile.of(campaign.home()));
            for (Listed next = recipients.next(); next != null; next = recipients.next()) {
                if (next instanceof Recipient recipient && recipient.address().equals(wanted)) {
                    List<String> links = composer.unsubscribeLinks(wanted, recipient.contact());
                    if (links.isEmpty()) {
                        throw new MendableException(InboxReason.LINK_NONE.of(), ExitCodes.CONFIG);
                    }
                    return links;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new MendableException(
                InboxReason.LINK_NOBODY.of(campaign.contacts().file(), wanted), ExitCodes.USAGE);
    }

    private static EmailAddress address(String text) {
        try {
            return EmailAddress.of(text);
        } catch (InvalidValueException e) {
            throw new MendableException(e.reason(), ExitCodes.USAGE);
        }
    }
}
