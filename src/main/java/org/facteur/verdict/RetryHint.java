package org.facteur.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time a server names in its reply: {@code try again in 92 seconds}, {@code Greylisted for 5 minutes}. Not the
 * period of a limit ({@code 3 requests per 5 minutes}) and not how long the server itself waited.
 */
public final class RetryHint {

    private static final Duration LONGEST = Duration.ofDays(7);

    private static final String UNIT =
            "(?:seconds?|secondes?|secs?|sekunden?|segundos?|secondi|s|minutes?|minuten?|minutos?|minuti|mins?|mn|m"
                    + "|hours?|hrs?|heures?|stunden?|horas?|ore|h|days?|jours?|tage?n?|dias?|giorni|d|j)";
    private static final String AMOUNT = "(?<![\\d.,])(?:\\d{1,8}(?:[.,]\\d{1,3})?\\s?|(?:an?|one|une?|eine[rmn]?)\\s)";
    private static final String TIME = "(\\d{1,3}:\\d\\d:\\d\\d\\b|" + AMOUNT + UNIT
            + "(?![a-z])(?:(?:,|\\s(?:and|et|und))?\\s?" + AMOUNT + UNIT + "(?![a-z])){0,2})";
    private static final Pattern ANY_TIME = Pattern.compile(TIME);
    private static final Pattern PART = Pattern.compile("(" + AMOUNT + ")([a-z])([a-z]?)[a-z]*");

    private static final String ABOUT =
            "(?:(?:at least|about|around|approximately|approx|another|environ|au moins|the next|next|a minimum of)\\W+)?";
    private static final String GAP = "\\W+(?:(?!(?:time|limit|max|expire|per|par)\\w*\\W)[\\w']+\\W+){0,5}?";
    private static final String IN = "(?:in|after|for|dans|apres|d'ici|pendant|nach|fur|en|tra|fra)";
    private static final String AGAIN =
            "(?:again|retry|retrying|try|back|later|resend|reconnect|return|attempt|reessa\\w*|ressa\\w*|renvoye\\w*|revene\\w*"
                    + "|resets?|nouveau|wieder|erneut|intent\\w*|reintent\\w*|riprov\\w*|greylist\\w*|graylist\\w*)";

    /** In the order of trust: the words that say «come back» before those that only may. */
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("\\b" + AGAIN + GAP + IN + "\\W+" + ABOUT + TIME),
            Pattern.compile("\\b(?:wait|waiting|attende[zr]|attendre|patiente[zr]|warten)" + GAP + ABOUT + TIME),
            Pattern.compile("\\b(?:wait|attende[zr]|attendre|patiente[zr])\\W+" + ABOUT + TIME),
            Pattern.compile(
                    "\\b(?:defer\\w*|delay\\w*|block\\w*|suspend\\w*|ban|banned|lock\\w*|throttl\\w*|reject\\w*|refus\\w*"
                            + "|unavailable|bloque\\w*|differe\\w*|grise|listed|limited|paused|penalty|penali\\w*)"
                            + GAP
                            + "(?:for|pendant|pour|fur)\\W+" + ABOUT + TIME),
            Pattern.compile("\\b(?:in|after|dans|apres)\\W+" + ABOUT + TIME + GAP + AGAIN),
            Pattern.compile(TIME + "\\W+(?:later|plus tard|spater|from now|remaining|left)\\b"),
            Pattern.compile("\\bretry[ _-]?(?:after|in)\\W{0,3}(\\d{1,8})\\b(?!:)"));

    /** Without such words a time is believed only where nothing speaks of limits or of a server that gave up. */
    private static final Pattern BARE = Pattern.compile("\\b" + IN + "\\W+" + ABOUT + TIME);

    private static final Pattern NO_BARE = Pattern.compile(
            "time[d ]?-?out|timed|idle|inactiv|limit|quota|exce|max|allow|expir"
                    + "|\\bper\\b|\\bpar\\b|last|within|unable|lost|respon|sent|receiv|old|more than|plus de|retention|queue");

    private RetryHint() {}

    /** The time in this text, between one second and seven days; what lies outside is not believed. */
    public static Optional<Duration> in(String text) {
        return inFolded(Folding.fold(text));
    }

    static Optional<Duration> inFolded(String text) {
        if (!mayHoldTime(text) || (!ANY_TIME.matcher(text).find() && !text.contains("retry"))) {
            return Optional.empty();
        }
        for (Pattern form : FORMS) {
            Matcher found = form.matcher(text);
            if (found.find()) {
                return believable(found.group(1));
            }
        }
        Matcher bare = BARE.matcher(text);
        return bare.find() && !NO_BARE.matcher(text).find() ? believable(bare.group(1)) : Optional.empty();
    }

    /** Cheap, because most texts hold none: a digit with a unit or a colon behind it, or a unit written out. */
    private static boolean mayHoldTime(String text) {
        for (int i = 2; i < text.length(); i++) {
            char digit = text.charAt(text.charAt(i - 1) == ' ' ? i - 2 : i - 1);
            if (digit >= '0' && digit <= '9' && "smhdjtog:".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return text.contains("retry") || text.contains("hour") || text.contains("minute") || text.contains("heure");
    }

    private static Optional<Duration> believable(String time) {
        Duration duration = Duration.ofSeconds(seconds(time));
        return duration.isZero() || duration.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(duration);
    }

    private static long seconds(String time) {
        if (time.contains(":")) {
            String[] parts = time.split(":", -1);
            return Long.parseLong(parts[0]) * 3600 + Long.parseLong(parts[1]) * 60 + Long.parseLong(parts[2]);
        }
        Matcher part = PART.matcher(time);
        long total = 0;
        boolean any = false;
        while (part.find()) {
            String amount = part.group(1).strip();
            double number = Character.isDigit(amount.charAt(0)) ? Double.parseDouble(amount.replace(',', '.')) : 1;
            total += Math.round(number * unit(part.group(2).charAt(0), part.group(3)));
            any = true;
        }
        return any ? total : Long.parseLong(time.strip());
    }

    private static long unit(char first, String second) {
        return switch (first) {
            case 'm' -> 60;
            case 'h', 'o' -> 3600;
            case 'd', 'j', 't', 'g' -> 86_400;
            // «Stunden» are hours, «Sekunden» seconds.
            default -> second.equals("t") ? 3600 : 1;
        };
    }
}
