package org.facteur.inbox;

import java.util.Locale;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonKey;

/** What a message that came back is. */
public enum ReturnKind implements ReasonKey {
    /** A letter was not delivered, and will not be. */
    BOUNCE,
    /** A letter is not delivered yet; its server goes on trying. */
    DELAY,
    /** A letter was delivered, or passed on to a server that reports nothing. */
    DELIVERED,
    /** Out of office, holidays, "we have received your message". */
    AUTO_REPLY,
    /** Wants the sender to prove that he is a person. Never answered. */
    CHALLENGE,
    /** Somebody called a letter spam (RFC 5965). */
    COMPLAINT,
    /** Somebody's program says that a letter was shown, or deleted (RFC 8098). */
    MDN,
    /** Somebody asks not to be written to any more, and says nothing else. */
    UNSUBSCRIBE,
    /** A person wrote. */
    ANSWER,
    /** None of these: a newsletter, a notification, a mailing list. */
    OTHER;

    /** As it stands in JSON and in the ledger: {@code auto-reply}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people, in a few words. */
    Reason meaning() {
        return of();
    }

    @Override
    public String id() {
        return "inbox.kind." + label();
    }
}
