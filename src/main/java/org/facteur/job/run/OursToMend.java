package org.facteur.job.run;

import java.util.EnumSet;
import java.util.Set;
import org.facteur.reason.ExitCodes;
import org.facteur.verdict.Category;

/** Whose fault a refusal is: the address's, or the sender's, who can mend it and then owes the recipient a letter. */
public final class OursToMend {

    private OursToMend() {}

    /** Said of the letter or its sender, whoever the recipient is. */
    public static boolean isLetters(Category category) {
        return switch (category) {
            case CONTENT_REJECTED, MESSAGE_TOO_LARGE, SENDER_REJECTED, POLICY_BLOCKED, UNKNOWN_PERMANENT -> true;
            case ACCEPTED,
                    AUTH_FAILED,
                    AUTH_REQUIRED,
                    BAD_DOMAIN,
                    CONNECTION_LIMIT,
                    CONNECTION_LOST,
                    GREYLISTED,
                    MAILBOX_FULL,
                    NO_SUCH_USER,
                    QUOTA_DAILY_EXHAUSTED,
                    RATE_LIMITED_RECIPIENT_DOMAIN,
                    RATE_LIMITED_SENDER,
                    SERVICE_UNAVAILABLE,
                    TLS_REQUIRED,
                    TOO_MANY_RECIPIENTS,
                    UNANSWERED,
                    UNKNOWN_TRANSIENT -> false;
        };
    }

    /** All that is no fault of the address: its mailbox is there, and would have taken the letter. */
    public static Set<Category> categories() {
        Set<Category> categories = EnumSet.allOf(Category.class);
        categories.removeAll(EnumSet.of(Category.ACCEPTED, Category.NO_SUCH_USER, Category.BAD_DOMAIN));
        return categories;
    }

    /** With which a run ends that was stopped for it. */
    public static int exitCode(Category category) {
        return switch (category) {
            case CONTENT_REJECTED, MESSAGE_TOO_LARGE -> ExitCodes.DATA;
            case SENDER_REJECTED -> ExitCodes.CONFIG;
            case ACCEPTED,
                    AUTH_FAILED,
                    AUTH_REQUIRED,
                    BAD_DOMAIN,
                    CONNECTION_LIMIT,
                    CONNECTION_LOST,
                    GREYLISTED,
                    MAILBOX_FULL,
                    NO_SUCH_USER,
                    POLICY_BLOCKED,
                    QUOTA_DAILY_EXHAUSTED,
                    RATE_LIMITED_RECIPIENT_DOMAIN,
                    RATE_LIMITED_SENDER,
                    SERVICE_UNAVAILABLE,
                    TLS_REQUIRED,
                    TOO_MANY_RECIPIENTS,
                    UNANSWERED,
                    UNKNOWN_PERMANENT,
                    UNKNOWN_TRANSIENT -> ExitCodes.UNAVAILABLE;
        };
    }
}
