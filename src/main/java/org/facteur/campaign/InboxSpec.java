package org.facteur.campaign;

import java.util.List;

/**
 * Where answers and bounces of a campaign arrive, and what is kept of them.
 *
 * @param mailboxes that are read, in this order; may be empty
 * @param keepsAnswers whether the first line of what people write is kept; else only that they did
 */
public record InboxSpec(List<MailboxAccount> mailboxes, boolean keepsAnswers) {

    /** What is kept of an answer (key {@code campaign.keep-answers}). */
    enum Kept {
        FIRST_LINE,
        NONE
    }

    public InboxSpec {
        mailboxes = List.copyOf(mailboxes);
    }

    /** Whether there is any mailbox to read. */
    public boolean isEmpty() {
        return mailboxes.isEmpty();
    }
}
