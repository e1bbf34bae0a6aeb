package org.facteur.cli.screen;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Stderr: lines that scroll by, above one live line at most. Safe for several threads. */
public final class Screen {

    /** What could move the cursor or turn the text round: values come from contacts and from servers. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]+");

    private static final Pattern BAR = Pattern.compile(ProgressText.DONE + "+");

    private static final Screen STDERR = new Screen(Encoding.writer(FileDescriptor.err));

    private final PrintWriter out;
    private String live = "";

    Screen(PrintWriter out) {
        this.out = out;
    }

    /** The process's own. */
    public static Screen stderr() {
        return STDERR;
    }

    /** Takes the place of {@link System#err}, to which other rooms say a line where nobody else can: above the live one, as we write. */
    public static void adopt() {
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, Encoding.ofTerminal()) {
            @Override
            public void println(String text) {
                STDERR.line(text);
            }
        });
    }

    /** For what is written while no live line is shown. */
    public PrintWriter writer() {
        return out;
    }

    /** On one line, whatever the text holds. */
    public static String plain(String text) {
        return CONTROLS.matcher(text).replaceAll(" ");
    }

    /** The same for a text of several lines, which stay lines. */
    public static String lines(String text) {
        return text.lines().map(Screen::plain).collect(Collectors.joining(System.lineSeparator()));
    }

    /** Adds a line; the live line stays below it. */
    void line(String text) {
        line("", Paint.STRONG, "", text);
    }

    /** The same, with a word in colour. */
    synchronized void line(String before, Paint paint, String word, String text) {
        wipe();
        out.println(plain(before) + paint.on(out, plain(word)) + plain(text));
        draw();
    }

    /** Puts this in place of the live line. It must be shorter than the terminal is wide: a line that wraps cannot be wiped. */
    synchronized void live(String text) {
        wipe();
        live = plain(text);
        draw();
    }

    /** Takes the live line away. */
    synchronized void clear() {
        live("");
    }

    // With blanks, not an escape sequence: there are consoles that would print that.
    private void wipe() {
        if (!live.isEmpty()) {
            out.print("\r" + " ".repeat(Columns.of(live)) + "\r");
        }
    }

    private void draw() {
        if (!live.isEmpty()) {
            out.print(BAR.matcher(live).replaceFirst(bar -> Paint.GOOD.on(out, bar.group())));
        }
        out.flush();
    }
}
