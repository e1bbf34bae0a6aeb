package org.facteur.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How well words alone read replies that they were not learned from: each fifth of the labelled replies by a table of the other four, replies
 * of nearly the same words always in the same fifth. {@code java … org.facteur.verdict.WordWeightsCheck}
 */
final class WordWeightsCheck {

    private static final int FOLDS = 5;
    /** Of the words of both, so many are the same. */
    private static final double ALIKE = 0.7;

    private static final Pattern NO_WORD = Pattern.compile("\\S*@\\S*|\\S+\\.\\S+|[^\\p{L}]+");

    private WordWeightsCheck() {}

    public static void main(String[] args) {
        List<LabelledReply> replies = WordWeightsTrainer.replies().toList();
        int[] folds = folds(replies);
        Map<String, Integer> mistakes = new TreeMap<>();
        int accused = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            List<LabelledReply> others = new ArrayList<>();
            List<LabelledReply> these = new ArrayList<>();
            for (int i = 0; i < folds.length; i++) {
                (folds[i] == fold ? these : others).add(replies.get(i));
            }
            WordWeights table = WordWeights.read(WordWeightsTrainer.table(others));
            for (LabelledReply reply : these) {
                WordWeights.Label wanted = WordWeightsTrainer.label(reply);
                WordWeights.Label read = table.opinion(ReplyWords.of(ReadReply.of(reply.reply())))
                        .label();
                if (!read.equals(wanted)) {
                    mistakes.merge(wanted + " read as " + read, 1, Integer::sum);
                    accused += read.category().fault() == Fault.ADDRESS
                                    && wanted.category().fault() != Fault.ADDRESS
                            ? 1
                            : 0;
                }
            }
        }
        int wrong = mistakes.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                "%d replies, %.1f %% read rightly, %d addresses called bad that are not%n",
                replies.size(), 100 - 100.0 * wrong / replies.size(), accused);
        mistakes.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(mistake -> System.out.println(mistake.getValue() + " " + mistake.getKey()));
    }

    private static int[] folds(List<LabelledReply> replies) {
        List<Set<String>> words = replies.stream().map(WordWeightsCheck::words).toList();
        int[] folds = new int[replies.size()];
        for (int i = 0; i < folds.length; i++) {
            folds[i] = i % FOLDS;
            for (int j = 0; j < i; j++) {
                if (alike(words.get(i), words.get(j))) {
                    folds[i] = folds[j];
                    break;
                }
            }
        }
        return folds;
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
