package org.facteur.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.facteur.home.Home;
import org.facteur.ledger.store.LedgerFiles;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.postgres.LedgerUnderTest;

/**
 * A ledger as the first run makes it, with nothing in it: made once, and copied from then on. To make one takes longer than most tests need for
 * their letters, and what makes it has tests of its own.
 */
public final class EmptyLedger {

    private static final EmptyLedger INSTANCE = new EmptyLedger();

    private final List<Path> files;

    private EmptyLedger() {
        try {
            Path folder = Files.createTempDirectory("facteur-empty-ledger-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            Path ledger = folder.resolve("ledger");
            OpenLedger.making(new LedgerFiles(ledger, LedgerFile.witness(ledger)))
                    .close();
            try (Stream<Path> made = Files.list(folder)) {
                files = made.filter(file -> name(file).startsWith("ledger.")).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts one into this home. */
    public static void in(Home home) {
        copyTo(home.create().ledger());
    }

    /**
     * Puts one there, unless there is one, or the tests keep theirs on a server.
     *
     * @param ledger path without a suffix, in a folder that exists
     */
    public static void copyTo(Path ledger) {
        if (LedgerUnderTest.isOnAServer() || Files.exists(ledger.resolveSibling(name(ledger) + ".script"))) {
            return;
        }
        try {
            for (Path file : INSTANCE.files) {
                String extension = name(file).substring(name(file).lastIndexOf('.'));
                Files.copy(file, ledger.resolveSibling(name(ledger) + extension));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static void delete(Path folder) {
        try {
            PathUtils.deleteDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
