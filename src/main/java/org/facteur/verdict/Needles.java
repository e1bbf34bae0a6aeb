package org.facteur.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a text must hold for a pattern to match, so that hundreds of patterns need not all be run: one literal of each
 * clause. What this reader does not understand makes no clause, and the pattern is run more often than it need be.
 */
final class Needles {

    private static final int SHORTEST = 2;

    private static final Comparator<Set<String>> RAREST_FIRST =
            Comparator.<Set<String>>comparingInt(Set::size).thenComparing(Needles::shortest, Comparator.reverseOrder());

    private final String pattern;
    private int at;
    private boolean repeated;

    private Needles(String pattern) {
        this.pattern = pattern;
    }

    /** Clauses, of each of which a matching text holds at least one literal; the rarer first. */
    static List<Set<String>> of(String alternative) {
        if (alternative.contains("(?i") || alternative.contains("\\Q") || alternative.contains("[[")) {
            return List.of();
        }
        Needles reader = new Needles(alternative);
        List<Set<String>> clauses = reader.sequence();
        return reader.at < alternative.length() ? List.of() : clauses;
    }

    /** The pattern's alternatives at the top level: each is looked for on its own. */
    static List<String> alternatives(String pattern) {
        List<String> alternatives = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                i = Math.max(i, pattern.indexOf(']', i + 2));
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            } else if (c == '|' && depth == 0) {
                alternatives.add(pattern.substring(start, i));
                start = i + 1;
            }
        }
        alternatives.add(pattern.substring(start));
        return alternatives;
    }

    private @Nullable Set<String> group(boolean around) {
        Set<String> all = new HashSet<>();
        boolean every = !around;
        do {
            List<Set<String>> branch = sequence();
            every &= !branch.isEmpty();
            if (!branch.isEmpty()) {
                all.addAll(branch.get(0));
            }
        } while (skip('|'));
        return every ? all : null;
    }

    private List<Set<String>> sequence() {
        List<Set<String>> clauses = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            if (pattern.charAt(at) == '(') {
                end(run, clauses);
                Set<String> group = group(opensAround());
                skip(')');
                if (!optional() && group != null) {
                    clauses.add(group);
                }
                continue;
            }
            String literal = atom();
            boolean optional = optional();
            if (literal == null || optional) {
                end(run, clauses);
            } else {
                run.append(literal);
                if (repeated) {
                    end(run, clauses);
                }
            }
        }
        end(run, clauses);
        clauses.sort(RAREST_FIRST);
        return clauses;
    }

    /** Steps into a group: whether it only looks ahead or behind, and so may be negative. */
    private boolean opensAround() {
        at++;
        if (!skip('?') || skip(':')) {
            return false;
        }
        skip('<');
        at++;
        return true;
    }

    private static int shortest(Set<String> set) {
        return set.stream().mapToInt(String::length).min().orElse(0);
    }

    private static void end(StringBuilder run, List<Set<String>> candidates) {
        if (run.length() >= SHORTEST) {
            candidates.add(Set.of(run.toString()));
        }
        run.setLength(0);
    }

    /** The next atom where it is one certain character, empty where it takes no room, null otherwise. */
    private @Nullable String atom() {
        char c = pattern.charAt(at++);
        if (c == '[') {
            at++;
            while (at < pattern.length() && pattern.charAt(at) != ']') {
                at += pattern.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
            return null;
        }
        if (c == '\\' && at < pattern.length()) {
            char escaped = pattern.charAt(at++);
            if (escaped == 'b') {
                return "";
            }
            return Character.isLetterOrDigit(escaped) ? null : String.valueOf(escaped);
        }
        return c == '.' || c == '^' || c == '$' ? null : String.valueOf(c);
    }

    /** Reads a quantifier, if there is one: whether it allows none. */
    private boolean optional() {
        boolean none = false;
        repeated = false;
        while (at < pattern.length() && "?*+{".indexOf(pattern.charAt(at)) >= 0) {
            char c = pattern.charAt(at);
            none |= c == '*' || (c == '?' && !repeated);
            if (c == '{') {
                none |= pattern.startsWith("{0", at) || pattern.startsWith("{,", at);
                at = Math.max(at, pattern.indexOf('}', at));
            }
            repeated = true;
            at++;
        }
        return none;
    }

    private boolean skip(char c) {
        if (at < pattern.length() && pattern.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }
}
