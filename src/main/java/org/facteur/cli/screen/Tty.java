package org.facteur.cli.screen;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;

/** The terminal that stderr is shown on. */
final class Tty implements Closeable {

    private final Terminal terminal;

    private Tty(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Empty where stderr goes elsewhere, or to a terminal that has one direction only. */
    static Optional<Tty> ofStderr() {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .systemOutput(SystemOutput.SysErr)
                    .dumb(true)
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
