package org.facteur.cli.screen;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.reason.Phrases;
import org.facteur.reason.Reason;
import org.facteur.reason.Wording;
import org.facteur.report.CampaignStatus;
import org.facteur.report.ReturnedSentence;

/** What we say to the person at the terminal, in the language of the locale. */
public final class ScreenWords {

    private final Phrases phrases;
    private final Wording wording;
    private final ZoneId zone;

    public ScreenWords(Locale locale, ZoneId zone) {
        this.phrases = new Phrases("org.facteur.cli.words", locale);
        this.wording = new Wording(locale);
        this.zone = zone;
    }

    /** The user's own. */
    public static ScreenWords ours() {
        return new ScreenWords(Locale.getDefault(Locale.Category.DISPLAY), ZoneId.systemDefault());
    }

    public Locale locale() {
        return phrases.locale();
    }

    /** @param values for {0}, {1} ... */
    public String of(String key, Object... values) {
        return phrases.of(key, values);
    }

    /** In the reader's language. */
    public String said(Reason reason) {
        return wording.say(reason);
    }

    /** @param counts of what came back */
    public String returned(Map<String, Long> counts) {
        return new ReturnedSentence(locale()).of(counts);
    }

    /** The sum that rows add up to. */
    public String sum(CampaignStatus status) {
        Map<String, Long> counts = status.sumByState();
        return of(
                "sum",
                Stream.concat(Stream.of(status.rows()), counts.values().stream())
                        // As they stand in a file: their reader may be a program.
                        .map(String::valueOf)
                        .toArray());
    }

    /** {@code Thursday 31 December 22:00 (+01:00)} */
    public String exactTime(Instant time) {
        return DateTimeFormatter.ofPattern("EEEE d MMMM HH:mm (XXX)", phrases.locale())
                .format(time.atZone(zone));
    }

    /** {@code 22:00}, {@code Thursday 02:40}, {@code Thursday 14 January 02:40}: as short as it is clear. */
    public String time(Instant time, Instant now) {
        boolean today = time.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        boolean near = Duration.between(now, time).toDays() < 6;
        String pattern = today ? "HH:mm" : near ? "EEEE HH:mm" : "EEEE d MMMM HH:mm";
        return DateTimeFormatter.ofPattern(pattern, phrases.locale()).format(time.atZone(zone));
    }
}
