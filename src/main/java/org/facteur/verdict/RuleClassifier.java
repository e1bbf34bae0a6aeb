package org.facteur.verdict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.facteur.relay.Reply;
import org.jspecify.annotations.Nullable;

/** Judges a reply by an ordered list of rules: the first that matches decides. Pure, total, safe for many threads. */
public final class RuleClassifier implements ReplyClassifier {

    private final List<Rule> rules;

    private RuleClassifier(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The rules that come with Facteur. */
    public static RuleClassifier builtIn() {
        return new RuleClassifier(ReplyRules.builtIn());
    }

    /**
     * A user's own rules, and behind them those that come with Facteur.
     *
     * @throws ReplyRulesException where the file cannot be used
     */
    public static RuleClassifier with(@Nullable Path userRules) {
        if (userRules == null) {
            return builtIn();
        }
        List<Rule> rules = new ArrayList<>(ReplyRules.ofUser(userRules));
        rules.addAll(ReplyRules.builtIn());
        return new RuleClassifier(rules);
    }

    @Override
    public Verdict classify(Reply reply) {
        ReadReply read = ReadReply.of(reply);
        if (read.positive()) {
            return new Verdict(Category.ACCEPTED, Scope.RECIPIENT, Reaction.DELIVERED, null);
        }
        return rule(read).map(rule -> rule.verdict(read)).orElseGet(() -> unknown(read));
    }

    /** The real reply that the deciding rule was made for; empty where no rule decides. */
    public Optional<String> madeFor(Reply reply) {
        ReadReply read = ReadReply.of(reply);
        return read.positive() ? Optional.empty() : rule(read).map(Rule::madeFor);
    }

    private Optional<Rule> rule(ReadReply reply) {
        for (Rule rule : rules) {
            if (rule.matches(reply)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** Without any code nothing says that the refusal is for good. */
    private static Verdict unknown(ReadReply read) {
        Category category = read.permanent() ? Category.UNKNOWN_PERMANENT : Category.UNKNOWN_TRANSIENT;
        Reaction reaction = DefaultReaction.to(category, Scope.RECIPIENT, read.permanent());
        return new Verdict(category, Scope.RECIPIENT, reaction, read.retryAfter());
    }
}
