package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a PostgreSQL server can be trusted with a ledger, and the database is there for one. */
final class ServerCheck {

    /** The first migration, by which a history of migrations is told from another program's. */
    private static final String FIRST = "V1__job_repository.sql";

    private ServerCheck() {}

    /**
     * @param database as messages name it
     * @throws LedgerException with what is to be mended
     */
    static void of(Statement statement, String database) throws SQLException {
        if (is(statement, "pg_is_in_recovery()")) {
            throw LedgerException.misconfigured(
                    "the database " + database + " is a standby, which can only be read; write the primary's host",
                    null);
        }
        if (is(statement, "current_setting('fsync') = 'off'")) {
            throw LedgerException.misconfigured(
                    "the database " + database
                            + " does not sync its commits (fsync = off): after a power cut it would not know who has"
                            + " been written to; turn fsync on",
                    null);
        }
        if (is(statement, "current_setting('server_encoding') <> 'UTF8'")) {
            throw LedgerException.misconfigured(
                    "the database " + database + " cannot hold every name; make a database with ENCODING 'UTF8'", null);
        }
        if (is(statement, "current_schema() IS NULL")) {
            throw LedgerException.misconfigured(
                    "the database " + database
                            + " has no such schema; make it with CREATE SCHEMA, or leave out currentSchema",
                    null);
        }
        if (is(statement, has("flyway_schema_history"))) {
            if (is(statement, "EXISTS (SELECT 1 FROM flyway_schema_history)")
                    && is(
                            statement,
                            "NOT EXISTS (SELECT 1 FROM flyway_schema_history WHERE script = '" + FIRST + "')")) {
                throw foreign(database);
            }
            return;
        }
        if (is(statement, "NOT has_schema_privilege(current_schema(), 'CREATE')")) {
            throw LedgerException.misconfigured(
                    "the database " + database
                            + " lets this user make no tables; make the database with CREATE DATABASE … OWNER …, or"
                            + " GRANT CREATE ON SCHEMA",
                    null);
        }
        if (is(statement, """
                EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r')""")) {
            throw foreign(database);
        }
    }

    private static LedgerException foreign(String database) {
        return LedgerException.misconfigured(
                "the database " + database
                        + " holds another program's tables; make a database for the ledger alone, or name a schema"
                        + " of its own with ?currentSchema=facteur",
                null);
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
