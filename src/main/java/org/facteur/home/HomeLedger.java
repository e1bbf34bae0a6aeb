package org.facteur.home;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.facteur.disk.PrivateFile;
import org.facteur.ledger.store.LedgerFiles;
import org.facteur.ledger.store.LedgerServer;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.ledger.store.Witness;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
import org.jspecify.annotations.Nullable;

/**
 * Which ledger a home has: {@code var/ledger}, or a database server's. It is one for good. In another one nobody would know who has been
 * written to, nor what the relays' limits have been used for; so a home remembers its server, and refuses a change.
 */
public final class HomeLedger implements AutoCloseable {

    private static final String URL = "url";
    private static final String USERNAME = "username";

    private final Home home;
    private final @Nullable Database database;
    private final @Nullable Database remembered;
    private final LedgerStore store;

    private HomeLedger(Home home, @Nullable Database database, @Nullable Database remembered) {
        this.home = home;
        this.database = database;
        this.remembered = remembered;
        this.store = chosen(home, database, remembered);
    }

    /**
     * @param database the job file's; null: it names none
     * @throws MendableException when the home has another ledger than the job file says
     * @throws org.facteur.ledger.store.LedgerException when the ledger in {@code var} is damaged
     */
    public static HomeLedger of(Home home, @Nullable Database database) {
        Database remembered = remembered(home);
        if (database == null && remembered != null) {
            throw other(home, remembered.url(), HomeReason.OTHER_NONE.of());
        }
        return new HomeLedger(home, database, remembered);
    }

    /**
     * For a command that was given no job file.
     *
     * @param env environment variables, of which {@code SPRING_DATASOURCE_*} are read
     * @throws MendableException when the home has another ledger than the environment says
     */
    public static HomeLedger of(Home home, Map<String, String> env) {
        Database remembered = remembered(home);
        try {
            Database known = remembered == null ? null : remembered.with(env);
            return new HomeLedger(home, Database.of(env).orElse(known), remembered);
        } catch (IllegalArgumentException e) {
            throw new MendableException(Reasoned.of(e), ExitCodes.CONFIG);
        }
    }

    private static LedgerStore chosen(Home home, @Nullable Database database, @Nullable Database remembered) {
        LedgerFiles files = new LedgerFiles(home.ledger(), witness(home));
        if (database == null) {
            return files;
        }
        LedgerServer server = server(home, database);
        if (remembered != null && !server(home, remembered).database().equals(server.database())) {
            throw other(home, remembered.url(), HomeReason.OTHER_SERVER.of());
        }
        if (remembered == null && files.exist()) {
            throw other(home, home.ledger().toString(), HomeReason.OTHER_FILES.of());
        }
        return server;
    }

    private static MendableException other(Home home, String ledger, Reason instead) {
        return new MendableException(HomeReason.OTHER.of(home.dir(), ledger, instead), ExitCodes.CONFIG);
    }

    static LedgerServer server(Home home, Database database) {
        return new LedgerServer(database.url(), database.username(), database.password(), witness(home));
    }

    private static Witness witness(Home home) {
        return new Witness(home.witness());
    }

    public LedgerStore store() {
        return store;
    }

    /**
     * Empty where no run has made it yet. The caller holds the home's lock.
     *
     * @throws MendableException when the database has lost it
     */
    public Optional<OpenLedger> open() {
        Optional<OpenLedger> ledger = OpenLedger.of(store);
        if (ledger.isEmpty() && remembered != null) {
            // The tables were dropped, or the login looks into another schema.
            throw new MendableException(HomeReason.GONE.of(home.dir(), remembered.url()), ExitCodes.NO_INPUT);
        }
        return ledger;
    }

    /**
     * Makes it where there is none. The caller holds the home's lock.
     *
     * @throws MendableException when the database has lost it
     */
    public OpenLedger make() {
        refuseLost();
        OpenLedger ledger = OpenLedger.making(store);
        remember();
        return ledger;
    }

    /**
     * Before a run, which makes a ledger where there is none.
     *
     * @throws MendableException when the database has lost it
     */
    public void refuseLost() {
        if (remembered != null) {
            open().ifPresent(OpenLedger::close);
        }
    }

    /** Once a run has opened it. Without the password, which only the job file or the environment knows. */
    public void remember() {
        if (database == null || remembered != null) {
            return;
        }
        remember(home, database);
    }

    static void remember(Home home, Database database) {
        Properties properties = new Properties();
        properties.setProperty(URL, database.url());
        if (database.username() != null) {
            properties.setProperty(USERNAME, database.username());
        }
        try {
            PrivateFile.write(
                    home.datasource(), out -> properties.store(out, "The database that keeps the ledger of this home"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable Database remembered(Home home) {
        if (!Files.exists(home.datasource())) {
            return null;
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(home.datasource())) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new MendableException(HomeReason.REMEMBERED.of(home.datasource(), e), ExitCodes.NO_INPUT);
        }
        String url = properties.getProperty(URL);
        if (url == null) {
            throw new MendableException(HomeReason.REMEMBERED_URL.of(home.datasource()), ExitCodes.NO_INPUT);
        }
        return new Database(url, properties.getProperty(USERNAME), null);
    }

    /** Once whatever opened it is closed. */
    @Override
    public void close() {
        store.close();
    }
}
