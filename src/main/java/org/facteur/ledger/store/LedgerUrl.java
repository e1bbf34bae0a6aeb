package org.facteur.ledger.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the embedded ledger is opened. With HSQLDB's defaults a killed process loses commits that it was told were done; with
 * {@code mvcc} the automatic checkpoint can wait for ever for an open transaction.
 */
public final class LedgerUrl {

    private LedgerUrl() {}

    /**
     * @param ledger path without a suffix, such as {@code var/ledger}
     * @throws LedgerException when the path cannot be written into a URL
     */
    public static String of(Path ledger) {
        String path = ledger.toAbsolutePath().toString();
        if (path.indexOf(';') >= 0) {
            throw LedgerException.unreadable(StoreReason.PATH.of(path), null);
        }
        if (path.contains("${")) {
            throw LedgerException.unreadable(StoreReason.PATH_DOLLAR.of(path), null);
        }
        return "jdbc:hsqldb:file:" + path
                + ";hsqldb.tx=locks;hsqldb.write_delay=false;hsqldb.default_table_type=cached"
                // Without it, what follows a damaged place in the log would be dropped without a word. An end that a
                // dying
                // process cut off is passed over all the same.
                + ";hsqldb.full_log_replay=true"
                // Mapped into memory, the file of a long mailing would be most of what the process takes up.
                + ";hsqldb.nio_data_file=false"
                // It would sort its list of free places at every row, and its rows seldom fit into one: a third of the
                // writer's memory, and the file as long as without.
                + ";hsqldb.cache_free_count=0"
                // Nothing in it ends with a blank; to compare two texts, it would make a copy of the shorter one with
                // blanks behind.
                + ";sql.pad_space=false"
                + ";hsqldb.lock_file=false;hsqldb.log_size=64;hsqldb.result_max_memory_rows=0;shutdown=true";
    }

    /**
     * Reads the settings back: a run without them would lose letters' records in a crash, or wait for ever.
     *
     * @throws LedgerException when commits are not synced, or transactions are not kept apart by locks
     */
    static void verify(Connection connection) throws SQLException {
        Map<String, String> settings = settings(connection);
        if (!"false".equals(settings.get("hsqldb.write_delay"))
                && !"0".equals(settings.get("hsqldb.write_delay_millis"))) {
            throw LedgerException.unwritable(StoreReason.SYNC.of(), null);
        }
        if (!"locks".equals(settings.get("hsqldb.tx"))) {
            throw LedgerException.unwritable(StoreReason.LOCKS.of(), null);
        }
    }

    private static Map<String, String> settings(Connection connection) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT property_name, property_value FROM information_schema.system_properties
                        WHERE property_name IN ('hsqldb.write_delay', 'hsqldb.write_delay_millis', 'hsqldb.tx')""")) {
            while (row.next()) {
                settings.put(row.getString(1), String.valueOf(row.getString(2)).toLowerCase(Locale.ROOT));
            }
        }
        return settings;
    }
}
