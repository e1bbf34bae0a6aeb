package org.facteur.verdict;

import java.util.Arrays;
import java.util.Optional;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonKey;

/** What a reply means. */
public enum Category implements ReasonKey {
    ACCEPTED("accepted"),
    AUTH_FAILED("auth-failed"),
    AUTH_REQUIRED("auth-required"),
    BAD_DOMAIN("bad-domain"),
    CONNECTION_LIMIT("connection-limit"),
    CONTENT_REJECTED("content-rejected"),
    GREYLISTED("greylisted"),
    MAILBOX_FULL("mailbox-full"),
    MESSAGE_TOO_LARGE("message-too-large"),
    NO_SUCH_USER("no-such-user"),
    POLICY_BLOCKED("policy/spam-blocked"),
    QUOTA_DAILY_EXHAUSTED("quota-daily-exhausted"),
    RATE_LIMITED_RECIPIENT_DOMAIN("rate-limited-recipient-domain"),
    RATE_LIMITED_SENDER("rate-limited-sender"),
    SENDER_REJECTED("sender-rejected"),
    SERVICE_UNAVAILABLE("service-unavailable"),
    TLS_REQUIRED("tls-required"),
    TOO_MANY_RECIPIENTS("too-many-recipients"),
    UNKNOWN_PERMANENT("unknown-permanent"),
    UNKNOWN_TRANSIENT("unknown-transient"),
    /** No reply: the connection failed or broke. Ours; no server says it. */
    CONNECTION_LOST("connection-lost"),
    /** No reply after the final dot. Ours; no server says it. */
    UNANSWERED("unanswered");

    private final String label;

    Category(String label) {
        this.label = label;
    }

    /** As it stands in JSON, exports and rule files. */
    public String label() {
        return label;
    }

    /** For people, in a few words. */
    public Reason meaning() {
        return of();
    }

    public static Optional<Category> of(String label) {
        return Arrays.stream(values())
                .filter(category -> category.label.equals(label))
                .findFirst();
    }
}
