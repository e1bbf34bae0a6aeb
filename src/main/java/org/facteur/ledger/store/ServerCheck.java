package org.facteur.ledger.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.facteur.reason.Reason;

/** Whether a PostgreSQL server can be trusted with a ledger, and the database is there for one. */
final class ServerCheck {

    /** By the first migration a history of migrations is told from another program's. */
    private static final String FOREIGN_HISTORY = """
            EXISTS (SELECT 1 FROM flyway_schema_history)
            AND NOT EXISTS (SELECT 1 FROM flyway_schema_history WHERE script = 'V1__job_repository.sql')""";

    private static final String ANY_TABLE =
            "EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r')";

    private ServerCheck() {}

    /**
     * @param database as messages name it
     * @throws LedgerException with what is to be mended
     */
    static void of(Statement statement, String database) throws SQLException {
        refuse(statement, "pg_is_in_recovery()", StoreReason.SERVER_STANDBY.of(database));
        refuse(statement, "current_setting('fsync') = 'off'", StoreReason.SERVER_FSYNC.of(database));
        refuse(statement, "current_setting('server_encoding') <> 'UTF8'", StoreReason.SERVER_ENCODING.of(database));
        refuse(statement, "current_schema() IS NULL", StoreReason.SERVER_SCHEMA.of(database));
        Reason foreign = StoreReason.SERVER_FOREIGN.of(database);
        if (is(statement, has("flyway_schema_history"))) {
            refuse(statement, FOREIGN_HISTORY, foreign);
            return;
        }
        refuse(
                statement,
                "NOT has_schema_privilege(current_schema(), 'CREATE')",
                StoreReason.SERVER_CREATE.of(database));
        refuse(statement, ANY_TABLE, foreign);
    }

    private static void refuse(Statement statement, String condition, Reason reason) throws SQLException {
        if (is(statement, condition)) {
            throw LedgerException.misconfigured(reason, null);
        }
    }

    /** Whether it has the table, where it makes its own: a name alone would be looked for in other schemas too. */
    static String has(String table) {
        return "to_regclass(quote_ident(current_schema()) || '." + table + "') IS NOT NULL";
    }

    static boolean is(Statement statement, String condition) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT " + condition)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
