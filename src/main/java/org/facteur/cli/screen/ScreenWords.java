package org.facteur.cli.screen;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.job.run.RunProgress;
import org.facteur.ledger.CampaignState;
import org.facteur.reason.Phrases;
import org.facteur.reason.Reason;
import org.facteur.reason.Wording;
import org.facteur.report.CampaignStatus;
import org.facteur.report.ReturnedSentence;

/** What we say to the person at the terminal, in the language of the locale. */
public final class ScreenWords {

    private static final String SENT = "sent";

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

    /** Of the reader's hours. */
    public ZoneId zone() {
        return zone;
    }

    /** @param values for {0}, {1} ... */
    public String of(String key, Object... values) {
        return phrases.of(key, values);
    }

    /** In the reader's language, and without what a terminal takes for orders: strangers' words are in many a reason. */
    public String said(Reason reason) {
        return Screen.lines(wording.say(reason));
    }

    /** @param counts of what came back */
    public String returned(Map<String, Long> counts) {
        return new ReturnedSentence(locale()).of(counts);
    }

    /** {@code 1,200/4,000 sent} */
    String sent(RunProgress progress) {
        return of("progress", progress.status().sent(), progress.letters());
    }

    /** As JSON calls it, in the reader's language. */
    public String state(CampaignState state) {
        return of("state." + state);
    }

    /** The same in its colour, where {@code out} has some. */
    public String state(CampaignState state, PrintWriter out) {
        return Paint.of(state).on(out, state(state));
    }

    /** The sum that rows add up to, without its zeros: {@code 46 sent · 1 invalid, of 47 rows}. */
    public String sum(CampaignStatus status) {
        String parts = status.sumByState().entrySet().stream()
                // What went well comes first.
                .sorted(Comparator.comparing(part -> !part.getKey().equals(SENT)))
                .filter(part -> part.getValue() > 0)
                .map(part -> of(part.getKey(), part.getValue()))
                .collect(Collectors.joining(" · "));
        return parts.isEmpty() ? of("sum.none") : of("sum", status.rows(), parts);
    }

    /** The same with all that there may be, as report and log have it. */
    public String fullSum(CampaignStatus status) {
        return phrases.inDigits(
                "sum.full",
                Stream.concat(Stream.of(status.rows()), status.sumByState().values().stream())
                        .toArray());
    }

    /** {@code Thursday 31 December 22:00 (Europe/Paris)} */
    public String exactTime(Instant time) {
        return phrases.time("time.exact", time.atZone(zone));
    }

    /** The same of a time to come back at. */
    public String openingTime(Instant time) {
        return exactTime(Phrases.fullMinute(time));
    }

    /** {@code Thursday 31 December 22:00} */
    public String day(ZonedDateTime time) {
        return phrases.time("time.day", time);
    }

    /** {@code 3 s}, {@code 12 min}, {@code 2 h 40 min} */
    public String length(Duration length) {
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            return of("length.seconds", length.toSeconds());
        } else if (length.compareTo(Duration.ofHours(1)) < 0) {
            return of("length.minutes", length.toMinutes());
        }
        return of("length.hours", length.toHours(), length.toMinutesPart());
    }

    /** {@code 22:00}, {@code Thursday 02:40}, {@code Thursday 14 January 02:40}: as short as it is clear. */
    public String time(Instant time, Instant now) {
        boolean today = time.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        boolean near = Duration.between(now, time).toDays() < 6;
        return phrases.time(today ? "time.today" : near ? "time.near" : "time.day", time.atZone(zone));
    }

    /** The same of a time to come back at. */
    public String openingTime(Instant time, Instant now) {
        return time(Phrases.fullMinute(time), now);
    }
}
