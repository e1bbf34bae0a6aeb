package org.facteur.verdict;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Many regular expressions of which any may match, looked for in folded text. One is run only where the text holds the literals that it
 * cannot do without, and compiled when it is first run: most never are. Safe for many threads.
 */
public final class Patterns {

    private final String pattern;
    private volatile @Nullable List<Alternative> alternatives;

    private Patterns(String pattern) {
        this.pattern = pattern;
    }

    /** @param pattern its alternatives at the top level are looked for one by one; whether they can be compiled is seen as they are needed */
    public static Patterns of(String pattern) {
        return new Patterns(pattern);
    }

    /** @throws PatternSyntaxException where one cannot be compiled */
    static Patterns checked(String pattern) {
        Pattern.compile(pattern);
        return of(pattern);
    }

    /** Whether any of them is found in the text. */
    public boolean areIn(Trigrams text) {
        for (Alternative alternative : alternatives()) {
            if (alternative.isIn(text)) {
                return true;
            }
        }
        return false;
    }

    List<Alternative> alternatives() {
        List<Alternative> split = alternatives;
        if (split == null) {
            split = Needles.alternatives(pattern).stream().map(Alternative::new).toList();
            alternatives = split;
        }
        return split;
    }

    /** One of them. */
    static final class Alternative {

        private final String regex;
        private final List<Set<String>> clauses;
        private volatile @Nullable Pattern compiled;

        private Alternative(String regex) {
            this.regex = regex;
            this.clauses = Needles.of(regex);
        }

        private boolean isIn(Trigrams text) {
            return text.meet(clauses) && pattern().matcher(text.text()).find();
        }

        List<Set<String>> clauses() {
            return clauses;
        }

        Pattern pattern() {
            Pattern pattern = compiled;
            if (pattern == null) {
                pattern = Pattern.compile(regex);
                compiled = pattern;
            }
            return pattern;
        }

        @Override
        public String toString() {
            return regex;
        }
    }
}
