package org.facteur.verdict;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.facteur.relay.Reply;
import org.jspecify.annotations.Nullable;

/** Judges a reply by an ordered list of rules: the first that matches decides. Pure, total, safe for many threads. */
public final class RuleClassifier implements ReplyClassifier {

    private static final Verdict ACCEPTED = new Verdict(Category.ACCEPTED, Scope.RECIPIENT, Reaction.DELIVERED, null);

    private final List<Rule> own;

    private RuleClassifier(List<Rule> own) {
        this.own = List.copyOf(own);
    }

    /** Read once somebody is refused: the start of a run does not wait for them. */
    private static final class BuiltIn {

        static final List<Rule> RULES = List.copyOf(ReplyRules.builtIn());
    }

    /** The rules that come with Facteur. */
    public static RuleClassifier builtIn() {
        return new RuleClassifier(List.of());
    }

    /**
     * A user's own rules, and behind them those that come with Facteur.
     *
     * @throws ReplyRulesException where the file cannot be used
     */
    public static RuleClassifier with(@Nullable Path userRules) {
        return userRules == null ? builtIn() : new RuleClassifier(ReplyRules.ofUser(userRules));
    }

    @Override
    public Verdict classify(Reply reply) {
        if (reply.isPositive()) {
            return ACCEPTED;
        }
        ReadReply read = ReadReply.of(reply);
        if (read.positive()) {
            return ACCEPTED;
        }
        return rule(read).map(rule -> rule.verdict(read)).orElseGet(() -> unknown(read));
    }

    /** The real reply that the deciding rule was made for; empty where no rule decides. */
    public Optional<String> madeFor(Reply reply) {
        ReadReply read = ReadReply.of(reply);
        return read.positive() ? Optional.empty() : rule(read).map(Rule::madeFor);
    }

    private Optional<Rule> rule(ReadReply reply) {
        return first(own, reply).or(() -> first(BuiltIn.RULES, reply));
    }

    private static Optional<Rule> first(List<Rule> rules, ReadReply reply) {
        return rules.stream().filter(rule -> rule.matches(reply)).findFirst();
    }

    /** Without any code nothing says that the refusal is for good. */
    private static Verdict unknown(ReadReply read) {
        Category category = read.permanent() ? Category.UNKNOWN_PERMANENT : Category.UNKNOWN_TRANSIENT;
        Reaction reaction = DefaultReaction.to(category, Scope.RECIPIENT, read.permanent());
        return new Verdict(category, Scope.RECIPIENT, reaction, read.retryAfter());
    }
}
