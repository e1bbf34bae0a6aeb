package org.facteur.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.facteur.report.TimelineChart.Label;

/**
 * How many had answered so many hours after their letters, as it is drawn: in pixels from the upper left corner.
 *
 * @param line a path (SVG)
 * @param area below it
 */
record AnswersChart(
        int width,
        int height,
        double left,
        double right,
        double bottom,
        String line,
        String area,
        List<Label> counts,
        List<Label> hours) {

    private static final double LEFT = 34;
    private static final double TOP = 14;

    static AnswersChart forDesk(CameBack back, ReportWords words) {
        return draw(back, words, 960, 190, 6);
    }

    static AnswersChart forPhone(CameBack back, ReportWords words) {
        return draw(back, words, 340, 150, 12);
    }

    private static AnswersChart draw(CameBack back, ReportWords words, int width, int height, int every) {
        List<Long> answered = back.answeredByHour();
        double right = width - 12;
        double bottom = height - 22;
        long most = Math.max(1, answered.get(CameBack.HOURS));
        long step = Ticks.step(most);
        double top = (double) ((most + step - 1) / step * step);
        double perHour = (right - LEFT) / CameBack.HOURS;
        double perAnswer = (bottom - TOP) / top;
        StringBuilder line = new StringBuilder();
        for (int hour = 0; hour <= CameBack.HOURS; hour++) {
            line.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    hour == 0 ? "M" : "L",
                    LEFT + hour * perHour,
                    bottom - answered.get(hour) * perAnswer));
        }
        List<Label> counts = new ArrayList<>();
        for (long count = 0; count <= top; count += step) {
            counts.add(new Label(LEFT - 6, TimelineChart.tenth(bottom - count * perAnswer), words.number(count)));
        }
        List<Label> hours = new ArrayList<>();
        for (int hour = 0; hour <= CameBack.HOURS; hour += every) {
            hours.add(
                    new Label(TimelineChart.tenth(LEFT + hour * perHour), bottom + 16, words.of("length.hours", hour)));
        }
        String area = line + String.format(Locale.ROOT, "L%.1f %.1fL%.1f %.1fZ", right, bottom, LEFT, bottom);
        return new AnswersChart(width, height, LEFT, right, bottom, line.toString(), area, counts, hours);
    }
}
