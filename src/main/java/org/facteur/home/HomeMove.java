package org.facteur.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.ledger.store.LedgerFiles;
import org.facteur.ledger.store.LedgerMove;
import org.facteur.ledger.store.LedgerStore;
import org.facteur.ledger.store.Witness;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.jspecify.annotations.Nullable;

/** Moves the ledger of a home to where its job file says: from files to a server, back, or to another server. The caller holds the home's lock. */
public final class HomeMove {

    private final Home home;
    private final @Nullable Database database;
    private final @Nullable Database remembered;

    /**
     * @param database where it is to be; null: in {@code var}
     * @param env environment variables, for the login where it is now
     */
    public HomeMove(Home home, @Nullable Database database, Map<String, String> env) {
        this.home = home;
        this.database = database;
        Database kept = HomeLedger.remembered(home);
        this.remembered = kept == null ? null : kept.with(env);
    }

    /**
     * What was moved.
     *
     * @param from as messages name it
     * @param letters rows of recipients, of all campaigns
     * @param attempts rows of attempts
     */
    public record Moved(String from, String to, long letters, long attempts) {}

    /**
     * @throws MendableException when there is none, or it is there already
     * @throws org.facteur.ledger.store.LedgerException when it cannot be moved; then it is where it was
     */
    public Moved move() {
        LedgerFiles files = new LedgerFiles(home.ledger(), new Witness(home.witness()));
        LedgerStore from = remembered == null ? files : HomeLedger.server(home, remembered);
        if (remembered == null && !files.exist()) {
            throw new MendableException(HomeReason.MOVE_NONE.of(home.dir()), ExitCodes.NO_INPUT);
        }
        LedgerStore to = database == null
                // What the home's witness knows of is not there yet.
                ? new LedgerFiles(home.ledger(), new Witness(home.var().resolve("witness.moving")))
                : HomeLedger.server(home, database);
        if (from.place().equals(to.place())) {
            throw new MendableException(HomeReason.MOVE_THERE.of(home.dir(), to.place()), ExitCodes.USAGE);
        }
        // There while files are not the ledger yet: a move that broke off is begun again.
        Path unfinished = home.var().resolve("ledger.unfinished");
        boolean again = remembered != null && Files.exists(unfinished);
        Map<String, Long> rows;
        try {
            // Not asked of the files themselves: that the home's witness knows of attempts is right, they are at the
            // server.
            if (database == null && !again && Files.notExists(home.var().resolve("ledger.script"))) {
                Files.createFile(unfinished);
            }
            try (from;
                    to) {
                rows = new LedgerMove(from, to, again).move();
            }
            if (database == null) {
                Files.delete(home.datasource());
                Files.deleteIfExists(unfinished);
            } else {
                HomeLedger.remember(home, database);
                putAway();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Moved(from.place(), to.place(), rows.getOrDefault("delivery", 0L), rows.getOrDefault("attempt", 0L));
    }

    /** The old files, which are closed: so that the home has one ledger for all to see. */
    private void putAway() throws IOException {
        Path folder = home.var().resolve("moved");
        for (int next = 2; Files.exists(folder); next++) {
            folder = home.var().resolve("moved-" + next);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(home.var())) {
            files = all.filter(file -> file.getFileName().toString().startsWith("ledger."))
                    .toList();
        }
        if (!files.isEmpty()) {
            Files.createDirectory(folder);
        }
        for (Path file : files) {
            Files.move(file, folder.resolve(file.getFileName()));
        }
    }
}
