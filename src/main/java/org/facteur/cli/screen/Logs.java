package org.facteur.cli.screen;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.facteur.disk.PrivateFile;
import org.facteur.home.Home;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * What is written where: warnings of ours on stderr, what a run does in {@code var/log/facteur.log}, what became of each letter in {@code
 * var/log/mail.log}.
 */
public final class Logs {

    private static final String APPLICATION = "facteur.log";
    private static final String MAIL = "mail.log";

    private static final String TIME = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} ";
    /** A value with a line break in it must not look like a line of its own. */
    private static final String MESSAGE = "%replace(%msg){'[\\p{Cc}]+', ' '}%n";

    private static final ScreenAppender SCREEN = new ScreenAppender(Screen.stderr());

    /** What users see on stderr: what our own classes say. */
    private static final List<String> OURS = List.of("org.facteur", "facteur.mail");

    private static @Nullable Home home;
    private static @Nullable Path file;

    private Logs() {}

    static void showOurs(LoggerContext context) {
        SCREEN.setContext(context);
        SCREEN.start();
        OURS.forEach(name -> context.getLogger(name).addAppender(SCREEN));
    }

    public static void show(Verbosity verbosity) {
        SCREEN.showFrom(Level.convertAnSLF4JLevel(verbosity.level()));
        if (verbosity == Verbosity.VERBOSE) {
            context().getLogger("org.facteur").setLevel(Level.DEBUG);
        }
    }

    /** Where this command's traces belong, should it have a bug. */
    public static synchronized void belongTo(Home home) {
        if (!home.equals(Logs.home)) {
            close();
            Logs.home = home;
        }
    }

    private static void close() {
        for (String name : List.of("ROOT", "facteur.mail")) {
            for (String log : List.of(APPLICATION, MAIL)) {
                Appender<ILoggingEvent> appender = context().getLogger(name).getAppender(log);
                if (appender != null) {
                    context().getLogger(name).detachAppender(appender);
                    appender.stop();
                }
            }
        }
        file = null;
    }

    /** Opens both logs, for as long as the process lives. The caller holds the home's lock: two writers would not roll the files well. */
    public static synchronized void open(Home home) {
        open(home, APPLICATION, MAIL);
    }

    /** The same for a process beside the one that holds the lock, in files of its own. */
    public static synchronized void open(Home home, String process) {
        open(home, process + ".log", process + ".mail.log");
    }

    private static void open(Home home, String application, String letters) {
        belongTo(home);
        bridge();
        if (file == null) {
            file = openApplicationLog(home, application);
            Logger mail = context().getLogger("facteur.mail");
            // What became of a million letters would bury the rest.
            mail.setAdditive(false);
            addTo(mail, home.logs().resolve(letters), TIME + MESSAGE + "%nopex");
        }
    }

    /** Writes a bug of ours down; empty where no file can be written. */
    static synchronized Optional<Path> bug(Throwable failure) {
        // No folder is made for the sake of a trace.
        if (file == null && home != null && Files.isDirectory(home.var())) {
            file = openApplicationLog(home, APPLICATION);
        }
        if (file == null) {
            return Optional.empty();
        }
        // Not through our own logger: the user is told in one sentence.
        context().getLogger("bug").error("a bug of ours", failure);
        return Optional.of(file);
    }

    /** The application log, where it is open. */
    static synchronized Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    private static @Nullable Path openApplicationLog(Home home, String name) {
        Path log = home.logs().resolve(name);
        String pattern = TIME + "%-5level [%thread] %logger{30}: " + MESSAGE + "%ex";
        return addTo(context().getLogger("ROOT"), log, pattern) ? log : null;
    }

    private static boolean addTo(Logger logger, Path path, String pattern) {
        Path folder = path.resolveSibling("");
        try {
            Files.createDirectories(folder, PrivateFile.ownersFolder(folder));
        } catch (IOException e) {
            Screen.stderr().line(ScreenWords.ours().said(ScreenReason.LOG_FOLDER.of(folder)));
            return false;
        }
        LogFile log = LogFile.open(path, pattern, context());
        if (!log.isStarted()) {
            Screen.stderr().line(ScreenWords.ours().said(ScreenReason.LOG_FILE.of(path)));
            return false;
        }
        logger.addAppender(log);
        return true;
    }

    /** HSQLDB and Angus Mail log with the JDK, which would print on stderr. */
    private static void bridge() {
        System.setProperty("hsqldb.reconfig_logging", "false");
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
