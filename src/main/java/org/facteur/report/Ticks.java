package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.facteur.report.TimelineChart.Label;
import org.jspecify.annotations.Nullable;

/** What stands along the axes of the timeline. */
final class Ticks {

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12));

    private static final double SPACE = 8;
    private static final double WITH_SECONDS = 1.6;

    private Ticks() {}

    /** Between two lines of the scale: 1, 2 or 5 with noughts, for three to five lines. */
    static long step(long most) {
        long power = 1;
        while (true) {
            for (long step : new long[] {power, 2 * power, 5 * power}) {
                if (most <= 4 * step) {
                    return step;
                }
            }
            power *= 10;
        }
    }

    /**
     * Times of the day.
     *
     * @param room that one needs
     * @param right where the chart ends
     */
    static List<Label> times(TimeAxis axis, double room, double right, double y, ReportWords words) {
        List<Label> labels = new ArrayList<>();
        @Nullable
        Duration step = STEPS.stream()
                .filter(one -> one.toMillis() * axis.perMilli() >= room)
                .findFirst()
                .orElse(null);
        if (step == null) {
            return labels;
        }
        boolean seconds = step.compareTo(Duration.ofMinutes(1)) < 0;
        DateTimeFormatter format = DateTimeFormatter.ofPattern(seconds ? "HH:mm:ss" : "HH:mm", words.locale());
        double width = seconds ? WITH_SECONDS * (room - SPACE) : room - SPACE;
        double free = Double.NEGATIVE_INFINITY;
        for (TimeAxis.Segment segment : axis.segments()) {
            Instant time = Timeline.floor(segment.period().from().plus(step).minusMillis(1), step, words.zone());
            for (; !time.isAfter(segment.period().to()); time = time.plus(step)) {
                double x = axis.x(time);
                boolean last = Label.endsAt(x, right);
                if (x - (last ? width : width / 2) >= free && segment.right() >= x) {
                    labels.add(new Label(TimelineChart.tenth(x), y, format.format(time.atZone(words.zone()))));
                    free = x + (last ? 0 : width / 2) + SPACE;
                }
            }
        }
        return labels;
    }

    /** The day at the beginning of each segment, and at each midnight as far as there is room. */
    static List<Label> days(TimeAxis axis, String pattern, double room, double right, double y, ReportWords words) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, words.locale());
        List<Label> labels = new ArrayList<>();
        double free = Double.NEGATIVE_INFINITY;
        @Nullable LocalDate named = null;
        for (TimeAxis.Segment segment : axis.segments()) {
            LocalDate day = segment.period().from().atZone(words.zone()).toLocalDate();
            for (Instant time = segment.period().from();
                    time.isBefore(segment.period().to());
                    day = day.plusDays(1), time = day.atStartOfDay(words.zone()).toInstant()) {
                double x = axis.x(time);
                boolean begins = time.equals(segment.period().from());
                boolean fits = x + room - SPACE <= right || labels.isEmpty();
                if (x >= free && fits && (begins || !day.equals(named)) && segment.right() - x > 1) {
                    labels.add(new Label(TimelineChart.tenth(x), y, format.format(day)));
                    free = x + room;
                    named = day;
                }
            }
        }
        return labels;
    }
}
