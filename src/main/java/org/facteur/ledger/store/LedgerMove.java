package org.facteur.ledger.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Copies a ledger to another place, row by row, and closes the old one once the copy has been read back and is the same. A ledger with a letter in
 * doubt, or on its way, stays where it is: what became of it is to be decided first.
 *
 * <p>What breaks off before the old one is closed leaves it as it was; behind that, the new one is whole, and the move can be asked for again.
 */
public final class LedgerMove {

    private static final String HISTORY = "flyway_schema_history";

    /** Spring Batch's, each behind those that it refers to. */
    private static final List<String> BATCH = List.of(
            "batch_job_instance",
            "batch_job_execution",
            "batch_job_execution_params",
            "batch_step_execution",
            "batch_step_execution_context",
            "batch_job_execution_context");

    /** Where Spring Batch takes its numbers from, and the column they are for. */
    private static final Map<String, String> NUMBERS = Map.of(
            "batch_job_instance_seq", "job_instance_id",
            "batch_job_execution_seq", "job_execution_id",
            "batch_step_execution_seq", "step_execution_id");

    /** What a head and its workers share while they run; a ledger in files has none of it. */
    private static final Set<String> OF_WORKERS =
            Set.of("attempt_block", "head", "worker", "claim", "granted", "int_channel_message");

    /** Has a row more once the ledger is closed. */
    private static final String WRITERS = "writer";

    private static final String LIVING =
            "SELECT string_agg(name, ', ' ORDER BY name) FROM worker WHERE lease_until > " + LedgerServer.NOW;

    private static final int AT_ONCE = 1_000;

    private final LedgerStore from;
    private final LedgerStore to;
    private final boolean again;

    /** @param again whether what is in the new place was left there by a move that broke off: while the old ledger is not closed, it is nobody's */
    public LedgerMove(LedgerStore from, LedgerStore to, boolean again) {
        this.from = from;
        this.to = to;
        this.again = again;
    }

    /**
     * Of two ledgers.
     *
     * @param rows of each table
     * @param difference the first one; null: none
     */
    private record Comparison(
            Map<String, Long> rows, @Nullable Reason difference) {}

    /** How many rows a table has, and the sum over all of them, in whatever order they come. */
    private record Digest(long rows, long sum) {}

