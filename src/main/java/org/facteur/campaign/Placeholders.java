package org.facteur.campaign;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.home.Database;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Fills in {@code ${NAME}} and {@code ${NAME:default}} from the job's parameters, the environment, the system properties and the
 * file's own keys, in this order; a backslash before the dollar keeps it as it is. What is filled in is data: only the file's own
 * keys may hold placeholders of their own. Pebble's double braces are left alone.
 */
final class Placeholders {

    /** A value that is nothing but one placeholder without default. */
    static final Pattern NAME_ONLY = Pattern.compile("\\s*\\$\\{\\s*([^:{}]+?)\\s*}\\s*");

    /** What a variable is called that holds a secret, whether or not this file uses it as one. */
    private static final Pattern SECRET_NAME =
            Pattern.compile("^\\w*(PASSWORD|PASSWD|SECRET)\\w*$", Pattern.CASE_INSENSITIVE);

    private static final Pattern SECRET_KEY = Pattern.compile("(^|\\.)(password|client-secret|refresh-token)$");

    /** The name in <code>${NAME}</code> and <code>${NAME:default}</code>, unless a backslash keeps it as it is. */
    private static final Pattern NAME = Pattern.compile("(?<!\\\\)\\$\\{\\s*([^:{}$]+?)\\s*[:}]");

    /** Nobody writes as many; a file that does was made to fill the memory. */
    private static final int MOST_IN_ONE_VALUE = 1_000;

    private static final int DEEPEST = 50;
    private static final int LONGEST = 100_000;

    private final Map<String, String> parameters;
    private final Map<String, String> env;
    private final Piece.Fields file;
    private final Problems problems;
    /** Names of variables that hold a secret somewhere in the file. */
    private final Set<String> secrets = new HashSet<>();

    private final Set<String> names = new TreeSet<>();

    /** A value on its way to being filled in. */
    private static final class Filling {
        private final Piece.Scalar piece;
        private final Set<String> underWay = new HashSet<>();
        private int depth;
        private int filled;
        private int length;

        Filling(Piece.Scalar piece) {
            this.piece = piece;
        }

        boolean isTooMuch() {
            return ++filled > MOST_IN_ONE_VALUE || depth > DEEPEST || length > LONGEST;
        }
    }

    Placeholders(Map<String, String> parameters, Map<String, String> env, Piece.Fields file, Problems problems) {
        this.parameters = Map.copyOf(parameters);
        this.env = env;
        this.file = file;
        this.problems = problems;
        secrets.add(Database.VARIABLE + "PASSWORD");
        look(file);
    }

    private void look(Piece piece) {
        if (piece instanceof Piece.Scalar scalar) {
            Matcher secret = NAME_ONLY.matcher(scalar.raw());
            if (SECRET_KEY.matcher(scalar.path()).find() && secret.matches()) {
                secrets.add(String.valueOf(secret.group(1)));
            }
            NAME.matcher(scalar.raw()).results().forEach(name -> names.add(name.group(1)));
        } else if (piece instanceof Piece.Fields fields) {
            fields.pieces().values().forEach(this::look);
        } else if (piece instanceof Piece.Items items) {
            items.pieces().forEach(this::look);
        }
    }

    /** A parameter that nothing asks for is a slip: its value would be missed where it was meant. */
    void refuseUnused() {
        parameters.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .forEach(name -> problems.add(file.line(), "", unused(name)));
    }

    private Reason unused(String name) {
        String given = Forms.shown(name + "=…");
        if (names.isEmpty()) {
            return JobFileReason.PARAMETER_UNUSED_NONE.of(given);
        }
        return Suggestion.nearest(names, name)
                .map(near -> JobFileReason.PARAMETER_UNUSED_MEANT.of(given, near + "=…"))
                .orElseGet(() -> JobFileReason.PARAMETER_UNUSED.of(given, List.copyOf(names)));
    }

    /** Null where something has no value; that is among the problems then. */
    @Nullable
    String resolve(Piece.Scalar piece) {
        return resolve(piece.raw(), new Filling(piece));
    }

    /** Whether everything in it has a value; where not, that is no problem yet. */
    boolean canFillIn(Piece.Scalar piece) {
        return new Placeholders(parameters, env, file, new Problems("")).resolve(piece) != null;
    }

    boolean isParameter(String name) {
        return parameters.containsKey(name);
    }

    /** For secrets: command lines and files are read by others. */
    @Nullable
    String environment(String name) {
        return env.get(name);
    }

    private @Nullable String resolve(String text, Filling filling) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        int start;
        while ((start = text.indexOf("${", from)) >= 0) {
            if (start > 0 && text.charAt(start - 1) == '\\') {
                filled.append(text, from, start - 1).append("${");
                from = start + 2;
                continue;
            }
            int end = closing(text, start + 2);
            if (end < 0) {
                problems.add(filling.piece, JobFileReason.PLACEHOLDER_OPEN.of());
                return null;
            }
            if (filling.isTooMuch()) {
                problems.add(filling.piece, JobFileReason.PLACEHOLDER_MANY.of());
                return null;
            }
            String value = value(text.substring(start + 2, end), filling);
            if (value == null) {
                return null;
            }
            filling.length += value.length();
            filled.append(text, from, start).append(value);
            from = end + 1;
        }
        return filled.append(text, from, text.length()).toString();
    }

    private @Nullable String value(String inside, Filling filling) {
        Piece.Scalar piece = filling.piece;
        int colon = inside.indexOf(':');
        String name = (colon < 0 ? inside : inside.substring(0, colon)).strip();
        // Where it belongs it is not filled in but read: by Secrets, which keeps it out of every message.
        if (secrets.contains(name) || SECRET_NAME.matcher(name).find()) {
            problems.add(piece, JobFileReason.PLACEHOLDER_SECRET.of(name));
            return null;
        }
        String given = given(name);
        if (given != null) {
            return given;
        }
        if (find(file, name) instanceof Piece.Scalar other) {
            if (!filling.underWay.add(name)) {
                problems.add(piece, JobFileReason.PLACEHOLDER_CIRCLE.of(name));
                return null;
            }
            String value = deeper(other.raw(), filling);
            filling.underWay.remove(name);
            return value;
        }
        if (colon >= 0) {
            return deeper(inside.substring(colon + 1), filling);
        }
        problems.add(piece, JobFileReason.PLACEHOLDER_NONE.of(name));
        return null;
    }

    private @Nullable String deeper(String text, Filling filling) {
        filling.depth++;
        String value = resolve(text, filling);
        filling.depth--;
        return value;
    }

    private @Nullable String given(String name) {
        String parameter = parameters.get(name);
        if (parameter != null) {
            return parameter;
        }
        String variable = env.get(name);
        return variable != null || name.isEmpty() ? variable : System.getProperty(name);
    }

    /** The brace that closes the one before {@code from}; -1 where there is none. */
    private static int closing(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                open++;
            } else if (text.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Never a secret's: it would come out in whatever quotes the value. */
    private static @Nullable Piece find(Piece piece, String path) {
        if (piece.path().equals(path)) {
            return piece.isEmpty() || SECRET_KEY.matcher(path).find() ? null : piece;
        }
        Iterable<Piece> inside = List.of();
        if (piece instanceof Piece.Fields fields) {
            inside = fields.pieces().values();
        } else if (piece instanceof Piece.Items items) {
            inside = items.pieces();
        }
        for (Piece one : inside) {
            Piece found = path.startsWith(one.path()) ? find(one, path) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
