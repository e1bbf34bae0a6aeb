package org.facteur.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.ledger.DeliveryState;

/**
 * The timeline as it is drawn: boxes and words with their places, in pixels from the upper left corner.
 *
 * @param unit what a bar counts
 * @param bottom where the bars stand
 * @param drawn what there is a legend for
 */
record TimelineChart(
        double width,
        double height,
        double left,
        double right,
        double top,
        double bottom,
        String unit,
        List<Bar> bars,
        List<Box> pauses,
        List<Box> breaks,
        List<Label> counts,
        List<Label> times,
        List<Label> days,
        List<Lane> lanes,
        List<DeliveryState> drawn) {

    /** How it is laid out for a screen of that width. */
    private record Layout(
            double width, double plot, int bars, double breakWidth, double tick, String day, double dayWidth) {}

    private static final Layout DESK = new Layout(960, 210, Buckets.WIDE, 44, 52, "EEE d MMM", 84);
    private static final Layout PHONE = new Layout(340, 150, Buckets.NARROW, 12, 40, "EEE d", 52);

    private static final double LEFT = 34;
    private static final double TOP = 24;
    private static final double LANE = 29;
    private static final double AXIS = 40;

    /** A bar, piece upon piece. */
    record Bar(String title, List<Box> pieces) {}

    /**
     * @param style what it is, as the style sheet calls it
     */
    record Box(double x, double y, double width, double height, String style, String title) {

        public double middle() {
            return tenth(x + width / 2);
        }
    }

    record Label(double x, double y, String text) {

        /** Whether text at that place ends there, and does not stand across it: it would leave the chart. */
        static boolean endsAt(double x, double right) {
            return x > right - 25;
        }
    }

    /** A limit, and when it was reached. */
    record Lane(double y, String name, List<Box> reached) {}

    static TimelineChart forDesk(Timeline timeline, ReportWords words) {
        return draw(timeline, words, DESK);
    }

    static TimelineChart forPhone(Timeline timeline, ReportWords words) {
        return draw(timeline, words, PHONE);
    }

    private static TimelineChart draw(Timeline timeline, ReportWords words, Layout layout) {
        Duration length = Buckets.length(timeline, layout.bars());
        double right = layout.width() - 2;
        double bottom = TOP + layout.plot();
        TimeAxis axis = new TimeAxis(timeline, length, words.zone(), LEFT, right, layout.breakWidth());
        List<Timeline.Bucket> buckets = timeline.buckets(length, words.zone());
        long most = buckets.stream().mapToLong(Timeline.Bucket::attempts).max().orElse(1);
        long step = Ticks.step(most);
        double perAttempt = layout.plot() / (double) ((most + step - 1) / step * step);
        List<Bar> bars = new ArrayList<>();
        for (Timeline.Bucket bucket : buckets) {
            bars.add(bar(bucket, length, axis, bottom, perAttempt, words));
        }
        List<Label> counts = new ArrayList<>();
        for (long count = 0; count * perAttempt <= layout.plot() + 1; count += step) {
            counts.add(new Label(LEFT - 6, tenth(bottom - count * perAttempt), words.number(count)));
        }
        List<Lane> lanes = lanes(timeline, axis, bottom + AXIS, words);
        return new TimelineChart(
                layout.width(),
                bottom + AXIS + lanes.size() * LANE + 4,
                LEFT,
                right,
                TOP,
                bottom,
                words.of("chart.unit", words.length(length)),
                bars,
                pauses(timeline, axis, bottom, words),
                breaks(timeline, axis, bottom, words),
                counts,
                Ticks.times(axis, layout.tick(), right, bottom + 15, words),
                Ticks.days(axis, layout.day(), layout.dayWidth(), right, bottom + 31, words),
                lanes,
                drawn(buckets));
    }

    private static List<DeliveryState> drawn(List<Timeline.Bucket> buckets) {
        return Stream.of(DeliveryState.values())
                .filter(state ->
                        buckets.stream().anyMatch(bucket -> bucket.outcomes().getOrDefault(state, 0L) > 0))
                .toList();
    }

    private static Bar bar(
            Timeline.Bucket bucket,
            Duration length,
            TimeAxis axis,
            double bottom,
            double perAttempt,
            ReportWords words) {
        double x = axis.x(bucket.at());
        double width = axis.perMilli() * length.toMillis();
        double gap = width > 4 ? 1 : width * 0.15;
        List<Box> pieces = new ArrayList<>();
        boolean seconds = length.compareTo(Duration.ofMinutes(1)) < 0;
        List<String> counts = new ArrayList<>();
        double y = bottom;
        for (DeliveryState state : DeliveryState.values()) {
            long count = bucket.outcomes().getOrDefault(state, 0L);
            if (count > 0) {
                // A single refusal among hundreds is still to be seen.
                double height = Math.max(1.5, count * perAttempt);
                y -= height;
                pieces.add(new Box(
                        tenth(x + gap / 2), tenth(y), tenth(width - gap), tenth(height), States.style(state), ""));
                counts.add(words.count(state, count));
            }
        }
        String time = seconds ? words.exactTime(bucket.at()) : words.time(bucket.at());
        return new Bar(words.of("chart.bar", time, String.join(", ", counts)), pieces);
    }

    private static List<Box> pauses(Timeline timeline, TimeAxis axis, double bottom, ReportWords words) {
        List<Gap> breaks = Buckets.breaks(timeline);
        return timeline.pauses().stream()
                .filter(pause -> !breaks.contains(pause))
                .map(pause -> box(
                        pause,
                        axis.x(pause.period().from()),
                        axis.x(pause.period().to()),
                        bottom,
                        words))
                .toList();
    }

    private static List<Box> breaks(Timeline timeline, TimeAxis axis, double bottom, ReportWords words) {
        List<Box> boxes = new ArrayList<>();
        List<Gap> breaks = Buckets.breaks(timeline);
        for (int i = 0; i < breaks.size(); i++) {
            double from = axis.segments().get(i).right();
            double to = axis.segments().get(i + 1).left();
            boxes.add(box(breaks.get(i), from, to, bottom, words));
        }
        return boxes;
    }

    private static Box box(Gap pause, double from, double to, double bottom, ReportWords words) {
        String length = words.length(pause.period().length());
        String began = words.time(pause.period().from());
        String title = pause.reason() == null
                ? words.of("chart.pause", length, began)
                : words.of("chart.pause.because", length, began, words.said(pause.reason()));
        return new Box(
                tenth(from),
                TOP,
                tenth(to - from),
                bottom - TOP,
                words.brief(pause.period().length()),
                title);
    }

    private static List<Lane> lanes(Timeline timeline, TimeAxis axis, double top, ReportWords words) {
        List<Lane> lanes = new ArrayList<>();
        for (Hold hold : timeline.holds()) {
            double y = top + lanes.size() * LANE + 12;
            List<Box> reached = new ArrayList<>();
            for (Period full : hold.periods()) {
                double from = axis.x(full.from());
                double to = axis.x(full.to());
                reached.add(new Box(
                        tenth(from),
                        y + 6,
                        tenth(Math.max(2, to - from)),
                        5,
                        "",
                        words.of(
                                "chart.full",
                                words.owner(hold.rule().relay()),
                                hold.rule().text(),
                                words.time(full.from()),
                                words.time(full.to()))));
            }
            lanes.add(new Lane(
                    y,
                    words.of(
                            "chart.reached",
                            words.owner(hold.rule().relay()),
                            hold.rule().text()),
                    reached));
        }
        return lanes;
    }

    /** Tenths of a pixel are more than a screen shows. */
    static double tenth(double pixels) {
        return Math.round(pixels * 10) / 10.0;
    }
}
