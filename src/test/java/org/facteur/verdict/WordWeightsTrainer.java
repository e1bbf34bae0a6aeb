package org.facteur.verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Learns {@code words.tsv} from the labelled replies among the tests: multinomial logistic regression by gradient descent, without chance, so
 * that the same replies make the same table. {@code java … org.facteur.verdict.WordWeightsTrainer src/main/resources/org/facteur/verdict/words.tsv}
 */
final class WordWeightsTrainer {

    static final List<String> FILES = List.of(
            "replies.tsv", "more-replies.tsv", "rare-replies.tsv", "kinds.tsv", "heard-replies.tsv", "own-words.tsv");

    private static final int ROUNDS = 400;
    private static final double STEP = 3;
    private static final double MOMENTUM = 0.9;
    private static final double DECAY = 3e-5;
    private static final int SEEN_AT_LEAST = 2;
    /** Weights in tenths below which nothing is said. */
    private static final int NEGLIGIBLE = 3;

    private final List<Set<String>> seen;
    private final List<WordWeights.Label> labels;
    private final int[] wanted;
    private List<String> words;
    private double[][] weights;

    private WordWeightsTrainer(List<LabelledReply> replies) {
        seen = replies.stream()
                .map(reply -> ReplyWords.of(ReadReply.of(reply.reply())))
                .toList();
        labels = replies.stream()
                .map(WordWeightsTrainer::label)
                .distinct()
                .sorted(Comparator.comparing(WordWeights.Label::category).thenComparing(WordWeights.Label::scope))
                .toList();
        wanted =
                replies.stream().mapToInt(reply -> labels.indexOf(label(reply))).toArray();
        words = seen.stream()
                .flatMap(Set::stream)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(word -> word.getValue() >= SEEN_AT_LEAST)
                .map(Map.Entry::getKey)
                .toList();
        descend();
        // A word that says nothing would still count among the words of a reply, and is not in the table.
        words = IntStream.range(0, words.size())
                .filter(word -> speaks(weights[word]))
                .mapToObj(words::get)
                .toList();
        descend();
    }

    static List<String> table(List<LabelledReply> replies) {
        return new WordWeightsTrainer(replies).lines();
    }

    static WordWeights.Label label(LabelledReply reply) {
        return new WordWeights.Label(reply.wanted(), Scope.valueOf(reply.scope().toUpperCase(Locale.ROOT)));
    }

    private void descend() {
        Map<String, Integer> index = new HashMap<>();
        words.forEach(word -> index.put(word, index.size()));
        int[][] rows = seen.stream()
                .map(row -> row.stream()
                        .mapToInt(word -> index.getOrDefault(word, -1))
                        .filter(word -> word >= 0)
                        .toArray())
                .toArray(int[][]::new);
        weights = new double[words.size() + 1][labels.size()];
        double[][] velocity = new double[weights.length][labels.size()];
        for (int round = 0; round < ROUNDS; round++) {
            double[][] gradient = new double[weights.length][labels.size()];
            for (int r = 0; r < rows.length; r++) {
                double share = WordWeights.share(rows[r].length);
                double[] wrong = probabilities(rows[r], share);
                wrong[wanted[r]] -= 1;
                for (int word : rows[r]) {
                    add(gradient[word], wrong, share / rows.length);
                }
                add(gradient[words.size()], wrong, 1.0 / rows.length);
            }
            for (int w = 0; w < weights.length; w++) {
                for (int l = 0; l < labels.size(); l++) {
                    velocity[w][l] = MOMENTUM * velocity[w][l] - STEP * (gradient[w][l] + DECAY * weights[w][l]);
                    weights[w][l] += velocity[w][l];
                }
            }
        }
    }

    private double[] probabilities(int[] row, double share) {
        double[] sums = weights[words.size()].clone();
        for (int word : row) {
            add(sums, weights[word], share);
        }
        double highest = Arrays.stream(sums).max().orElse(0);
        double all = 0;
        for (int i = 0; i < sums.length; i++) {
            // Strict: the same on every machine.
            sums[i] = StrictMath.exp(sums[i] - highest);
            all += sums[i];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= all;
        }
        return sums;
    }

    private static void add(double[] to, double[] what, double times) {
        for (int i = 0; i < to.length; i++) {
            to[i] += what[i] * times;
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(labels.stream()
                .map(label -> label.category().label() + ' ' + label.scope().label())
                .collect(Collectors.joining("\t")));
        lines.add(line("*", weights[words.size()]));
        for (int w = 0; w < words.size(); w++) {
            lines.add(line(words.get(w), weights[w]));
        }
        return lines;
    }

    private static String line(String word, double[] row) {
        return word
                + '\t'
                + Arrays.stream(row)
                        .mapToLong(WordWeightsTrainer::tenths)
                        .mapToObj(weight -> Math.abs(weight) < NEGLIGIBLE ? "" : String.valueOf(weight))
                        .collect(Collectors.joining("\t"));
    }

    private static boolean speaks(double[] row) {
        return Arrays.stream(row).anyMatch(weight -> Math.abs(tenths(weight)) >= NEGLIGIBLE);
    }

    private static long tenths(double weight) {
        return Math.round(weight * 10);
    }

    static Stream<LabelledReply> replies() {
        Map<String, LabelledReply> distinct = new LinkedHashMap<>();
        FILES.stream()
                .flatMap(LabelledReply::of)
                .filter(reply -> !reply.category().equals("accepted"))
                .forEach(reply -> distinct.putIfAbsent(reply.reply().toString(), reply));
        return distinct.values().stream();
    }

    public static void main(String[] args) throws IOException {
        String table = String.join("\n", table(replies().toList()));
        Files.writeString(Path.of(args[0]), table + "\n");
    }
}
