package org.facteur.campaign;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.pace.Pause;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;

/** The forms that values take in a job file. Each parser throws {@link InvalidValueException}. */
final class Forms {

    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern RANGE = Pattern.compile("(.+?)\\s*\\.\\.\\s*(.+)");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("H:mm");

    private Forms() {}

    /** What was written, line breaks made harmless and no longer than a line. */
    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > 80 ? line.substring(0, 79) + "…" : line;
    }

    static String text(String text) {
        if (text.isBlank()) {
            throw new InvalidValueException(JobFileReason.KEY_EMPTY.of());
        }
        return text;
    }

    /** For what ends in a header or on one line of a report. */
    static String oneLine(String text) {
        if (text.strip().chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(JobFileReason.VALUE_LINES.of(shown(text.strip())));
        }
        return text(text).strip();
    }

    static int port(String text) {
        return number(1, 65_535, 587).apply(text);
    }

    static Function<String, Integer> number(int least, int most) {
        return number(least, most, Math.max(least, Math.min(most, 10)));
    }

    private static Function<String, Integer> number(int least, int most, int example) {
        return text -> {
            String digits = text.strip();
            if (digits.matches("\\d{1,9}") && Integer.parseInt(digits) >= least && Integer.parseInt(digits) <= most) {
                return Integer.parseInt(digits);
            }
            throw new InvalidValueException(JobFileReason.VALUE_NUMBER.of(shown(text), least, most, example));
        };
    }

    static Function<String, Double> factor(double above, double most) {
        return text -> {
            String digits = text.strip();
            double value = digits.matches("\\d{1,4}(\\.\\d{1,6})?") ? Double.parseDouble(digits) : Double.NaN;
            if (value > above && value <= most) {
                return value;
            }
            throw new InvalidValueException(JobFileReason.VALUE_FACTOR.of(shown(text), plain(above), plain(most)));
        };
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** {@code 500ms}, {@code 45s}, {@code 10m}, {@code 1h}, {@code 3d}, {@code 1h30m}; 0 needs no unit. */
    static Duration duration(String text) {
        String written = text.strip();
        if (written.equals("0")) {
            return Duration.ZERO;
        }
        if (!DURATION.matcher(written).matches()) {
            throw new InvalidValueException(JobFileReason.VALUE_DURATION.of(shown(text)));
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(written);
        while (part.find()) {
            sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    /**
     * @param least as it is written
     * @param most as it is written
     */
    static Function<String, Duration> duration(String least, String most) {
        return text -> {
            Duration value = duration(text);
            if (value.compareTo(duration(least)) < 0 || value.compareTo(duration(most)) > 0) {
                throw new InvalidValueException(JobFileReason.VALUE_RANGE.of(shown(text), least, most));
            }
            return value;
        };
    }

    static Pause pause(String text) {
        Matcher range = RANGE.matcher(text.strip());
        Function<String, Duration> upToADay = duration("0", "1d");
        if (!range.matches()) {
            if (!DURATION.matcher(text.strip()).matches() && !text.strip().equals("0")) {
                throw new InvalidValueException(JobFileReason.VALUE_PAUSE.of(shown(text)));
            }
            Duration fixed = upToADay.apply(text);
            return new Pause(fixed, fixed);
        }
        Duration shortest = upToADay.apply(range.group(1));
        Duration longest = upToADay.apply(range.group(2));
        if (longest.compareTo(shortest) < 0) {
            throw new InvalidValueException(
                    JobFileReason.VALUE_PAUSE_ORDER.of(shown(text), range.group(2), range.group(1)));
        }
        return new Pause(shortest, longest);
    }

    /** {@code 22:00}; {@code 24:00} is the midnight that ends the day. */
    static LocalTime clock(String text) {
        try {
            return text.strip().equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text.strip(), CLOCK);
        } catch (DateTimeException e) {
            throw new InvalidValueException(JobFileReason.VALUE_CLOCK.of(shown(text)), e);
        }
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException e) {
            throw new InvalidValueException(JobFileReason.VALUE_ZONE.of(shown(text)), e);
        }
    }

    /** {@code MON}, {@code Monday}. */
    static DayOfWeek day(String text) {
        String written = text.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(day ->
                        written.equals(day.name()) || written.equals(day.name().substring(0, 3)))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(JobFileReason.VALUE_DAY.of(shown(text))));
    }

    /** {@code fr-FR}; {@code fr_FR} is meant to be the same. A well-formed tag of a language that there is not will not do. */
    static Locale locale(String text) {
        if (text.contains("{{")) {
            throw new InvalidValueException(JobFileReason.VALUE_LOCALE_CONTACT.of(shown(text)));
        }
        try {
            Locale locale = new Locale.Builder()
                    .setLanguageTag(text.strip().replace('_', '-'))
                    .build();
            boolean language = Arrays.asList(Locale.getISOLanguages()).contains(locale.getLanguage())
                    || (locale.getLanguage().length() == 3
                            && Arrays.stream(Locale.getAvailableLocales())
                                    .anyMatch(known -> known.getLanguage().equals(locale.getLanguage())));
            boolean country = locale.getCountry().isEmpty()
                    || locale.getCountry().matches("\\d{3}")
                    || Arrays.asList(Locale.getISOCountries()).contains(locale.getCountry());
            if (language && country) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            throw new InvalidValueException(noLocale(text), e);
        }
        throw new InvalidValueException(noLocale(text));
    }

    /** Who writes {@code english} is told {@code en}. */
    private static Reason noLocale(String text) {
        String meant = Arrays.stream(Locale.getISOLanguages())
                .filter(tag -> isCalled(Locale.forLanguageTag(tag), text.strip()))
                .findFirst()
                .orElse("fr-FR");
        return JobFileReason.VALUE_LOCALE.of(shown(text), meant);
    }

    private static boolean isCalled(Locale language, String name) {
        return name.equalsIgnoreCase(language.getDisplayLanguage(Locale.ENGLISH))
                || name.equalsIgnoreCase(language.getDisplayLanguage(Locale.FRENCH))
                || name.equalsIgnoreCase(language.getDisplayLanguage(language));
    }

    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(value -> inWords(value).equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(JobFileReason.VALUE_CHOICE.of(
                        shown(text),
                        Reason.oneOf(Arrays.stream(type.getEnumConstants())
                                .map(Forms::inWords)
                                .toList()))));
    }

    static boolean yesOrNo(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default ->
                throw new InvalidValueException(
                        JobFileReason.VALUE_CHOICE.of(shown(text), Reason.oneOf(List.of("true", "false"))));
        };
    }

    /** {@code app-password}. */
    static String inWords(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
