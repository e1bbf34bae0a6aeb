package org.facteur.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How much each word speaks for each meaning, learned from replies that people have labelled (multinomial logistic regression), for
 * what no rule was written for. The table is data; {@code WordWeightsTrainer} among the tests makes it.
 */
final class WordWeights {

    /** What a reply may mean. */
    record Label(Category category, Scope scope) {}

    /**
     * What the words say.
     *
     * @param likelihoods of each category, of all together 1
     * @param label the likeliest category, with its likeliest scope
     * @param because the words that speak for it most; empty only where no idea is named
     */
    record Opinion(Map<Category, Double> likelihoods, Label label, List<String> because) {

        double likelihood(Category category) {
            return likelihoods.getOrDefault(category, 0.0);
        }

        double likelihood() {
            return likelihood(label.category());
        }

        /** Whether a whole mailing may stop for it. */
        boolean isCertain() {
            return likelihood() >= CERTAIN;
        }

        /** Whether the words decide where no rule does. */
        boolean isConvincing(Set<String> words) {
            return ReplyWords.say(words)
                    && !blamesAnother(label.category(), words)
                    && (ACCUSING.contains(label.category()) ? convicts(words) : likelihood() >= LIKELY);
        }

        private boolean convicts(Set<String> words) {
            return (likelihood() >= CONVICTING && ReplyWords.accuse(words))
                    || (likelihood() >= BEYOND_DOUBT && ReplyWords.missAPerson(words));
        }

        /** Whether a rule accuses an address for what the words hardly say, or where they speak of something else. */
        boolean doubts(Rule rule, Set<String> words) {
            Category category = rule.category();
            if (!ACCUSING.contains(category)) {
                return false;
            }
            if (category.fault() == Fault.ADDRESS
                    && ReplyWords.ofSomethingElse(words)
                    && !ReplyWords.ofAPerson(words)) {
                return true;
            }
            if (blamesAnother(category, words)) {
                return true;
            }
            if (category == Category.MAILBOX_FULL && ReplyWords.ofAServersQuota(words)) {
                return true;
            }
            return likelihood(category) < wantedOf(rule, words);
        }

        /** Whether what is wrong, by the clause that says it, is neither the person nor the domain that is accused. */
        private static boolean blamesAnother(Category category, Set<String> words) {
            return switch (category) {
                case NO_SUCH_USER -> Clauses.blameOthers(words, "person");
                case MAILBOX_FULL -> Clauses.blameOthers(words, "person", "other");
                case BAD_DOMAIN -> Clauses.blameOthers(words, "domain", "host", "look", "person", "part", "other");
                default -> false;
            };
        }

        /** How likely the words must find the meaning of a rule that accuses: the more else they speak of, the likelier. */
        private static double wantedOf(Rule rule, Set<String> words) {
            boolean full = rule.category() == Category.MAILBOX_FULL;
            if (rule.isByCodeAlone() && ReplyWords.ofABrokenServer(words)) {
                return CONVICTING;
            }
            if (!full && ReplyWords.ofSomethingElse(words)) {
                return STILL_DOUBTFUL;
            }
            boolean ofMore = (full && ReplyWords.ofAnotherQuota(words))
                    || (rule.isByCodeAlone() && !ReplyWords.ofNothingElse(words));
            return ofMore ? BARELY_BELIEVED : DOUBTFUL;
        }

        /** Whether the words decide where a rule says something else; they accuse no address that the rule does not accuse. */
        boolean contradicts(Category category, Set<String> words) {
            return label.category() != category
                    && !(ACCUSING.contains(category) && ReplyWords.ofNothingElse(words))
                    && !ACCUSING.contains(label.category())
                    && ReplyWords.say(words)
                    && likelihood() >= CLEAR
                    && likelihood() >= FAR_LIKELIER * likelihood(category);
        }
    }

    /** What is held against an address. */
    private static final Set<Category> ACCUSING =
            EnumSet.of(Category.NO_SUCH_USER, Category.BAD_DOMAIN, Category.MAILBOX_FULL);

