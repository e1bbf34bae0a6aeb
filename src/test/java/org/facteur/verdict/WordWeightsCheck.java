package org.facteur.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How well words read replies of sources that they were not learned from: each eighth of the labelled replies by a table of the others, the replies of
 * one project, provider or page always in the same eighth, and with them all that nearly repeat them. Once alone, once together with the rules
 * (which have seen most of these replies, so that the second figure flatters). With what is taken for what, and whether that changes what becomes of the letter.
 * {@code java … org.facteur.verdict.WordWeightsCheck}
 */
final class WordWeightsCheck {

    private static final int FOLDS = 8;
    /** Of the words of both, so many are the same. */
    private static final double ALIKE = 0.7;

    private static final Pattern NO_WORD = Pattern.compile("\\S*@\\S*|\\S+\\.\\S+|[^\\p{L}]+");

    private static final Pattern END_OF_SOURCE = Pattern.compile("[:#@(,].*");

    /** They say nothing of where the reply was found. */
    private static final Pattern NO_SOURCE =
            Pattern.compile("(?:a|an|collected|own|our|from|bounce|German|French) .*|.*from memory.*");

    private final List<LabelledReply> replies;
    private final Map<String, Integer> mistakes = new TreeMap<>();
    private int right;
    private int rightActions;
    private int grave;

    private WordWeightsCheck(List<LabelledReply> replies) {
        this.replies = replies;
    }

    public static void main(String[] args) {
        List<LabelledReply> replies = WordWeightsTrainer.replies().toList();
        int[] folds = folds(replies);
        WordWeightsCheck alone = new WordWeightsCheck(replies);
        WordWeightsCheck together = new WordWeightsCheck(replies);
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            WordWeights table = WordWeights.read(WordWeightsTrainer.table(IntStream.range(0, folds.length)
                    .filter(i -> folds[i] != held)
                    .mapToObj(replies::get)
                    .toList()));
            IntStream.range(0, folds.length)
                    .filter(i -> folds[i] == held)
                    .mapToObj(replies::get)
                    .forEach(reply -> {
                        ReadReply read = ReadReply.of(reply.reply());
                        alone.count(reply, RuleClassifier.judge(read, List.of(), table));
                        together.count(reply, RuleClassifier.judge(read, ReplyRules.builtIn(), table));
                    });
        }
        alone.print("words alone");
        together.print("rules and words");
    }

    private void count(LabelledReply reply, RuleClassifier.Judgement judgement) {
        Category read = judgement.verdict().category();
        LabelledReply.Action action =
                LabelledReply.Action.of(read, judgement.verdict().reaction());
        rightActions += action == reply.action() ? 1 : 0;
        if (read == reply.wanted()) {
            right++;
            return;
        }
        grave += reply.isGravelyMistaken(read) ? 1 : 0;
        String what = action == reply.action() ? "same action" : reply.action() + " becomes " + action;
        mistakes.merge(reply.category() + " read as " + read.label() + ": " + what, 1, Integer::sum);
    }

    private void print(String what) {
        System.out.printf(
                "%s: %d replies, %.1f %% read rightly, %.1f %% acted on rightly, %d grave mistakes%n",
                what, replies.size(), 100.0 * right / replies.size(), 100.0 * rightActions / replies.size(), grave);
        mistakes.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(40)
                .forEach(mistake -> System.out.println(mistake.getValue() + " " + mistake.getKey()));
    }

    /** The largest groups first, each to the smallest eighth. */
    private static int[] folds(List<LabelledReply> replies) {
        int[] groups = groups(replies);
        Map<Integer, List<Integer>> members = IntStream.range(0, groups.length)
                .boxed()
                .collect(Collectors.groupingBy(i -> groups[i], TreeMap::new, Collectors.toList()));
        List<List<Integer>> largest = new ArrayList<>(members.values());
        largest.sort((one, other) -> Integer.compare(other.size(), one.size()));
        int[] sizes = new int[FOLDS];
        int[] folds = new int[groups.length];
        for (List<Integer> group : largest) {
            int smallest = IntStream.range(1, FOLDS).reduce(0, (a, b) -> sizes[b] < sizes[a] ? b : a);
            sizes[smallest] += group.size();
            group.forEach(i -> folds[i] = smallest);
        }
        return folds;
    }

    /** A number for each reply, the same for those of the same source or of nearly the same words. */
    private static int[] groups(List<LabelledReply> replies) {
        List<Set<String>> words = replies.stream().map(WordWeightsCheck::words).toList();
        int[] parents = IntStream.range(0, replies.size()).toArray();
        Map<String, Integer> sources = new HashMap<>();
        for (int i = 0; i < parents.length; i++) {
            String source = replies.get(i).source();
            if (!NO_SOURCE.matcher(source).matches()) {
                Integer before =
                        sources.putIfAbsent(END_OF_SOURCE.matcher(source).replaceFirst(""), i);
                parents[i] = before == null ? i : root(parents, before);
            }
            for (int j = 0; j < i; j++) {
                if (alike(words.get(i), words.get(j))) {
                    parents[root(parents, i)] = root(parents, j);
                }
            }
        }
        return IntStream.range(0, parents.length).map(i -> root(parents, i)).toArray();
    }

    private static int root(int[] parents, int of) {
        int at = of;
        while (parents[at] != at) {
            at = parents[at];
        }
        return at;
    }

    private static Set<String> words(LabelledReply reply) {
        return NO_WORD.splitAsStream(Folding.fold(reply.reply().text())).collect(Collectors.toSet());
    }

    private static boolean alike(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return both.size() >= ALIKE * (one.size() + other.size() - both.size());
    }
}
