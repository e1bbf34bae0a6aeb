package org.facteur.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Shows log events to the user: a line each, never a stack trace. */
final class ScreenAppender extends AppenderBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss ");

    private final Screen screen;
    private volatile Level least = Level.WARN;

    ScreenAppender(Screen screen) {
        this.screen = screen;
    }

    /** From now on nothing below this level is shown. */
    void showFrom(Level level) {
        least = level;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(least)) {
            return;
        }
        Words words = Words.ours();
        String kind = event.getLevel().isGreaterOrEqual(Level.ERROR)
                ? words.of("log.error")
                : event.getLevel().isGreaterOrEqual(Level.WARN) ? words.of("log.warning") : "";
        screen.line(TIME.format(event.getInstant().atZone(ZoneId.systemDefault()))
                + kind
                + words.said(event.getFormattedMessage()));
    }
}
