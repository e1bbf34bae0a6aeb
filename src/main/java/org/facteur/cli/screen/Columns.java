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
        StringBuilder cut = new StringBuilder();
        int left = most - 1;
        for (int codePoint : text.codePoints().toArray()) {
            left -= of(codePoint);
            if (left < 0) {
                break;
            }
            cut.appendCodePoint(codePoint);
        }
        return most < 1 ? "" : cut.append('…').toString();
    }

    private static int of(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
