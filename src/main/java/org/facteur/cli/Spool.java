package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.home.PrivateFile;

/** Long output, written aside first: a reader in a pager does not keep the home from the run that cron starts meanwhile. */
final class Spool {

    private Spool() {}

    /** @param lock of the home; free again before the first line is printed */
    static void print(Home home, HomeLock lock, PrintWriter out, PrivateFile.Content content) throws IOException {
        Path spool = Files.createTempFile(home.var(), "out-", ".part");
        try {
            try (lock;
                    Writer aside = Files.newBufferedWriter(spool)) {
                content.writeTo(aside);
            }
            try (Reader written = Files.newBufferedReader(spool)) {
                written.transferTo(out);
            }
            out.flush();
        } finally {
            Files.deleteIfExists(spool);
        }
    }
}
