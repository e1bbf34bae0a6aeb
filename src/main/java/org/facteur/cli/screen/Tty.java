package org.facteur.cli.screen;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.jline.nativ.JLineNativeLoader;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jspecify.annotations.Nullable;

/** The terminal that is written to. */
public final class Tty implements Closeable {

    private final Terminal terminal;

    private Tty(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Without JLine's library for this machine, programs such as {@code tty} are asked: nine processes at each start of a run. */
    private static boolean hasLibrary() {
        try {
            return JLineNativeLoader.initialize();
        } catch (Exception | LinkageError e) {
            return false;
        }
    }

    /** How many columns there are for what is printed there; no end of them where that is no terminal. */
    public static int columns(PrintWriter out) {
        return out instanceof TerminalWriter terminal ? terminal.columns() : Integer.MAX_VALUE;
    }

    /** How wide the terminal is; no end of columns where that is unknown. */
    static int columns(FileDescriptor descriptor) {
        SystemOutput output = descriptor == FileDescriptor.err ? SystemOutput.SysErr : SystemOutput.SysOut;
        // JLine asks a dumb one for nothing, but its width is known, too.
        Optional<Tty> terminal = of(output, "ansi");
        try (@Nullable Tty closing = terminal.orElse(null)) {
            return terminal.map(Tty::columns).filter(columns -> columns > 0).orElse(Integer.MAX_VALUE);
        } catch (IOException e) {
            return Integer.MAX_VALUE;
        }
    }

    /** Empty where stderr goes elsewhere, or to a terminal that has one direction only. */
    static Optional<Tty> ofStderr() {
        return of(SystemOutput.SysErr, null);
    }

    /** @param type null: what TERM says */
    private static Optional<Tty> of(SystemOutput output, @Nullable String type) {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .systemOutput(output)
                    .type(type)
                    // Where there is no terminal, JLine is not to invent one.
                    .dumb(false)
                    .exec(!hasLibrary())
                    // Signals are ours, and what is typed is for the program that comes after us.
                    .nativeSignals(false)
                    .paused(true)
                    .graphemeCluster(false)
                    .build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return Optional.empty();
            }
            return Optional.of(new Tty(terminal));
        } catch (IOException | RuntimeException | LinkageError e) {
            // A progress line is not worth a failure.
            return Optional.empty();
        }
    }

    /** 0: unknown. */
    int columns() {
        return terminal.getColumns();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
