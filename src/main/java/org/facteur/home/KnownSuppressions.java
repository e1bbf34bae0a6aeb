package org.facteur.home;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Function;
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
        return look(home, database, Suppressions.NONE, KnownSuppressions::of);
    }

    /** What the ledger says, or {@code otherwise} where there is none, or where it is a run's. */
    static <T> T look(Home home, @Nullable Database database, T otherwise, Function<OpenLedger, T> look)
            throws IOException {
        if (!Files.isDirectory(home.var())) {
            return otherwise;
        }
        Optional<HomeLock> lock = HomeLock.tryAcquire(home.lock(), false);
        if (lock.isEmpty()) {
            return database == null ? otherwise : lookUnderLock(home, database, otherwise, look);
        }
        try (HomeLock held = lock.get()) {
            return lookUnderLock(home, database, otherwise, look);
        }
    }

    /** The same where the caller holds the home's lock. */
    public static Suppressions underLock(Home home, @Nullable Database database) {
        return lookUnderLock(home, database, Suppressions.NONE, KnownSuppressions::of);
    }

    private static <T> T lookUnderLock(
            Home home, @Nullable Database database, T otherwise, Function<OpenLedger, T> look) {
        Optional<OpenLedger> ledger = HomeLedger.of(home, database).open();
        if (ledger.isEmpty()) {
            return otherwise;
        }
        try (OpenLedger open = ledger.get()) {
            return look.apply(open);
        }
    }

    /** Those of a ledger; one from before there was the list knows nobody. */
    public static Suppressions of(OpenLedger ledger) {
        return ledger.isAtLeast(SuppressionList.SINCE)
                ? new SuppressionList(ledger.template()).asOfNow()
                : Suppressions.NONE;
    }
}
