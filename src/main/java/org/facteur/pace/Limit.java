package org.facteur.pace;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.reason.InvalidValueException;

/**
 * At most {@code count} attempts in any window of that length.
 *
 * @param count 1 to 10,000,000
 * @param window more than zero
 */
public record Limit(int count, Duration window) {

    private static final Map<String, Duration> UNITS = Map.of(
            "second", Duration.ofSeconds(1),
            "minute", Duration.ofMinutes(1),
            "hour", Duration.ofHours(1),
            "day", Duration.ofDays(1));
    private static final Pattern FORM = Pattern.compile("(\\d{1,8})\\s*/\\s*(second|minute|hour|day)");

    public Limit {
        if (count < 1 || count > 10_000_000) {
            throw new IllegalArgumentException("a limit counts from 1 to 10,000,000, not " + count);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("a limit's window is longer than nothing");
        }
    }

    /**
     * @param text such as {@code 500/day}
     * @throws InvalidValueException when it is no limit
     */
    public static Limit parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new InvalidValueException(PaceReason.LIMIT.of(text));
        }
        return new Limit(Integer.parseInt(form.group(1)), UNITS.getOrDefault(form.group(2), Duration.ZERO));
    }

    /** As it is written in a job file: {@code 500/day}. */
    @Override
    public String toString() {
        // Asked for each letter that has to wait: no stream.
        for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
            if (unit.getValue().equals(window)) {
                return count + "/" + unit.getKey();
            }
        }
        return count + "/" + window;
    }
}
