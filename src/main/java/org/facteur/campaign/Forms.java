package org.facteur.campaign;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.pace.Pause;

/** The forms that values take in a job file. Each parser throws {@link IllegalArgumentException} with a sentence for the user. */
final class Forms {

    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern RANGE = Pattern.compile("(.+?)\\s*\\.\\.\\s*(.+)");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("H:mm");

    private Forms() {}

    /** What was written, with quotation marks, line breaks made harmless and no longer than a line. */
    static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return "\"" + (line.length() > 80 ? line.substring(0, 79) + "…" : line) + "\"";
    }

    static String text(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty; write something, or leave the key out");
        }
        return text;
    }

    /** For what ends in a header or on one line of a report. */
    static String oneLine(String text) {
        if (text.strip().chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(quoted(text.strip()) + " has more than one line; write it on one");
        }
        return text(text).strip();
    }

    static Function<String, Integer> number(int least, int most) {
        return text -> {
            String digits = text.strip();
            if (digits.matches("\\d{1,9}") && Integer.parseInt(digits) >= least && Integer.parseInt(digits) <= most) {
                return Integer.parseInt(digits);
            }
            throw new IllegalArgumentException(quoted(text) + " is not a whole number from " + least + " to " + most
                    + "; write one, for example " + Math.max(least, Math.min(most, 10)));
        };
    }

    static Function<String, Double> factor(double above, double most) {
        return text -> {
            String digits = text.strip();
            double value = digits.matches("\\d{1,4}(\\.\\d{1,6})?") ? Double.parseDouble(digits) : Double.NaN;
            if (value > above && value <= most) {
                return value;
            }
            throw new IllegalArgumentException(quoted(text) + " is not a factor of more than " + plain(above)
                    + " and at most " + plain(most) + "; write for example 1.5");
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
            throw new IllegalArgumentException(
                    quoted(text) + " is not a duration; write for example 45s, 10m, 1h or 3d");
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
                throw new IllegalArgumentException(
                        quoted(text) + " is out of range; write a duration from " + least + " to " + most);
            }
            return value;
        };
    }

    static Pause pause(String text) {
        Matcher range = RANGE.matcher(text.strip());
        Function<String, Duration> upToADay = duration("0", "1d");
        if (!range.matches()) {
            if (!DURATION.matcher(text.strip()).matches() && !text.strip().equals("0")) {
                throw new IllegalArgumentException(quoted(text) + " is not a pause; write for example 30s or 20s..40s");
            }
            Duration fixed = upToADay.apply(text);
            return new Pause(fixed, fixed);
        }
        Duration shortest = upToADay.apply(range.group(1));
        Duration longest = upToADay.apply(range.group(2));
        if (longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(quoted(text) + " goes from the longer to the shorter; write "
                    + range.group(2) + ".." + range.group(1));
        }
        return new Pause(shortest, longest);
    }

    /** {@code 22:00}; {@code 24:00} is the midnight that ends the day. */
    static LocalTime clock(String text) {
        try {
            return text.strip().equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text.strip(), CLOCK);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(quoted(text) + " is not a time of day; write for example \"22:00\"", e);
        }
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(quoted(text) + " is not a time zone; write for example Europe/Paris", e);
        }
    }

    /** {@code MON}, {@code Monday}. */
    static DayOfWeek day(String text) {
        String written = text.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(day ->
                        written.equals(day.name()) || written.equals(day.name().substring(0, 3)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        quoted(text) + " is not a day; write MON, TUE, WED, THU, FRI, SAT or SUN"));
    }

    /** {@code fr-FR}; {@code fr_FR} is meant to be the same. A well-formed tag of a language that there is not will not do. */
    static Locale locale(String text) {
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
            throw new IllegalArgumentException(noLocale(text), e);
        }
        throw new IllegalArgumentException(noLocale(text));
    }

    /** Who writes {@code english} is told {@code en}. */
    private static String noLocale(String text) {
        String meant = Arrays.stream(Locale.getISOLanguages())
                .filter(tag -> isCalled(Locale.forLanguageTag(tag), text.strip()))
                .findFirst()
                .orElse("fr-FR");
        return quoted(text) + " is not a locale; write for example " + meant;
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
                .orElseThrow(() -> new IllegalArgumentException(quoted(text) + " is none of the choices; write "
                        + String.join(
                                " or ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(Forms::inWords)
                                        .toList())));
    }

    /** {@code app-password}. */
    static String inWords(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
