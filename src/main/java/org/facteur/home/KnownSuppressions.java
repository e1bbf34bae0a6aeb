package org.facteur.home;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.facteur.contact.Suppressions;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.store.OpenLedger;
import org.jspecify.annotations.Nullable;

/** Who of a home is not written to any more, for those who walk over contacts without a run. */
public final class KnownSuppressions {

    private KnownSuppressions() {}

    /**
     * As of now. While a run goes on, only a database server can be asked: {@code var/ledger} is the run's, and nobody is known.
     *
     * @param database the job file's; null: it names none
     */
    public static Suppressions of(Home home, @Nullable Database database) throws IOException {
        if (!Files.isDirectory(home.var())) {
            return Suppressions.NONE;
        }
        Optional<HomeLock> lock = HomeLock.tryAcquire(home.lock(), false);
        if (lock.isEmpty()) {
            return database == null ? Suppressions.NONE : underLock(home, database);
        }
        try (HomeLock held = lock.get()) {
            return underLock(home, database);
        }
    }

    /** The same where the caller holds the home's lock. */
    public static Suppressions underLock(Home home, @Nullable Database database) {
        Optional<OpenLedger> ledger = HomeLedger.of(home, database).open();
        if (ledger.isEmpty()) {
            return Suppressions.NONE;
        }
        try (OpenLedger open = ledger.get()) {
            return of(open);
        }
    }

    /** Those of a ledger; one of an earlier version knows nobody. */
    public static Suppressions of(OpenLedger ledger) {
        return ledger.isUpToDate() ? new SuppressionList(ledger.template()).asOfNow() : Suppressions.NONE;
    }
}
