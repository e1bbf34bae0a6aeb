package org.facteur.verdict;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.facteur.relay.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Judges a reply by an ordered list of rules, of which the first that matches decides, and by the weight of its words, learned from replies that
 * people have labelled: they decide where no rule does, and where they speak clearly against one. They never accuse an address that a rule does not
 * accuse, unless the text speaks of a person who is unknown or gone, and of nothing else; an accusation that they doubt is not made. A user's own
 * rule always decides. Pure, total, safe for many threads.
 */
public final class RuleClassifier implements ReplyClassifier {

    private static final Judgement ACCEPTED =
            new Judgement(new Verdict(Category.ACCEPTED, Scope.RECIPIENT, Reaction.DELIVERED, null), null, List.of());

    private final List<Rule> own;

    private RuleClassifier(List<Rule> own) {
        this.own = List.copyOf(own);
    }

    /** Read once somebody is refused: the start of a run does not wait for them. */
    private static final class BuiltIn {

        static final List<Rule> RULES = List.copyOf(ReplyRules.builtIn());
        static final WordWeights WORDS = WordWeights.builtIn();
    }

    /**
     * What decided: a rule, or the words by their weight.
     *
     * @param words the weightiest first; empty where a rule decides, or nothing
     */
    record Judgement(Verdict verdict, @Nullable Rule rule, List<String> words) {

        /** The real reply that the deciding rule was made for; null where no rule decides. */
        @Nullable
        String madeFor() {
            return rule == null ? null : rule.madeFor();
        }
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
        return judge(reply).verdict();
    }

    Judgement judge(Reply reply) {
        if (reply.isPositive()) {
            return ACCEPTED;
        }
        ReadReply read = ReadReply.of(reply);
        return read.positive() ? ACCEPTED : judge(read);
    }

    private Judgement judge(ReadReply reply) {
        Rule ownRule = first(own, reply).orElse(null);
        if (ownRule != null) {
            return new Judgement(ownRule.verdict(reply), ownRule, List.of());
        }
        return judge(reply, BuiltIn.RULES, BuiltIn.WORDS);
    }

    /** By any rules and words, for measuring them. */
    static Judgement judge(ReadReply reply, List<Rule> rules, WordWeights weights) {
        Rule rule = first(rules, reply).orElse(null);
        if (rule != null && rule.sure()) {
            return new Judgement(rule.verdict(reply), rule, List.of());
        }
        Set<String> words = ReplyWords.of(reply);
        WordWeights.Opinion opinion = weights.opinion(words);
        if (rule == null || opinion.doubts(rule, words)) {
            return opinion.isConvincing(words)
                    ? byWords(opinion, reply)
                    : new Judgement(unknown(reply), null, List.of());
        }
        Judgement byRule = new Judgement(rule.verdict(reply), rule, List.of());
        if (!opinion.contradicts(rule.category(), words)) {
            return byRule;
        }
        Judgement byWords = byWords(opinion, reply);
        return isOurs(byRule) && RunGuard.isLikelyOurs(byWords.verdict()) ? byRule : byWords;
    }

    /**
     * Whether somebody on our side has something to mend, and the rule is certain enough not to refuse the recipient for it. Words that only
     * likely mean the same under another name do not change that.
     */
    private static boolean isOurs(Judgement byRule) {
        Verdict verdict = byRule.verdict();
        return verdict.reaction() != Reaction.REFUSE
                && verdict.category().fault().mayBeOurs()
                && verdict.category().fault() != Fault.UNKNOWN;
    }

    private static Judgement byWords(WordWeights.Opinion opinion, ReadReply reply) {
        WordWeights.Label label = opinion.label();
        boolean unknown = label.category().fault() == Fault.UNKNOWN || label.category() == Category.UNKNOWN_TRANSIENT;
        Verdict verdict = unknown
                ? unknown(reply)
                : new Verdict(label.category(), label.scope(), reaction(opinion, reply), reply.retryAfter());
        return new Judgement(verdict, null, opinion.because());
    }

    /** What is only likely ends neither a letter nor a run where the server says that it is for a while, and one odd sentence stops no mailing. */
    private static Reaction reaction(WordWeights.Opinion opinion, ReadReply reply) {
        WordWeights.Label label = opinion.label();
        Reaction usual = DefaultReaction.to(label.category(), label.scope(), reply.permanent());
        boolean ends = usual == Reaction.REFUSE || usual == Reaction.STOP_RUN;
        if (ends && !reply.permanent()) {
            return Reaction.RETRY;
        }
        // Several in a row stop it: RunGuard.
        return usual == Reaction.STOP_RUN && !opinion.isCertain() ? Reaction.REFUSE : usual;
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
