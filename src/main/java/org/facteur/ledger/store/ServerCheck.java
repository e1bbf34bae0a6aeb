package org.facteur.ledger.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

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
        refuse(
                statement,
                "pg_is_in_recovery()",
                "the database " + database + " is a standby, which can only be read; write the primary's host");
        refuse(
                statement,
                "current_setting('fsync') = 'off'",
                "the database " + database
                        + " does not sync its commits (fsync = off): after a power cut it would not know who has been"
                        + " written to; turn fsync on");
        refuse(
                statement,
                "current_setting('server_encoding') <> 'UTF8'",
                "the database " + database + " cannot hold every name; make a database with ENCODING 'UTF8'");
        refuse(
                statement,
                "current_schema() IS NULL",
                "the database " + database
                        + " has no such schema; make it with CREATE SCHEMA, or leave out currentSchema");
        String foreign = "the database " + database
                + " holds another program's tables; make a database for the ledger alone, or name a schema of its own"
                + " with ?currentSchema=facteur";
        if (is(statement, has("flyway_schema_history"))) {
            refuse(statement, FOREIGN_HISTORY, foreign);
            return;
        }
        refuse(
                statement,
                "NOT has_schema_privilege(current_schema(), 'CREATE')",
                "the database " + database
                        + " lets this user make no tables; make the database with CREATE DATABASE … OWNER …, or GRANT"
                        + " CREATE ON SCHEMA");
        refuse(statement, ANY_TABLE, foreign);
    }

    private static void refuse(Statement statement, String condition, String reason) throws SQLException {
        if (is(statement, condition)) {
            throw LedgerException.misconfigured(reason, null);
        }
    }

    /** Whether it has the table, where it makes its own: a name alone would be looked for in other schemas too. */
    static String has(String table) {
        return "to_regclass(quote_ident(current_schema()) || '." + table + "') IS NOT NULL";
    }

    private static boolean is(Statement statement, String condition) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT " + condition)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
