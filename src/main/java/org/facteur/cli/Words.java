package org.facteur.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.facteur.report.Phrases;

/** What we say to whoever sits before the terminal, in the language of the locale. */
final class Words {

    private final Phrases phrases;
    private final ZoneId zone;

    Words(Locale locale, ZoneId zone) {
        this.phrases = new Phrases("org.facteur.cli.words", locale);
        this.zone = zone;
    }

    /** The user's own. */
    static Words ours() {
        return new Words(Locale.getDefault(Locale.Category.DISPLAY), ZoneId.systemDefault());
    }

    Locale locale() {
        return phrases.locale();
    }

    /** @param values for {0}, {1} ... */
    String of(String key, Object... values) {
        return phrases.of(key, values);
    }

    /** {@code 22:00}, {@code Thursday 02:40}, {@code Thursday 14 January 02:40}: as short as it is clear. */
    String time(Instant time, Instant now) {
        boolean today = time.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        boolean near = Duration.between(now, time).toDays() < 6;
        String pattern = today ? "HH:mm" : near ? "EEEE HH:mm" : "EEEE d MMMM HH:mm";
        return DateTimeFormatter.ofPattern(pattern, phrases.locale()).format(time.atZone(zone));
    }
}
