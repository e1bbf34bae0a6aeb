package org.facteur.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the tests keep their ledgers: in {@code var/ledger}, or with {@code -Dtests.ledger=postgresql} on a server, each home in a schema
 * of its own. The same tests hold for both.
 */
public final class LedgerUnderTest {

    private static final boolean ON_A_SERVER = "postgresql".equals(System.getProperty("tests.ledger"));

    private LedgerUnderTest() {}

    /** Started when first asked for, and for as long as the tests run. */
    private static final class Shared {
        private static final PostgresServer SERVER = start();

        private static PostgresServer start() {
            try {
                return PostgresServer.start(Files.createTempDirectory("facteur-postgresql-"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The URL for this home or file; the same each time. Empty where it is to be a file. */
    public static Optional<String> url(Path place) {
        if (!ON_A_SERVER) {
            return Optional.empty();
        }
        String schema = "s"
                + Integer.toUnsignedString(
                        place.toAbsolutePath().normalize().toString().hashCode(), 36);
        return Optional.of(Shared.SERVER.url(schema));
    }
}
