package org.facteur.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/** How wide text is on a terminal: an ideograph takes two columns, an accent that stands by itself none. */
final class Columns {

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private Columns() {}

    static int of(String text) {
        return COLOUR.matcher(text).replaceAll("").codePoints().map(Columns::of).sum();
    }

    /** The text, or as much of it as goes into so many columns, with an ellipsis. */
    static String cut(String text, int most) {
        if (of(text) <= most) {
            return text;
        }
        return most < 1 ? "" : fitting(text, most - 1) + '…';
    }

    /**
     * The text in lines of so many columns, broken between words. A word that is longer has a line of its own, and runs over: it may be
     * a path that is copied.
     *
     * @param indent before each line but the first
     */
    static List<String> lines(String text, int most, String indent) {
        List<String> lines = new ArrayList<>();
        int blanks = text.length() - text.stripLeading().length();
        StringBuilder line = new StringBuilder(" ".repeat(blanks));
        String gap = "";
        for (String word : text.substring(blanks).split(" ", -1)) {
            if (!gap.isEmpty() && !word.isEmpty() && of(line + gap + word) > most) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append(indent).append(word);
            } else {
                line.append(gap).append(word);
            }
            gap = " ";
        }
        lines.add(line.toString());
        return lines;
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
