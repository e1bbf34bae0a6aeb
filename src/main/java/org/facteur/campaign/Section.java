package org.facteur.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.facteur.pace.Limit;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
import org.jspecify.annotations.Nullable;

/**
 * The keys below one key. What is asked for is what may be there; {@link #refuseOthers} names the rest. A value that cannot be
 * used is put among the problems and read as if it were not there, so that everything that is wrong is found in one go.
 *
 * <p>A parser throws {@link InvalidValueException} with what follows the key:
 * {@code "500 per day" is not a limit; write for example 500/day}.
 */
final class Section {

    /** What people look for to send a letter to several at once. */
    private static final Set<String> COPIES = Set.of("to", "cc", "bcc");

    private final Piece.Fields fields;
    private final Reading reading;
    // Something else stands where its keys should: what it lacks is no news.
    private final boolean broken;
    private final Set<String> known = new TreeSet<>();

    Section(Piece.Fields fields, Reading reading) {
        this(fields, reading, false);
    }

    private Section(Piece.Fields fields, Reading reading, boolean broken) {
        this.fields = fields;
        this.reading = reading;
        this.broken = broken;
    }

    Reading reading() {
        return reading;
    }

    String path() {
        return fields.path();
    }

    /** Where the section itself begins. */
    int line() {
        return fields.line();
    }

    /** Where a key's value stands; the section's line for a key that is not there. */
    int line(String key) {
        Piece piece = fields.pieces().get(key);
        return piece == null ? line() : piece.line();
    }

    /** Where a key's value stands, as messages name it: {@code jobs/voeux.yaml:14}. */
    String place(String key) {
        return reading.problems().place(line(key));
    }

    Set<String> keys() {
        return fields.pieces().keySet();
    }

    /** Null where nothing is written. */
    @Nullable
    Piece piece(String key) {
        known.add(key);
        Piece piece = fields.pieces().get(key);
        return piece == null || piece.isEmpty() ? null : piece;
    }

    boolean has(String key) {
        return piece(key) != null;
    }

    void problem(String key, Reason what) {
        if (!broken) {
            reading.problems().add(line(key), fields.pathOf(key), what);
        }
    }

    /** With the section itself. */
    void problem(Reason what) {
        if (!broken) {
            reading.problems().add(fields, what);
        }
    }

    void warn(String key, Reason what) {
        reading.problems().warn(line(key), fields.pathOf(key), what);
    }

    <T> @Nullable T read(String key, Function<String, T> parser) {
        Piece piece = piece(key);
        return piece == null ? null : scalar(piece, parser);
    }

    /** Like {@link #read(String, Function)}, without a word where a placeholder has no value here. */
    <T> @Nullable T readIfFilledIn(String key, Function<String, T> parser) {
        Piece piece = piece(key);
        boolean open =
                piece instanceof Piece.Scalar scalar && !reading.placeholders().canFillIn(scalar);
        return piece == null || open ? null : scalar(piece, parser);
    }

    <T> T read(String key, T otherwise, Function<String, T> parser) {
        T value = read(key, parser);
        return value == null ? otherwise : value;
    }

    /** @param example what to write, for who left it out: {@code subject: "Happy New Year"}; a text, or a reason where languages differ */
    <T> @Nullable T required(String key, Function<String, T> parser, Object example) {
        if (!has(key)) {
            // What follows a # is a comment, which is easily forgotten.
            boolean written = fields.pieces().containsKey(key);
            problem(key, (written ? JobFileReason.KEY_EMPTY_EXAMPLE : JobFileReason.KEY_MISSING_EXAMPLE).of(example));
            return null;
        }
        return read(key, parser);
    }

    /** A single value is a list of one. */
    <T> List<T> list(String key, Function<String, T> parser) {
        Piece piece = piece(key);
        if (piece == null) {
            return List.of();
        }
        List<T> values = new ArrayList<>();
        boolean alone = !(piece instanceof Piece.Items);
        for (Piece item : piece instanceof Piece.Items items ? items.pieces() : List.of(piece)) {
            T value = alone ? alone(item, parser) : scalar(item, parser);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    /** An empty one where the key is not there. */
    Section section(String key) {
        Piece piece = piece(key);
        if (piece != null && !(piece instanceof Piece.Fields)) {
            reading.problems().add(piece, JobFileReason.KEY_KEYS.of());
        }
        return piece instanceof Piece.Fields below
                ? new Section(below, reading)
                : new Section(empty(key), reading, piece != null);
    }

    /** A single value stands for the key below that nearly everybody writes alone. */
    Section section(String key, String onlyKey) {
        Piece piece = piece(key);
        return piece instanceof Piece.Scalar only
                ? new Section(
                        new Piece.Fields(only.path(), only.line(), Map.of(onlyKey, only), Map.of(onlyKey, only.line())),
                        reading)
                : section(key);
    }

    /**
     * Limits, of which two over the same window would be one too many: the wider never counts.
     *
     * @return as they are written
     */
    List<Limit> limits(String key) {
        List<Limit> limits = list(key, Limit::parse);
        Map<Duration, Limit> byWindow = new HashMap<>();
        for (Limit limit : limits) {
            Limit other = byWindow.putIfAbsent(limit.window(), limit);
            if (other != null) {
                Limit counts = other.count() <= limit.count() ? other : limit;
                warn(key, JobFileReason.VALUE_LIMITS.of(other, limit, counts));
            }
        }
        return limits;
    }

    /** Whether it is a list with nothing in it, as against one that is left out. */
    boolean isEmptyList(String key) {
        return piece(key) instanceof Piece.Items items && items.pieces().isEmpty();
    }

    private Piece.Fields empty(String key) {
        return new Piece.Fields(fields.pathOf(key), line(key), Map.of(), Map.of());
    }

    <T> @Nullable T scalar(Piece piece, Function<String, T> parser) {
        if (!(piece instanceof Piece.Scalar scalar)) {
            reading.problems().add(piece, JobFileReason.KEY_VALUE.of());
            return null;
        }
        String text = reading.placeholders().resolve(scalar);
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            reading.problems().add(piece, Reasoned.of(e));
            return null;
        }
    }

    /** The same for what stands alone where a list may be: {@code limits: 30/minute, 400/day}. */
    private <T> @Nullable T alone(Piece piece, Function<String, T> parser) {
        return scalar(piece, text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                if (text.contains(",")) {
                    throw new InvalidValueException(
                            JobFileReason.KEY_BRACKETS.of(Reasoned.of(e), Forms.shown(text)), e);
                }
                throw e;
            }
        });
    }

    /** To be called when all that may be here has been asked for. */
    void refuseOthers() {
        fields.keyLines().forEach((key, line) -> {
            if (!known.contains(key)) {
                Reason what = COPIES.contains(key)
                        ? JobFileReason.KEY_COPIES.of()
                        : Suggestion.after(JobFileReason.KEY_UNKNOWN.of(), known, key);
                reading.problems().add(line, fields.pathOf(key), what);
            }
        });
    }
}
