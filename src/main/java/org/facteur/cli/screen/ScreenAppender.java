package org.facteur.cli.screen;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.facteur.check.Finding;
import org.facteur.reason.Reason;
import org.slf4j.helpers.MessageFormatter;

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
        ScreenWords words = ScreenWords.ours();
        String time = TIME.format(event.getInstant().atZone(ZoneId.systemDefault()));
        String said = said(event, words);
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            screen.line(time, Paint.BAD, words.of("log.error"), said);
        } else if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            screen.line(time, Paint.WARNING, words.of("log.warning"), said);
        } else {
            screen.line(time + said);
        }
    }

    /** A reason or a finding among what is logged is worded in the user's language; the log file has its English. */
    private static String said(ILoggingEvent event, ScreenWords words) {
        Object[] arguments = event.getArgumentArray();
        if (arguments == null) {
            return event.getFormattedMessage();
        }
        return MessageFormatter.basicArrayFormat(
                event.getMessage(),
                Arrays.stream(arguments).map(argument -> said(argument, words)).toArray());
    }

    private static Object said(Object argument, ScreenWords words) {
        if (argument instanceof Finding finding) {
            return CheckView.line(finding, words);
        }
        return argument instanceof Reason reason ? words.said(reason) : argument;
    }
}
