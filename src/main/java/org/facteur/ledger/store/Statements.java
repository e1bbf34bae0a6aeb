package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepared statements, kept for the connection's life. To a server, where each costs a round trip, those of a group go together: one batch a
 * statement, in the order in which the statements were first asked for, and what is about the same letter stays in its order.
 */
public final class Statements {

    private final Connection connection;
    private final boolean together;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Map<String, Batch> batches = new LinkedHashMap<>();
    /** By what they are about, the number of the last batch that has one. */
    private final Map<Object, Integer> last = new HashMap<>();

    private record Batch(
            int number, PreparedStatement statement, List<@Nullable Supplier<LedgerException>> expecting) {}

    /** @param together whether they wait for the end of their group, or another that must not overtake them */
    Statements(Connection connection, boolean together) {
        this.connection = connection;
        this.together = together;
    }

    /**
     * An update that is to change one row.
     *
     * @param about what it must not overtake another about, nor be overtaken
     * @param otherwise thrown where it changes none, by {@link #flush} at the latest
     */
    public void one(Object about, Supplier<LedgerException> otherwise, String sql, @Nullable Object... values)
            throws SQLException {
        add(about, otherwise, sql, values);
    }

    /** An update that may change any number of rows. */
    public void update(Object about, String sql, @Nullable Object... values) throws SQLException {
        add(about, null, sql, values);
    }

    private void add(
            Object about, @Nullable Supplier<LedgerException> otherwise, String sql, @Nullable Object... values)
            throws SQLException {
        if (!together) {
            PreparedStatement statement = prepared(sql);
            set(statement, values);
            if (statement.executeUpdate() != 1 && otherwise != null) {
                throw otherwise.get();
            }
            return;
        }
        Batch batch = batches.get(sql);
        if (batch != null && batch.number() < last.getOrDefault(about, -1)) {
            flush();
            batch = null;
        }
        if (batch == null) {
            batch = new Batch(batches.size(), prepared(sql), new ArrayList<>());
            batches.put(sql, batch);
        }
        set(batch.statement(), values);
        batch.statement().addBatch();
        batch.expecting().add(otherwise);
        last.put(about, batch.number());
    }

    /** A number that is asked for at once. */
    public long number(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared(sql);
        set(statement, values);
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /**
     * All of them are executed.
     *
     * @throws LedgerException when one that was to change a row changed none
     */
    void flush() throws SQLException {
        List<Batch> waiting = List.copyOf(batches.values());
        batches.clear();
        last.clear();
        try {
            for (Batch batch : waiting) {
                int[] changed = batch.statement().executeBatch();
                for (int i = 0; i < changed.length; i++) {
                    Supplier<LedgerException> otherwise = batch.expecting().get(i);
                    if (changed[i] != 1 && otherwise != null) {
                        throw otherwise.get();
                    }
                }
            }
        } catch (SQLException | RuntimeException e) {
            // Whatever they hold of this group must not go with the next.
            for (Batch batch : waiting) {
                clear(batch.statement(), e);
            }
            throw e;
        }
    }

    /** Those of a group that is given up. */
    void forget(Throwable failure) {
        batches.values().forEach(batch -> clear(batch.statement(), failure));
        batches.clear();
        last.clear();
    }

    private static void clear(PreparedStatement statement, Throwable failure) {
        try {
            statement.clearBatch();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
