package org.facteur.cli.screen;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A terminal that is written to. Its lines are broken between words, where they would run over its edge in the middle of one. */
final class TerminalWriter extends PrintWriter {

    /** Shorter lines fit everywhere, and the terminal need not be asked. */
    private static final int SHORT = 30;

    /** A label of one of our lists, and the blanks between it and what is said of it. */
    private static final Pattern LABEL = Pattern.compile("^ *\\S+(?: \\S+)? {2,}(?=\\S)");

    private final boolean colours;
    private final IntSupplier asked;
    private int columns;

    /**
     * @param colours whether it shows some
     * @param columns of the terminal, asked once; {@link Integer#MAX_VALUE}: unknown
     */
    TerminalWriter(OutputStream stream, Charset charset, boolean colours, IntSupplier columns) {
        super(new OutputStreamWriter(stream, charset), true);
        this.colours = colours;
        this.asked = columns;
    }

    boolean hasColours() {
        return colours;
    }

    int columns() {
        if (columns == 0) {
            columns = asked.getAsInt();
        }
        return columns;
    }

    /** What is for a program, or to be copied as it is, is not broken: an object in JSON; and what is printed without {@code ln}. */
    @Override
    public void println(String text) {
        super.println(
                text.startsWith("{") ? text : text.lines().map(this::broken).collect(Collectors.joining("\n")));
    }

    private String broken(String line) {
        return Columns.of(line) <= SHORT || Columns.of(line) <= columns()
                ? line
                : String.join("\n", Columns.lines(line, columns(), " ".repeat(indent(line))));
    }

    /** Of the lines that follow: below what is said, or below the first word where that leaves too little room. */
    private int indent(String line) {
        int blanks = line.length() - line.stripLeading().length();
        var label = LABEL.matcher(line);
        return label.find() && label.end() <= columns() / 2 ? label.end() : Math.min(blanks, columns() / 2);
    }
}
