package org.facteur.job;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Database;
import org.facteur.campaign.Home;
import org.facteur.ledger.LedgerFiles;
import org.facteur.ledger.LedgerServer;
import org.facteur.ledger.LedgerStore;
import org.facteur.report.PrivateFile;
import org.jspecify.annotations.Nullable;

/**
 * Which ledger a home has: {@code var/ledger}, or a database server's. It is one for good. In another one nobody would know who has been
 * written to, nor what the relays' limits have been used for; so a home remembers its server, and refuses a change.
 */
public final class HomeLedger {

    private static final String URL = "url";
    private static final String USERNAME = "username";

    private HomeLedger() {}

    /**
     * @throws MendableException when the home has another ledger than the job file says
     * @throws org.facteur.ledger.LedgerException when the ledger in {@code var} is damaged
     */
    static LedgerStore of(Campaign campaign) {
        Database database = campaign.database();
        Optional<Database> remembered = remembered(campaign.home());
        if (database == null && remembered.isPresent()) {
            throw other(campaign.home(), remembered.get().url(), "write it as spring.datasource.url in the job file");
        }
        return of(campaign.home(), database, remembered);
    }

    /**
     * For a command that was given no job file.
     *
     * @param env environment variables, of which {@code SPRING_DATASOURCE_*} are read
     * @throws MendableException when the home has another ledger than the environment says
     */
    private static LedgerStore of(Home home, Map<String, String> env) {
        Optional<Database> remembered = remembered(home);
        try {
            Optional<Database> said = Database.of(env).or(() -> remembered.map(known -> known.with(env)));
            return of(home, said.orElse(null), remembered);
        } catch (IllegalArgumentException e) {
            throw new MendableException(String.valueOf(e.getMessage()), ExitCodes.CONFIG);
        }
    }

    private static LedgerStore of(Home home, @Nullable Database database, Optional<Database> remembered) {
        LedgerFiles files = new LedgerFiles(home.ledger());
        if (database == null) {
            return files;
        }
        LedgerServer server = server(database);
        if (remembered.isPresent() && !server(remembered.get()).database().equals(server.database())) {
            throw other(
                    home,
                    remembered.get().url(),
                    "write that as spring.datasource.url; if it is the same database under another name, delete that file");
        }
        if (remembered.isEmpty() && files.exist()) {
            throw other(home, home.ledger().toString(), "leave spring.datasource out");
        }
        return server;
    }

    private static MendableException other(Home home, String ledger, String instead) {
        return new MendableException(
                "the ledger of " + home.dir() + " is " + ledger + "; " + instead
                        + ", or name another --home. A ledger that begins anew does not know who has been written to",
                ExitCodes.CONFIG);
    }

    private static LedgerServer server(Database database) {
        return new LedgerServer(database.url(), database.username(), database.password());
    }

    /**
     * The campaign's ledger; empty where no run has made one yet. The caller holds the home's lock.
     *
     * @throws MendableException when the home has another ledger than the job file says, or its database has lost it
     */
    public static Optional<OpenLedger> open(Campaign campaign) {
        return open(campaign.home(), of(campaign));
    }

    /**
     * The same for a command that was given no job file.
     *
     * @param env environment variables, of which {@code SPRING_DATASOURCE_*} are read
     */
    public static Optional<OpenLedger> open(Home home, Map<String, String> env) {
        return open(home, of(home, env));
    }

    /** Of a ledger that this home has written to, the tables were dropped, or the login looks into another schema. */
    private static Optional<OpenLedger> open(Home home, LedgerStore store) {
        Optional<OpenLedger> ledger = OpenLedger.of(store);
        Optional<Database> remembered = remembered(home);
        if (ledger.isEmpty() && remembered.isPresent()) {
            throw new MendableException(
                    "the ledger of " + home.dir() + " is no longer in "
                            + remembered.get().url()
                            + "; restore it from a backup, or name another --home. A ledger that begins anew does not"
                            + " know who has been written to",
                    ExitCodes.NO_INPUT);
        }
        return ledger;
    }

    /**
     * Before a run, which makes a ledger where there is none.
     *
     * @throws MendableException when the home's database has lost it
     */
    static void refuseLost(Campaign campaign) {
        if (remembered(campaign.home()).isPresent()) {
            open(campaign).ifPresent(OpenLedger::close);
        }
    }

    /** Once a run has opened it. Without the password, which only the job file or the environment knows. */
    static void remember(Campaign campaign) {
        Database database = campaign.database();
        if (database == null || Files.exists(campaign.home().datasource())) {
            return;
        }
        Properties properties = new Properties();
        properties.setProperty(URL, database.url());
        if (database.username() != null) {
            properties.setProperty(USERNAME, database.username());
        }
        try {
            PrivateFile.write(
                    campaign.home().datasource(),
                    out -> properties.store(out, "The database that keeps the ledger of this home"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Database> remembered(Home home) {
        if (!Files.exists(home.datasource())) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(home.datasource())) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new MendableException(
                    home.datasource() + " cannot be read, which tells where the ledger is: " + e, ExitCodes.NO_INPUT);
        }
        String url = properties.getProperty(URL);
        if (url == null) {
            throw new MendableException(
                    home.datasource() + " has no url, which tells where the ledger is", ExitCodes.NO_INPUT);
        }
        return Optional.of(new Database(url, properties.getProperty(USERNAME), null));
    }
}
