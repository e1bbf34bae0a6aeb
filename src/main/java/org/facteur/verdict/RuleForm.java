package org.facteur.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.facteur.reason.Reason;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.jspecify.annotations.Nullable;

/** One rule as it stands in a file, on its way to being a {@link Rule}. */
record RuleForm(
        RuleReader reader, Reason what, int line, Map<String, RuleReader.Field> fields, Map<String, String> terms) {

    static final Set<String> KEYS = Set.of(
            "category",
            "scope",
            "reaction",
            "phase",
            "code",
            "enhanced",
            "text",
            "with",
            "without",
            "names",
            "sure",
            "made-for");

    private static final Pattern TERM = Pattern.compile("\\{([a-z-]+)}");

    Rule rule() {
        Rule rule = new Rule(
                required("category", text -> Category.of(text), labels(Category.values(), Category::label)),
                required(
                        "scope",
                        text -> labelled(Scope.values(), Scope::label, text),
                        labels(Scope.values(), Scope::label)),
                one("reaction", Reaction.values(), Reaction::label),
                one("phase", Phase.values(), phase -> phase.name().toLowerCase(Locale.ROOT)),
                pattern("code"),
                pattern("enhanced"),
                patterns("text"),
                patterns("with"),
                patterns("without"),
                patterns("names"),
                fields.containsKey("sure")
                        && required(
                                "sure",
                                text -> text.equals("true") ? Optional.of(true) : Optional.empty(),
                                List.of("true")),
                field("made-for", VerdictReason.RULES_MADE_FOR_EXAMPLE.of()).text(reader));
        if (Stream.of("code", "enhanced", "text", "names", "phase").noneMatch(fields::containsKey)) {
            throw reader.problem(line, VerdictReason.RULES_ALL.of(what));
        }
        if (reader.checks() && !matchesItsExample(rule)) {
            throw reader.problem(line, VerdictReason.RULES_MADE_FOR.of(what));
        }
        return rule;
    }

    private static boolean matchesItsExample(Rule rule) {
        Phase phase = rule.phase() == null ? Phase.DOT : rule.phase();
        return rule.matches(ReadReply.of(Reply.parse(phase, rule.madeFor().replace("\\n", "\n"))));
    }

    private <T> T required(String key, Function<String, Optional<T>> reading, List<String> choice) {
        RuleReader.Field field = field(key, VerdictReason.RULES_CHOICE_OF.of(choice));
        String given = field.text(reader);
        return reading.apply(given)
                .orElseThrow(
                        () -> reader.problem(field.line(), VerdictReason.RULES_CHOICE.of(field.name(), given, choice)));
    }

    private <T> @Nullable T one(String key, T[] values, Function<T, String> label) {
        return fields.containsKey(key)
                ? required(key, text -> labelled(values, label, text), labels(values, label))
                : null;
    }

    private RuleReader.Field field(String key, Reason wanted) {
        RuleReader.Field field = fields.get(key);
        if (field == null) {
            throw reader.problem(line, VerdictReason.RULES_NEED.of(what, key, wanted));
        }
        return field;
    }

    private @Nullable Pattern pattern(String key) {
        RuleReader.Field field = fields.get(key);
        return field == null ? null : compile(field, field.text(reader), Pattern::compile);
    }

    private @Nullable Patterns patterns(String key) {
        RuleReader.Field field = fields.get(key);
        if (field == null) {
            return null;
        }
        String spelled = TERM.matcher(field.pattern(reader))
                .replaceAll(term -> Matcher.quoteReplacement("(?:" + term(field, term.group(1)) + ")"));
        String folded = lowerCase(Folding.withoutAccents(spelled));
        return reader.checks() ? compile(field, folded, Patterns::checked) : Patterns.of(folded);
    }

    private String term(RuleReader.Field field, String name) {
        String term = terms.get(name);
        if (term == null) {
            throw reader.problem(field.line(), VerdictReason.RULES_TERM.of(field.name(), name));
        }
        return term;
    }

    private <T> T compile(RuleReader.Field field, String pattern, Function<String, T> compiling) {
        try {
            return compiling.apply(pattern);
        } catch (PatternSyntaxException e) {
            throw reader.problem(field.line(), VerdictReason.RULES_PATTERN.of(field.name(), e.getDescription()));
        }
    }

    /** Replies are compared in lower case; what follows a backslash keeps its meaning. */
    private static String lowerCase(String pattern) {
        StringBuilder lower = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            boolean escaped = i > 0 && pattern.charAt(i - 1) == '\\';
            lower.append(escaped ? pattern.charAt(i) : Character.toLowerCase(pattern.charAt(i)));
        }
        return lower.toString();
    }

    private static <T> Optional<T> labelled(T[] values, Function<T, String> label, String text) {
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(text))
                .findFirst();
    }

    private static <T> List<String> labels(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(label).toList();
    }
}
