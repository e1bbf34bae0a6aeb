package org.facteur.verdict;

import java.util.Arrays;
import java.util.Optional;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonKey;

/** What a reply means. */
public enum Category implements ReasonKey {
    ACCEPTED("accepted", Fault.NOTHING),
    AUTH_FAILED("auth-failed", Fault.LOGIN),
    AUTH_REQUIRED("auth-required", Fault.LOGIN),
    BAD_DOMAIN("bad-domain", Fault.ADDRESS),
    CONNECTION_LIMIT("connection-limit", Fault.MOMENT),
    CONTENT_REJECTED("content-rejected", Fault.LETTER),
    GREYLISTED("greylisted", Fault.MOMENT),
    MAILBOX_FULL("mailbox-full", Fault.MOMENT),
    MESSAGE_TOO_LARGE("message-too-large", Fault.LETTER),
    NO_SUCH_USER("no-such-user", Fault.ADDRESS),
    POLICY_BLOCKED("policy/spam-blocked", Fault.STANDING),
    QUOTA_DAILY_EXHAUSTED("quota-daily-exhausted", Fault.MOMENT),
    RATE_LIMITED_RECIPIENT_DOMAIN("rate-limited-recipient-domain", Fault.MOMENT),
    RATE_LIMITED_SENDER("rate-limited-sender", Fault.MOMENT),
    SENDER_REJECTED("sender-rejected", Fault.SENDER),
    SERVICE_UNAVAILABLE("service-unavailable", Fault.MOMENT),
    TLS_REQUIRED("tls-required", Fault.MOMENT),
    TOO_MANY_RECIPIENTS("too-many-recipients", Fault.MOMENT),
    UNKNOWN_PERMANENT("unknown-permanent", Fault.UNKNOWN),
    UNKNOWN_TRANSIENT("unknown-transient", Fault.MOMENT),
    /** No reply: the connection failed or broke. Ours; no server says it. */
    CONNECTION_LOST("connection-lost", Fault.MOMENT),
    /** No reply after the final dot. Ours; no server says it. */
    UNANSWERED("unanswered", Fault.MOMENT);

    private final String label;
    private final Fault fault;

    Category(String label, Fault fault) {
        this.label = label;
        this.fault = fault;
    }

    /** As it stands in JSON, exports and rule files. */
    public String label() {
        return label;
    }

    /** What it finds fault with. */
    public Fault fault() {
        return fault;
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
