package org.facteur.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.ledger.store.Witness;

/**
 * Where the tests keep their ledgers: in {@code var/ledger}, or with {@code -Dtests.ledger=postgresql} on a server, each home in a schema
 * of its own. The same tests hold for both.
 */
public final class LedgerUnderTest {

    private static final boolean ON_A_SERVER = "postgresql".equals(System.getProperty("tests.ledger"));

    private LedgerUnderTest() {}

    public static boolean isOnAServer() {
        return ON_A_SERVER;
    }

    /** The URL for this home or file; the same each time, with an empty ledger there. Empty where it is to be a file. */
    public static Optional<String> url(Path place) {
        if (!ON_A_SERVER) {
            return Optional.empty();
        }
        String schema = "s"
                + Integer.toUnsignedString(
                        place.toAbsolutePath().normalize().toString().hashCode(), 36);
        return Optional.of(Shared.INSTANCE.url(schema));
    }

    /**
     * Started when first asked for, and for as long as the tests run. Its first ledger is made as a run makes one, the others by the same
     * statements at once, in a tenth of the time.
     */
    private static final class Shared {

        private static final Shared INSTANCE = new Shared();

        private final PostgresServer server;
        private final String tables;
        private final Map<String, String> urls = new ConcurrentHashMap<>();

        private Shared() {
            try {
                Path folder = Files.createTempDirectory("facteur-postgresql-");
                server = PostgresServer.start(folder.resolve("data"));
                tables = tables(
                        new LedgerServer(server.url("first"), null, null, new Witness(folder.resolve("witness"))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String tables(LedgerServer first) {
            try (OpenLedger ledger = OpenLedger.making(first)) {
                return ledger
                                .jdbc()
                                .sql("SELECT script FROM flyway_schema_history ORDER BY installed_rank")
                                .query(String.class)
                                .list()
                                .stream()
                                .map(Shared::statements)
                                .collect(Collectors.joining("\n"))
                        + """

                        CREATE TABLE flyway_schema_history (LIKE first.flyway_schema_history INCLUDING ALL);
                        INSERT INTO flyway_schema_history SELECT * FROM first.flyway_schema_history;
                        """;
            }
        }

        private static String statements(String script) {
            return Stream.of("common", "postgresql")
                    .map(folder -> Shared.class.getResource("/db/migration/" + folder + "/" + script))
                    .flatMap(Stream::ofNullable)
                    .map(file -> {
                        try (InputStream in = file.openStream()) {
                            return new String(in.readAllBytes(), UTF_8);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .collect(Collectors.joining());
        }

        private String url(String schema) {
            return urls.computeIfAbsent(schema, made -> {
                String url = server.url(made);
                server.execute("SET search_path TO " + made + ";\n" + tables);
                return url;
            });
        }
    }
}
