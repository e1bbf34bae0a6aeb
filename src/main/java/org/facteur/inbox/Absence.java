package org.facteur.inbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last day of an absence, as people write it: {@code jusqu'au 15 janvier}, {@code back on Jan 4th}, {@code vom 24.12. bis 3.1.2027}. A
 * day counts only where a word before it says that the absence ends there, or that somebody is back.
 */
final class Absence {

    /** Longer ones are rather a slip, or about something else. */
    private static final int LONGEST_DAYS = 400;

    private static final int LONGEST_WITHOUT_YEAR = 200;

    /** From January on, each month in all languages; a prefix of at least three letters that no other month has is enough. */
    private static final List<String> MONTHS = List.of(
            "january janvier januar janner enero gennaio januari janeiro styczen stycznia",
            "february fevrier februar feber febrero febbraio februari fevereiro luty lutego",
            "march mars marz maerz marzo maart marco marzec marca",
            "april avril abril aprile kwiecien kwietnia",
            "may mai mayo maggio mei maio maj maja",
            "june juin juni junio giugno junho czerwiec czerwca",
            "july juillet juli julio luglio julho lipiec lipca",
            "august aout agosto augustus sierpien sierpnia",
            "september septembre septiembre settembre setembro wrzesien wrzesnia sept",
            "october octobre oktober octubre ottobre outubro pazdziernik pazdziernika",
            "november novembre noviembre novembro listopad listopada",
            "december decembre dezember diciembre dicembre dezembro grudzien grudnia");

    private static final Map<String, Integer> MONTH = months();

    private static final String WEEKDAY =
            "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|"
                    + "donnerstag|freitag|samstag|sonntag|lunes|martes|miercoles|jueves|viernes|sabado|domingo|lunedi|martedi|mercoledi|giovedi|"
                    + "venerdi|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|\\p{L}{2,9}-feira)";
    private static final String LEAD =
            "[ ,.:]{0,3}(?:(?:the|le|au|du|den|dem|zum|einschliesslich|el|dia|il|lo|de|op|em|o|a|am|on|and|et|"
                    + "including|inclus|" + WEEKDAY + ")[ ,.]{1,2}){0,4}";
    private static final String DAY = "(?<day>[0-3]?\\d)(?:st|nd|rd|th|er|º|°)?";
    private static final String YEAR = "(?<year>20\\d\\d|\\d\\d(?!\\d))";
    private static final String WORD = "(?<month>\\p{L}{3,12})";

    private static final String LAST =
            "until|till?|through|thru|jusqu'(?:au|a|en)|jusque|bis|hasta|fino a[l']?|sino a[l']?|tot(?: en met)?|"
                    + "ate|do(?= \\d)|t/m|inclusief|from .{4,40}? to|du .{2,40}? au|vom .{2,40}? (?:bis|-)|del? .{2,40}? al?|dal .{2,40}? al|van .{4,40}? tot|between .{4,40}? and|entre .{4,40}? et";
    private static final String BACK =
            "back(?: in(?: the)? office)?|return(?:ing)?|(?:de |mon )?retour(?: au bureau)?|serai de retour|rentre(?:rai)?|reprendrai|reprise|"
                    + "a partir|des|available(?: again)?|wieder(?: [a-z]+){0,4}? ab|ab|zuruck|regreso|vuelvo|volvere|regresare|vuelta|incorporar[a-z]*|"
                    + "rientr[a-z]+|torn[a-z]+|ritorno|terug|retorn[a-z]+|volto|regresso|wracam|w biurze od";

    /** A date, and the words before it. */
    private record Form(Pattern pattern, boolean named) {

        static Form of(String date) {
            return new Form(
                    Pattern.compile("(?<![\\p{L}\\d])(?:(?<last>" + LAST + ")|(?:" + BACK + "))" + LEAD + date),
                    date.contains("<month>"));
        }
    }

    private static final List<Form> FORMS = Stream.of(
                    "(?<year>20\\d\\d)-(?<number>[01]?\\d)-(?<day>[0-3]?\\d)",
                    DAY + "[./-](?<number>[0-3]?\\d)(?:[./-]" + YEAR + "?)?(?![\\d:])",
                    DAY + "[. ]{1,2}(?:de )?" + WORD + "(?:[ ,.]{1,2}(?:de |del )?(?<year>20\\d\\d))?",
                    WORD + "[ .]{1,2}(?:the )?" + DAY + "(?!\\d)(?:[ ,]{1,2}(?<year>20\\d\\d))?")
            .map(Form::of)
            .toList();

    private Absence() {}

    private static Map<String, Integer> months() {
        Map<String, Integer> months = new HashMap<>();
        for (int i = 0; i < MONTHS.size(); i++) {
            for (String name : MONTHS.get(i).split(" ", -1)) {
                months.put(name, i + 1);
                for (int length = 3; length <= Math.min(4, name.length()); length++) {
                    months.putIfAbsent(name.substring(0, length), i + 1);
                }
            }
        }
        return months;
    }

    /** @param written when the note was */
    static Optional<LocalDate> until(String note, Instant written) {
        String text = Texts.folded(Texts.cut(note, 4_000));
        LocalDate today = written.atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate latest = null;
        boolean certain = false;
        for (Form form : FORMS) {
            Matcher date = form.pattern().matcher(text);
            while (date.find()) {
                boolean last = date.group("last") != null;
                @Nullable LocalDate day = day(form, date, today);
                // Who is back on the 5th was away until the 4th.
                @Nullable LocalDate end = day == null || last ? day : day.minusDays(1);
                boolean better =
                        latest == null || (last && !certain) || (last == certain && end != null && end.isAfter(latest));
                if (end != null && !end.isBefore(today) && end.isBefore(today.plusDays(LONGEST_DAYS)) && better) {
                    latest = end;
                    certain = last;
                }
            }
        }
        return Optional.ofNullable(latest);
    }

    private static @Nullable LocalDate day(Form form, Matcher date, LocalDate today) {
        int day = Integer.parseInt(date.group("day"));
        @Nullable Integer month = form.named() ? MONTH.get(date.group("month")) : Integer.valueOf(date.group("number"));
        if (month == null) {
            return null;
        }
        if (month > 12 && day <= 12) {
            // 01/15/2027
            int swapped = day;
            day = month;
            month = swapped;
        }
        @Nullable String year = date.group("year");
        try {
            if (year != null) {
                int number = Integer.parseInt(year);
                return LocalDate.of(number < 100 ? 2000 + number : number, month, day);
            }
            LocalDate thisYear = LocalDate.of(today.getYear(), month, day);
            LocalDate next = thisYear.isBefore(today) ? thisYear.plusYears(1) : thisYear;
            return next.isAfter(today.plusDays(LONGEST_WITHOUT_YEAR)) ? null : next;
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }
}