    /**
     * @return how many rows of each table there are, by its name
     * @throws LedgerException when there is a letter in doubt or on its way, the new place holds something, or the copy is not the same
     */
    public Map<String, Long> move() {
        from.check();
        to.check();
        Migrations.migrate(from);
        Migrations.migrate(to);
        try (Connection source = DriverManager.getConnection(from.url(), from.properties());
                Connection target = DriverManager.getConnection(to.url(), to.properties())) {
            from.claim(source);
            to.claim(target);
            if (Epoch.newest(target).filter(Epoch::isMoved).isPresent()) {
                // It was the ledger once.
                throw LedgerException.misconfigured(StoreReason.MOVE_HOLDING.of(to.place()), null);
            }
            List<String> tables = tables(source);
            boolean closed = Epoch.newest(source).filter(Epoch::isMoved).isPresent();
            if (!closed) {
                from.witness().confirm(source, from.place());
                refuseOpen(source);
                if (again && to instanceof LedgerFiles) {
                    // A server has the whole copy or none of it.
                    empty(target, tables);
                }
                if (isEmpty(target, tables)) {
                    copy(source, target, tables);
                } else if (compared(source, target, tables, false).difference() != null) {
                    throw LedgerException.misconfigured(StoreReason.MOVE_HOLDING.of(to.place()), null);
                }
                // Else it is the copy of a move that broke off right behind it.
            }
            Comparison now = compared(source, target, tables, closed);
            if (now.difference() != null) {
                throw LedgerException.unreadable(now.difference(), null);
            }
            if (!closed) {
                Epoch.close(source);
            }
            return now.rows();
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private RuntimeException unusable(SQLException failure) {
        LedgerException other = LedgerException.unwritable(failure);
        RuntimeException explained = to.explain(other);
        return explained == other ? from.explain(other) : explained;
    }

    private void refuseOpen(Connection source) throws SQLException {
        if (from instanceof LedgerServer) {
            refuseWorkers(source);
        }
        // An errand that a dead process left open holds nothing up: it goes along, and the next run closes it.
        long open = number(source, "SELECT COUNT(*) FROM delivery WHERE state IN ('SENDING', 'IN_DOUBT')");
        if (open > 0) {
            throw LedgerException.unwritable(StoreReason.MOVE_OPEN.of(open), null);
        }
    }

    /** A worker whose head has gone sends what it was granted all the same, and would write it down where nobody looks any more. */
    private static void refuseWorkers(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(LIVING)) {
            row.next();
            String living = row.getString(1);
            if (living != null) {
                throw LedgerException.unwritable(StoreReason.MOVE_WORKERS.of(living), null);
            }
        }
    }

    /** All that are copied, Spring Batch's first. */
    private static List<String> tables(Connection source) throws SQLException {
        List<String> tables = new ArrayList<>(BATCH);
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT LOWER(table_name) FROM information_schema.tables
                        WHERE table_schema = CURRENT_SCHEMA AND table_type = 'BASE TABLE' ORDER BY 1""")) {
            while (row.next()) {
                String table = row.getString(1);
                if (!table.equals(HISTORY) && !table.startsWith("batch_") && !OF_WORKERS.contains(table)) {
                    tables.add(table);
                }
            }
        }
        return tables;
    }

    private static boolean isEmpty(Connection target, List<String> tables) throws SQLException {
        for (String table : tables) {
            if (number(target, "SELECT COUNT(*) FROM " + table) > 0) {
                return false;
            }
        }
        return true;
    }

    private void copy(Connection source, Connection target, List<String> tables) throws SQLException {
        source.setAutoCommit(false);
        target.setAutoCommit(false);
        for (String table : tables) {
            copy(source, target, table);
            if (to instanceof LedgerFiles) {
                // Its transactions lie in memory. Files that are not finished are nobody's ledger yet.
                target.commit();
            }
        }
        for (Map.Entry<String, String> numbers : NUMBERS.entrySet()) {
            restart(target, numbers.getKey(), numbers.getValue());
        }
        target.commit();
        target.setAutoCommit(true);
        source.rollback();
        source.setAutoCommit(true);
    }

    private static void empty(Connection files, List<String> tables) throws SQLException {
        try (Statement statement = files.createStatement()) {
            for (String table : tables) {
                statement.execute("TRUNCATE TABLE " + table + " AND COMMIT NO CHECK");
            }
        }
    }

    private static void copy(Connection source, Connection target, String table) throws SQLException {
        try (Statement select = rows(source);
                ResultSet row = select.executeQuery("SELECT * FROM " + table)) {
            List<String> columns = columns(row);
            String insert = "INSERT INTO %s (%s) VALUES (%s)"
                    .formatted(
                            table,
                            String.join(", ", columns),
                            columns.stream().map(column -> "?").collect(Collectors.joining(", ")));
            try (PreparedStatement into = target.prepareStatement(insert)) {
                int waiting = 0;
                while (row.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
                        into.setObject(i, row.getObject(i));
                    }
                    into.addBatch();
                    if (++waiting % AT_ONCE == 0) {
                        into.executeBatch();
                    }
                }
                if (waiting % AT_ONCE != 0) {
                    into.executeBatch();
                }
            }
        }
    }

    /** A sequence at a server, a table that counts in files. */
    private void restart(Connection target, String numbers, String column) throws SQLException {
        String table = numbers.replace("_seq", "");
        long next = number(target, "SELECT COALESCE(MAX(" + column + "), 0) + 1 FROM " + table);
        try (Statement statement = target.createStatement()) {
            statement.execute(
                    to instanceof LedgerFiles
                            ? "ALTER TABLE " + numbers + " ALTER COLUMN id RESTART WITH " + next
                            : "ALTER SEQUENCE " + numbers + " RESTART WITH " + next);
        }
    }

    /** @param closed whether the old ledger has been: then it has a writer more */
    private Comparison compared(Connection source, Connection target, List<String> tables, boolean closed)
            throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        @Nullable Reason difference = null;
        source.setAutoCommit(false);
        target.setAutoCommit(false);
        for (String table : tables) {
            // Spring Batch's times have more digits in files.
            boolean countedOnly = BATCH.contains(table);
            Digest there = countedOnly ? counted(source, table) : digest(source, table);
            Digest here = countedOnly ? counted(target, table) : digest(target, table);
            if (!there.equals(here) && !(closed && table.equals(WRITERS))) {
                difference = StoreReason.MOVE_DIFFERS.of(to.place(), table, here.rows(), there.rows());
                break;
            }
            rows.put(table, here.rows());
        }
        source.rollback();
        source.setAutoCommit(true);
        target.rollback();
        target.setAutoCommit(true);
        return new Comparison(rows, difference);
    }

    private static Digest counted(Connection connection, String table) throws SQLException {
        return new Digest(number(connection, "SELECT COUNT(*) FROM " + table), 0);
    }

    private static Digest digest(Connection connection, String table) throws SQLException {
        try (Statement select = rows(connection);
                ResultSet row = select.executeQuery("SELECT * FROM " + table)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            List<String> columns = columns(row);
            List<String> sorted = columns.stream().sorted().toList();
            long rows = 0;
            long sum = 0;
            while (row.next()) {
                for (String column : sorted) {
                    update(sha, column, row.getObject(columns.indexOf(column) + 1));
                }
                sum += ByteBuffer.wrap(sha.digest()).getLong();
                rows++;
            }
            return new Digest(rows, sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has it", e);
        }
    }

    private static void update(MessageDigest sha, String column, @Nullable Object value) {
        byte[] text = (column + (value == null ? "" : "=" + value)).getBytes(StandardCharsets.UTF_8);
        // With its length: no two rows look alike.
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
        sha.update(text);
    }

    /** Whose rows come a thousand at a time. */
    private static Statement rows(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().startsWith("HSQL")) {
            try (Statement session = connection.createStatement()) {
                session.execute("SET SESSION RESULT MEMORY ROWS " + AT_ONCE);
            }
        }
        Statement statement = connection.createStatement();
        statement.setFetchSize(AT_ONCE);
        return statement;
    }

    private static List<String> columns(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
