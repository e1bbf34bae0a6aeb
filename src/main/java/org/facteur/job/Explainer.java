package org.facteur.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.facteur.reason.Reason;
import org.facteur.verdict.Explanation;
import org.facteur.verdict.ReplyClassifier;
import org.facteur.verdict.RuleClassifier;
import org.jspecify.annotations.Nullable;

/** Says what a server's reply means and what a run does about it, by the rules that a run goes by. */
public final class Explainer {

    private final ReplyClassifier classifier;

    /**
     * @param rules the user's own, before those that come with Facteur; null: none
     */
    public Explainer(@Nullable Path rules) {
        classifier = RuleClassifier.with(rules);
    }

    /**
     * What was said, and below it some lines on what it means.
     *
     * @param reply as a server sent it, or as a mail log, a bounce or a TSV file shows it
     */
    public List<Reason> lines(String reply) {
        Explanation explanation = Explanation.of(reply, classifier);
        List<Reason> lines = new ArrayList<>(explanation.lines());
        lines.add(0, Reason.verbatim(explanation.reply().toString()));
        return lines;
    }

    /** The same as a JSON object on one line. */
    public String json(String reply) {
        return Explanation.of(reply, classifier).toJson();
    }
}
