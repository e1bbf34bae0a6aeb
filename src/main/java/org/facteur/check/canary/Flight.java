package org.facteur.check.canary;

import java.time.Duration;
import java.util.List;
import org.facteur.address.EmailAddress;
import org.facteur.campaign.MailboxAccount;
import org.facteur.reason.Reason;

/** What became of a letter that was sent to a mailbox of one's own. */
public sealed interface Flight {

    /** Whose mailbox it is. */
    EmailAddress to();

    /**
     * It has come.
     *
     * @param relay its name, over which it left
     * @param folder as the server calls it
     * @param spam whether that folder is not among those that are read
     * @param header its fields in order, unfolded, as they lie in the mailbox
     * @param after since the relay took it
     */
    record Arrived(
            EmailAddress to,
            MailboxAccount account,
            String relay,
            String folder,
            boolean spam,
            List<String> header,
            Duration after)
            implements Flight {

        public Arrived {
            header = List.copyOf(header);
        }
    }

    /** It has not come in time. */
    record Missing(EmailAddress to, String relay, Duration waited) implements Flight {}

    /**
     * It has not left.
     *
     * @param relay its name; "" where none was asked
     * @param refused whether the relay refuses the letter for good, and not us or at this time
     */
    record Unsent(EmailAddress to, String relay, Reason why, boolean refused) implements Flight {}

    /** It has left, or not even that, and the mailbox cannot be read. */
    record Unread(EmailAddress to, Reason why) implements Flight {}
}
