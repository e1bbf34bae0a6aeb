package org.facteur.verdict;

import java.time.Duration;

/** The words of {@link Explanation}. */
final class PlainEnglish {

    private PlainEnglish() {}

    static String meaning(Category category) {
        return switch (category) {
            case ACCEPTED -> "the relay has taken the letter";
            case AUTH_FAILED -> "the login at the relay did not work";
            case AUTH_REQUIRED -> "the relay wants a login, or does not forward for us";
            case BAD_DOMAIN -> "the recipient's domain does not exist or takes no mail";
            case CONNECTION_LIMIT -> "too many connections, or too many letters over one of them";
            case CONTENT_REJECTED -> "something in the letter itself is refused";
            case GREYLISTED -> "an unknown sender is asked to come back later";
            case MAILBOX_FULL -> "the mailbox is full";
            case MESSAGE_TOO_LARGE -> "the letter is too large";
            case NO_SUCH_USER -> "the recipient does not exist, or no longer";
            case POLICY_BLOCKED -> "blocked by a policy or as spam";
            case QUOTA_DAILY_EXHAUSTED -> "the account's quota is used up";
            case RATE_LIMITED_RECIPIENT_DOMAIN -> "the receiving side gets letters faster than it wants";
            case RATE_LIMITED_SENDER -> "we send faster than we may";
            case SENDER_REJECTED -> "the sender's address or domain is refused";
            case SERVICE_UNAVAILABLE -> "the server is not working for the moment";
            case TLS_REQUIRED -> "an encrypted connection is required";
            case TOO_MANY_RECIPIENTS -> "too many recipients in one transaction";
            case UNKNOWN_PERMANENT -> "refused for good, for a reason Facteur does not know";
            case UNKNOWN_TRANSIENT -> "not now, for a reason Facteur does not know";
            case CONNECTION_LOST -> "the connection failed or broke";
            case UNANSWERED -> "no answer after the letter, which the relay may have";
        };
    }

    static String concern(Scope scope) {
        return switch (scope) {
            case RECIPIENT -> "this recipient only";
            case DOMAIN -> "the recipients of this domain";
            case RELAY -> "all that goes through this relay";
            case RUN -> "us: the whole run";
        };
    }

    static String action(Reaction reaction) {
        return switch (reaction) {
            case DELIVERED -> "has nothing more to do";
            case RETRY -> "tries the recipient again later, at the same relay";
            case REFUSE -> "does not try this recipient again";
            case PAUSE_DOMAIN -> "lets the domain rest: its letters wait, and no attempt is used up";
            case SLOW_RELAY -> "lets the relay rest, then goes at half its rate and climbs back";
            case CLOSE_RELAY -> "closes the relay until its quota opens again";
            case FEWER_CONNECTIONS -> "uses one connection fewer at the relay";
            case STOP_RUN -> "stops: going on would harm";
        };
    }

    static String asked(Duration wait) {
        long seconds = wait.toSeconds();
        if (seconds % 3600 == 0) {
            return "the server asks to wait " + count(seconds / 3600, "hour", "hours");
        }
        return "the server asks to wait "
                + (seconds % 60 == 0 ? count(seconds / 60, "minute", "minutes") : count(seconds, "second", "seconds"));
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
