package org.facteur.verdict;

import org.facteur.relay.Phase;
import org.facteur.relay.Reply;

/** The class of the code decides (RFC 5321, 4.2.1), and the command it answers. What the text says is not read. */
public final class CodeClassifier implements ReplyClassifier {

    @Override
    public Verdict classify(Reply reply) {
        if (reply.isPositive()) {
            return new Verdict(Category.ACCEPTED, Scope.RECIPIENT, Reaction.DELIVERED, null);
        }
        if (reply.phase() == Phase.AUTH) {
            return reply.isPermanent()
                    ? new Verdict(Category.AUTH_FAILED, Scope.RUN, Reaction.STOP_RUN, null)
                    : new Verdict(Category.AUTH_FAILED, Scope.RELAY, Reaction.SLOW_RELAY, null);
        }
        boolean beforeRecipient = reply.phase().compareTo(Phase.MAIL) < 0;
        if (reply.code() == 421 || (beforeRecipient && !reply.isPermanent())) {
            return new Verdict(Category.SERVICE_UNAVAILABLE, Scope.RELAY, Reaction.SLOW_RELAY, null);
        }
        if (reply.isPermanent() && reply.phase().compareTo(Phase.MAIL) <= 0) {
            return new Verdict(Category.SENDER_REJECTED, Scope.RUN, Reaction.STOP_RUN, null);
        }
        return reply.isPermanent()
                ? new Verdict(Category.UNKNOWN_PERMANENT, Scope.RECIPIENT, Reaction.REFUSE, null)
                : new Verdict(Category.UNKNOWN_TRANSIENT, Scope.RECIPIENT, Reaction.RETRY, null);
    }
}
