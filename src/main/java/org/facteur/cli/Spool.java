package org.facteur.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.facteur.cli.screen.Paint;
import org.facteur.disk.PrivateFile;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;

/** Long output, written aside first: a reader in a pager does not keep the home from the run that cron starts meanwhile. */
final class Spool {

    private Spool() {}

    /**
     * As it is, for other programs.
     *
     * @param lock of the home; free again before the first line is printed
     * @throws MendableException when it cannot be printed as a whole
     */
    static void print(Home home, HomeLock lock, PrintWriter out, PrivateFile.Content content) throws IOException {
        print(home, lock, content, written -> written.transferTo(out));
        if (out.checkError() && !Paint.isPipe(out)) {
            throw new MendableException(CliReason.CUT_OFF.of(), ExitCodes.TRY_LATER);
        }
    }

    /** What tells its lines one after the other. */
    @FunctionalInterface
    interface Teller {
        void tell(Consumer<String> lines) throws IOException;
    }

    /**
     * Line by line, for people.
     *
     * @param lock of the home; free again before the first line is printed
     * @return how many lines there were
     */
    static int lines(Home home, HomeLock lock, PrintWriter out, Teller teller) throws IOException {
        AtomicInteger told = new AtomicInteger();
        PrivateFile.Content content = aside -> teller.tell(line -> {
            try {
                aside.append(line).append('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            told.incrementAndGet();
        });
        print(home, lock, content, written -> written.lines().forEach(out::println));
        return told.get();
    }

    /** What is done with what was written aside. */
    @FunctionalInterface
    private interface Printing {
        void print(BufferedReader written) throws IOException;
    }

    private static void print(Home home, HomeLock lock, PrivateFile.Content content, Printing printing)
            throws IOException {
        Path spool = Files.createTempFile(home.var(), "out-", ".part");
        // Ctrl-C in a pager ends us, too.
        spool.toFile().deleteOnExit();
        try {
            try (lock;
                    Writer aside = Files.newBufferedWriter(spool)) {
                content.writeTo(aside);
            }
            try (BufferedReader written = Files.newBufferedReader(spool)) {
                printing.print(written);
            }
        } finally {
            Files.deleteIfExists(spool);
        }
    }
}
