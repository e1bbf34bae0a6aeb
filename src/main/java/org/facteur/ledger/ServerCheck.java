package org.facteur.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a PostgreSQL server can be trusted with a ledger, and the database is there for one. */
final class ServerCheck {

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
        if (is(statement, "to_regclass('flyway_schema_history') IS NOT NULL")) {
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
            throw LedgerException.misconfigured(
                    "the database " + database
                            + " holds another program's tables; make a database for the ledger alone, or name a schema"
                            + " of its own with ?currentSchema=facteur",
                    null);
        }
    }

    private static boolean is(Statement statement, String condition) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT " + condition)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