    private static final double LIKELY = 0.35;
    private static final double CONVICTING = 0.7;
    private static final double DOUBTFUL = 0.1;
    private static final double STILL_DOUBTFUL = 0.3;
    private static final double BARELY_BELIEVED = 0.4;
    private static final double BEYOND_DOUBT = 0.8;
    private static final double CLEAR = 0.5;
    private static final double CERTAIN = 0.75;
    private static final double FAR_LIKELIER = 6;

    private static final String FILE = "words.tsv";
    private static final double UNIT = 10;
    private static final double REPETITION = 0.4;
    private static final int SHOWN = 3;

    private final List<Label> labels;
    private final double[] bias;
    private final Map<String, double[]> weights;

    WordWeights(List<Label> labels, double[] bias, Map<String, double[]> weights) {
        this.labels = List.copyOf(labels);
        this.bias = bias;
        this.weights = weights;
    }

    static WordWeights builtIn() {
        try (InputStream file = WordWeights.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the jar");
            }
            return read(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of labels, then a line a word: the word and, for each label, its weight in tenths; the first is for every reply. */
    static WordWeights read(List<String> lines) {
        List<Label> labels =
                Stream.of(lines.get(0).split("\t", -1)).map(WordWeights::label).toList();
        Map<String, double[]> weights = new HashMap<>();
        for (String line : lines.subList(2, lines.size())) {
            weights.put(line.substring(0, line.indexOf('\t')), row(line, labels.size()));
        }
        return new WordWeights(labels, row(lines.get(1), labels.size()), weights);
    }

    private static Label label(String label) {
        int gap = label.indexOf(' ');
        return new Label(
                Category.of(label.substring(0, gap)).orElseThrow(),
                Scope.valueOf(label.substring(gap + 1).toUpperCase(Locale.ROOT)));
    }

    private static double[] row(String line, int length) {
        double[] row = new double[length];
        int start = line.indexOf('\t');
        for (int i = 0; i < length; i++) {
            int end = line.indexOf('\t', start + 1);
            end = end < 0 ? line.length() : end;
            row[i] = end == start + 1 ? 0 : Integer.parseInt(line, start + 1, end, 10) / UNIT;
            start = end;
        }
        return row;
    }

    /** Of each word's weight where so many are known: a long reply repeats itself, and is not so much surer. */
    static double share(int words) {
        return StrictMath.pow(Math.max(1, words), -REPETITION);
    }

    Opinion opinion(Set<String> words) {
        Map<String, double[]> known = new TreeMap<>();
        for (String word : words) {
            double[] row = weights.get(word);
            if (row != null) {
                known.put(word, row);
            }
        }
        double share = share(known.size());
        double[] sums = bias.clone();
        for (double[] row : known.values()) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row[i] * share;
            }
        }
        double highest = Arrays.stream(sums).max().orElse(0);
        double all = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.exp(sums[i] - highest);
            all += sums[i];
        }
        Map<Category, Double> likelihoods = new EnumMap<>(Category.class);
        for (int i = 0; i < sums.length; i++) {
            likelihoods.merge(labels.get(i).category(), sums[i] / all, Double::sum);
        }
        Category likeliest = Collections.max(likelihoods.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        int best = -1;
        for (int i = 0; i < sums.length; i++) {
            if (labels.get(i).category() == likeliest && (best < 0 || sums[i] > sums[best])) {
                best = i;
            }
        }
        return new Opinion(likelihoods, labels.get(best), because(known, best));
    }

    /** The words that speak most for a meaning; where none of them does, the ideas that they stand for. */
    private static List<String> because(Map<String, double[]> known, int label) {
        List<Map.Entry<String, double[]>> weightiest = known.entrySet().stream()
                .sorted(Comparator.comparingDouble(word -> -word.getValue()[label]))
                .toList();
        List<String> words = weightiest.stream()
                .filter(word -> Character.isLetter(word.getKey().charAt(0)) && word.getValue()[label] > 0)
                .limit(SHOWN)
                .map(Map.Entry::getKey)
                .toList();
        return words.isEmpty()
                ? weightiest.stream()
                        .map(Map.Entry::getKey)
                        .filter(word -> word.startsWith("*"))
                        .limit(SHOWN)
                        .map(idea -> idea.substring(1))
                        .toList()
                : words;
    }
}
