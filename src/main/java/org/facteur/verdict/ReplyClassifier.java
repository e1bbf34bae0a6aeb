package org.facteur.verdict;

import org.facteur.relay.Reply;

/** What a reply means. Total: whatever a server says has a verdict. */
@FunctionalInterface
public interface ReplyClassifier {

    Verdict classify(Reply reply);
}
