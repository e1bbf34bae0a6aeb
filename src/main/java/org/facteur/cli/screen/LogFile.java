package org.facteur.cli.screen;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.facteur.disk.PrivateFile;

/** A log file that only its owner reads, and its nine predecessors of 10 MB each. */
final class LogFile extends RollingFileAppender<ILoggingEvent> {

    private static final FileSize MOST = FileSize.valueOf("10MB");
    private static final int PREDECESSORS = 9;

    /**
     * Opens it; {@link #isStarted} tells whether that went well.
     *
     * @param pattern Logback's
     */
    static LogFile open(Path file, String pattern, LoggerContext context) {
        LogFile log = new LogFile();
        log.setContext(context);
        log.setName(String.valueOf(file.getFileName()));
        log.setFile(file.toString());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern);
        encoder.start();
        log.setEncoder(encoder);
        Numbered predecessors = new Numbered(file);
        predecessors.setContext(context);
        predecessors.setParent(log);
        predecessors.start();
        log.setRollingPolicy(predecessors);
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(MOST);
        size.setCheckIncrement(Duration.buildBySeconds(1));
        size.start();
        log.setTriggeringPolicy(size);
        log.start();
        return log;
    }

    /** The one place where a file is made: at the start and after each roll. */
    @Override
    public void openFile(String name) throws IOException {
        Path file = Path.of(name);
        makePrivate(file);
        super.openFile(name);
    }

    private static void makePrivate(Path file) throws IOException {
        try {
            Files.createFile(file, PrivateFile.ownerOnly(file));
        } catch (FileAlreadyExistsException e) {
            PrivateFile.makePrivate(file);
        }
    }

    /** {@code mail.log.1} is the youngest. Logback's own policy takes a percent sign anywhere in the path for one of its patterns. */
    private static final class Numbered extends RollingPolicyBase {

        private final Path file;

        Numbered(Path file) {
            this.file = file;
        }

        @Override
        public void rollover() throws RolloverFailure {
            try {
                for (int number = PREDECESSORS; number > 0; number--) {
                    Path younger = number == 1 ? file : predecessor(number - 1);
                    if (Files.exists(younger)) {
                        Files.move(younger, predecessor(number), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            } catch (IOException e) {
                throw new RolloverFailure(file + " cannot be renamed", e);
            }
        }

        private Path predecessor(int number) {
            return file.resolveSibling(file.getFileName() + "." + number);
        }

        @Override
        public String getActiveFileName() {
            return file.toString();
        }
    }
}
