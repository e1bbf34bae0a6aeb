package org.facteur.verdict;

import java.time.Duration;
import org.facteur.relay.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What a reply means.
 *
 * @param retryAfter the time the server named; null where it named none
 * @param wanted whether a rule of the owner's wants this reaction instead of the usual one: then it is obeyed, and nobody counts how often
 */
public record Verdict(
        Category category,
        Scope scope,
        Reaction reaction,
        @Nullable Duration retryAfter,
        boolean wanted) {

    /** With a reaction that nobody asked for. */
    public Verdict(Category category, Scope scope, Reaction reaction, @Nullable Duration retryAfter) {
        this(category, scope, reaction, retryAfter, false);
    }

    /**
     * What it means when our relay said so in this phase. Before {@code RCPT} nobody has been named: whatever the
     * words look like, they are no recipient's and no receiving domain's matter, but the relay's or the sender's; nor is it the
     * letter's content, such as an address beyond ASCII (5.6.7 of RFC 6531).
     * Not for replies of another server that a bounce or a log quotes.
     *
     * @param permanent whether the code was 5xx
     */
    public Verdict saidByRelay(Phase phase, boolean permanent) {
        return switch (phase) {
            case RCPT, DATA, DOT -> this;
            case MAIL ->
                aboutAnAddress() || category == Category.CONTENT_REJECTED
                        ? ours(Category.SENDER_REJECTED, Scope.RUN, permanent)
                        : ofRelay(permanent);
            case GREETING, EHLO, STARTTLS, AUTH ->
                aboutAnAddress() ? ours(Category.SERVICE_UNAVAILABLE, Scope.RELAY, permanent) : ofRelay(permanent);
        };
    }

    /** What our relay finds fault with when it says so in this phase: whatever refuses a login is about the login. */
    public Fault faultAt(Phase phase) {
        return phase == Phase.AUTH ? Fault.LOGIN : category.fault();
    }

    private boolean aboutAnAddress() {
        return category == Category.NO_SUCH_USER || category == Category.BAD_DOMAIN;
    }

    private Verdict ofRelay(boolean permanent) {
        boolean letters = category == Category.CONTENT_REJECTED || category == Category.MESSAGE_TOO_LARGE;
        boolean theirs = scope == Scope.DOMAIN || (scope == Scope.RECIPIENT && reaction == Reaction.REFUSE);
        return theirs && !letters ? ours(category, Scope.RELAY, permanent) : this;
    }

    private Verdict ours(Category meant, Scope reached, boolean permanent) {
        return new Verdict(meant, reached, DefaultReaction.to(meant, reached, permanent), retryAfter);
    }
}
