package org.facteur.verdict;

/** What a run does about a category at a scope, where a rule does not say otherwise. */
final class DefaultReaction {

    private DefaultReaction() {}

    static Reaction to(Category category, Scope scope, boolean permanent) {
        return switch (category) {
            case ACCEPTED -> Reaction.DELIVERED;
            case GREYLISTED, TOO_MANY_RECIPIENTS, UNKNOWN_TRANSIENT, CONNECTION_LOST -> Reaction.RETRY;
            case QUOTA_DAILY_EXHAUSTED -> Reaction.CLOSE_RELAY;
            // The letter's fault: this recipient gets no other, and RunGuard counts.
            case CONTENT_REJECTED, MESSAGE_TOO_LARGE -> Reaction.REFUSE;
            // Unanswered: the relay may have the letter, so it is not sent twice.
            case UNANSWERED -> Reaction.REFUSE;
            case NO_SUCH_USER, BAD_DOMAIN -> refuseOrRetry(permanent);
            case MAILBOX_FULL -> scope == Scope.RECIPIENT ? refuseOrRetry(permanent) : ours(scope, permanent);
            // An address is not called bad for what is the relay's matter.
            case UNKNOWN_PERMANENT -> scope == Scope.RELAY ? Reaction.RETRY : Reaction.REFUSE;
            case CONNECTION_LIMIT -> scope == Scope.RELAY ? Reaction.FEWER_CONNECTIONS : ours(scope, false);
            case RATE_LIMITED_SENDER, RATE_LIMITED_RECIPIENT_DOMAIN, SERVICE_UNAVAILABLE -> ours(scope, false);
            case AUTH_FAILED, AUTH_REQUIRED, SENDER_REJECTED, TLS_REQUIRED, POLICY_BLOCKED -> ours(scope, permanent);
        };
    }

    private static Reaction ours(Scope scope, boolean permanent) {
        return switch (scope) {
            case RECIPIENT -> refuseOrRetry(permanent);
            case DOMAIN -> Reaction.PAUSE_DOMAIN;
            case RELAY -> Reaction.SLOW_RELAY;
            case RUN -> Reaction.STOP_RUN;
        };
    }

    private static Reaction refuseOrRetry(boolean permanent) {
        return permanent ? Reaction.REFUSE : Reaction.RETRY;
    }
}
