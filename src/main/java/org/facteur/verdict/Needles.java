package org.facteur.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Literals of which every match of a pattern holds at least one, so that a hundred patterns need not all be run: most
 * texts lack the literals of most patterns. What this reader does not understand it skips, and the pattern is run.
 */
final class Needles {

    private static final int SHORTEST = 3;

    private final String pattern;
    private int at;

    private Needles(String pattern) {
        this.pattern = pattern;
    }

    /** Null where the pattern may match without any literal of three characters. */
    static @Nullable Set<String> of(String pattern) {
        if (pattern.contains("(?i") || pattern.contains("\\Q") || pattern.contains("[[")) {
            return null;
        }
        Needles reader = new Needles(pattern);
        Set<String> found = reader.alternatives();
        return reader.at < pattern.length() ? null : found;
    }

    private @Nullable Set<String> alternatives() {
        Set<String> all = new HashSet<>();
        boolean every = true;
        do {
            Set<String> branch = sequence();
            every &= branch != null;
            if (branch != null) {
                all.addAll(branch);
            }
        } while (skip('|'));
        return every ? all : null;
    }

    private @Nullable Set<String> sequence() {
        List<Set<String>> candidates = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            char c = pattern.charAt(at);
            if (c == '(') {
                end(run, candidates);
                Set<String> group = group();
                if (!optional() && group != null) {
                    candidates.add(group);
                }
                continue;
            }
            String literal = atom();
            boolean optional = optional();
            if (literal == null || optional) {
                end(run, candidates);
            } else {
                run.append(literal);
                if (repeated) {
                    end(run, candidates);
                }
            }
        }
        end(run, candidates);
        return candidates.stream().max(Needles::betterOf).orElse(null);
    }

    private static int betterOf(Set<String> one, Set<String> other) {
        int byLength = Integer.compare(shortest(one), shortest(other));
        return byLength != 0 ? byLength : Integer.compare(other.size(), one.size());
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

    /** A group's literals; none for what looks ahead or behind, which may be negative. */
    private @Nullable Set<String> group() {
        at++;
        boolean around = false;
        if (skip('?')) {
            around = !skip(':');
            if (around) {
                skip('<');
                at++;
            }
        }
        Set<String> inside = alternatives();
        skip(')');
        return around ? null : inside;
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

    private boolean repeated;

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
