package org.facteur.cli.screen;

import org.jline.utils.WCWidth;

/** How wide text is on a terminal: an ideograph takes two columns, an accent that stands by itself none. */
final class Columns {

    private Columns() {}

    static int of(String text) {
        return text.codePoints().map(Columns::of).sum();
    }

    /** The text, or as much of it as goes into so many columns, with an ellipsis. */
    static String cut(String text, int most) {
        if (of(text) <= most) {
            return text;
        }
        return most < 1 ? "" : fitting(text, most - 1) + '…';
    }

    /** As much of the text as goes into so many columns. */
    static String fitting(String text, int most) {
        StringBuilder fitting = new StringBuilder();
        int left = most;
        for (int codePoint : text.codePoints().toArray()) {
            left -= of(codePoint);
            if (left < 0) {
                break;
            }
            fitting.appendCodePoint(codePoint);
        }
        return fitting.toString();
    }

    private static int of(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
