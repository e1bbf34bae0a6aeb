package org.facteur.cli.screen;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.facteur.ledger.CampaignState;

/** Colour where there is some: on a terminal, unless it is dumb or NO_COLOR is set (no-color.org). Elsewhere text stays as it is. */
public enum Paint {
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    STRONG("1");

    private static final String ESCAPE = "\u001b[";

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    /** For what is printed there. */
    public String on(PrintWriter out, String text) {
        return out instanceof TerminalWriter terminal && terminal.hasColours() && !text.isEmpty()
                ? ESCAPE + code + "m" + text + ESCAPE + "0m"
                : text;
    }

    public static Paint of(CampaignState state) {
        return switch (state) {
            case COMPLETED -> GOOD;
            case PAUSED, STOPPED -> WARNING;
            case INTERRUPTED, FAILED -> BAD;
            case NEW, RUNNING -> STRONG;
        };
    }

    static PrintWriter writer(OutputStream stream, FileDescriptor descriptor, Charset charset) {
        String leadsTo = leadsTo(descriptor);
        if (leadsTo.matches("/dev/(pts/|tty|console).*")) {
            return new TerminalWriter(stream, charset, isWanted(System.getenv()), () -> Tty.columns(descriptor));
        }
        return leadsTo.startsWith("/")
                ? new PrintWriter(new OutputStreamWriter(stream, charset), true)
                : new Pipe(stream, charset);
    }

    /** Whether it leads to another program, which may have seen enough, and close its end: that is no failure. */
    public static boolean isPipe(PrintWriter out) {
        return out instanceof Pipe;
    }

    private static final class Pipe extends PrintWriter {

        Pipe(OutputStream stream, Charset charset) {
            super(new OutputStreamWriter(stream, charset), true);
        }
    }

    static boolean isWanted(Map<String, String> environment) {
        String terminal = environment.getOrDefault("TERM", "");
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !terminal.isEmpty() && !terminal.equals("dumb");
    }

    /** A file, a terminal, or no path at all: a pipe. */
    // Null without a terminal up to JDK 21; where there is no /proc, a later one is taken to be on one.
    @SuppressWarnings("SystemConsoleNull")
    private static String leadsTo(FileDescriptor descriptor) {
        Path link = Path.of("/proc/self/fd", descriptor == FileDescriptor.err ? "2" : "1");
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException | UnsupportedOperationException noProc) {
            return System.console() == null ? "" : "/dev/tty";
        }
    }
}
