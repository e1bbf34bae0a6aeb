package org.facteur.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * How the embedded ledger is opened. With HSQLDB's defaults a killed process loses commits that it was told were done; with
 * {@code mvcc} the automatic checkpoint can wait for ever for an open transaction.
 */
public final class LedgerUrl {

    private LedgerUrl() {}

    /**
     * @param ledger path without a suffix, such as {@code var/ledger}
     */
    public static String of(Path ledger) {
        return "jdbc:hsqldb:file:" + ledger.toAbsolutePath()
                + ";hsqldb.tx=locks;hsqldb.write_delay=false;hsqldb.default_table_type=cached"
                // A log that is damaged in its middle: without it what follows would be dropped without a word. An end
                // that a dying
                // process cut off is passed over all the same.
                + ";hsqldb.full_log_replay=true"
                + ";hsqldb.lock_file=false;hsqldb.log_size=64;hsqldb.result_max_memory_rows=0;shutdown=true";
    }

    /**
     * Reads the setting back: whoever runs without it would lose letters' records in a crash.
     *
     * @throws LedgerException when commits are not synced
     */
    static void verify(Connection connection) throws SQLException {
        if (!isHsqldb(connection)) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT property_value FROM information_schema.system_properties WHERE property_name = 'hsqldb.write_delay'"
                                + " UNION SELECT property_value FROM information_schema.system_properties WHERE property_name = 'hsqldb.write_delay_millis'")) {
            boolean synced = false;
            while (row.next()) {
                String value = String.valueOf(row.getString(1)).toLowerCase(Locale.ROOT);
                synced |= value.equals("false") || value.equals("0");
            }
            if (!synced) {
                throw LedgerException.unwritable(
                        "the ledger's database does not sync its commits; open it with hsqldb.write_delay=false", null);
            }
        }
    }

    static boolean isHsqldb(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().startsWith("HSQL");
    }
}
