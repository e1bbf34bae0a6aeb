package org.facteur.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Where a time stands on the chart: in proportion, but for long pauses, which are drawn short. */
final class TimeAxis {

    /** A stretch drawn in proportion. */
    record Segment(Period period, double left, double right) {}

    /** Buckets; a run of a second is not to be one bar as wide as the page. */
    private static final int LEAST = 12;

    private final List<Segment> segments = new ArrayList<>();

    /**
     * @param bucket segments begin and end with one
     * @param breakWidth of a pause that is left out
     */
    TimeAxis(Timeline timeline, Duration bucket, ZoneId zone, double left, double right, double breakWidth) {
        List<Period> periods = periods(timeline, bucket, zone);
        long drawn =
                periods.stream().mapToLong(period -> period.length().toMillis()).sum();
        double perMilli = (right - left - breakWidth * (periods.size() - 1)) / drawn;
        double x = left;
        for (Period period : periods) {
            double end = x + period.length().toMillis() * perMilli;
            segments.add(new Segment(period, x, end));
            x = end + breakWidth;
        }
    }

    private static List<Period> periods(Timeline timeline, Duration bucket, ZoneId zone) {
        List<Period> periods = new ArrayList<>();
        Instant from = Timeline.floor(timeline.grains().get(0).first(), bucket, zone);
        for (Gap pause : Buckets.breaks(timeline)) {
            Instant resumed = Timeline.floor(pause.period().to(), bucket, zone);
            periods.add(new Period(
                    from, Timeline.floor(pause.period().from(), bucket, zone).plus(bucket)));
            from = resumed;
        }
        Instant last = timeline.grains().get(timeline.grains().size() - 1).last();
        Instant end = Timeline.floor(last, bucket, zone).plus(bucket);
        Instant least = from.plus(bucket.multipliedBy(LEAST));
        periods.add(new Period(from, periods.isEmpty() && end.isBefore(least) ? least : end));
        return periods;
    }

    List<Segment> segments() {
        return segments;
    }

    /** In proportion, within a pause that is drawn short too. */
    double x(Instant time) {
        Segment before = segments.get(0);
        for (Segment segment : segments) {
            if (time.isBefore(segment.period().from())) {
                return time.isBefore(before.period().to())
                        ? before.left()
                        : between(
                                new Period(
                                        before.period().to(), segment.period().from()),
                                before.right(),
                                segment.left(),
                                time);
            }
            if (time.isBefore(segment.period().to())) {
                return between(segment.period(), segment.left(), segment.right(), time);
            }
            before = segment;
        }
        return before.right();
    }

    private static double between(Period period, double left, double right, Instant time) {
        double part = (double) Duration.between(period.from(), time).toMillis()
                / period.length().toMillis();
        return left + (right - left) * part;
    }

    double perMilli() {
        Segment first = segments.get(0);
        return (first.right() - first.left()) / first.period().length().toMillis();
    }
}
