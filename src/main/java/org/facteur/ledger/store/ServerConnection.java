package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The writer's connection to a server, which may be restarted, or lost sight of, in the middle of a run. Nobody else can have written meanwhile
 * without a newer epoch, and by the count of its commits it is told whether the last group got through.
 */
final class ServerConnection implements WriterConnection {

    private static final String MARK = "UPDATE writer SET commits = commits + 1 WHERE epoch = ?";

    private final LedgerServer server;
    private final ReconnectPolicy patience;
    private final Epoch epoch;
    private Connection connection;
    private int backend;
    private long commits;

    /** @param connection claimed, and in auto-commit mode */
    ServerConnection(LedgerServer server, Connection connection, Epoch epoch, ReconnectPolicy patience)
            throws SQLException {
        this.server = server;
        this.connection = connection;
        this.epoch = epoch;
        this.patience = patience;
        this.backend = ServerClaim.backend(connection);
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public void mark(Statements statements) throws SQLException {
        statements.one(this, this::less, MARK, epoch.number());
    }

    private LedgerException less() {
        return LedgerException.unreadable(StoreReason.SERVER_LESS.of(server.place()), null);
    }

    @Override
    public void committed() {
        commits++;
    }

    @Override
    public boolean regain(Throwable failure) throws InterruptedException {
        LedgerException last = failure instanceof LedgerException told ? told : LedgerException.unwritable(failure);
        LedgerException lost = server.loss(failure);
        if (lost == null) {
            throw last;
        }
        close(connection);
        for (int tries = 0; patience.lasts(lost.reason(), tries); tries++) {
            try {
                Connection next = server.connect();
                if (take(next)) {
                    return isIn(next);
                }
                close(next);
            } catch (SQLException e) {
                last = server.unusable(e);
                if (last.kind() != LedgerException.Kind.AWAY) {
                    throw last;
                }
            }
        }
        throw last;
    }

    /** Whether the connection has become the one to write with. */
    private boolean take(Connection next) throws SQLException {
        try {
            try (Statement statement = next.createStatement()) {
                // A cluster that is about to choose another primary.
                if (ServerCheck.is(statement, "pg_is_in_recovery()")) {
                    return false;
                }
            }
            if (!ServerClaim.tryTake(next)) {
                // It may be our own, which the server has not missed yet.
                ServerClaim.end(next, backend);
                return false;
            }
            if (!Epoch.newest(next).equals(Optional.of(epoch))) {
                throw LedgerException.unwritable(StoreReason.SERVER_OVERTAKEN.of(), null);
            }
        } catch (SQLException | RuntimeException e) {
            close(next);
            throw e;
        }
        connection = next;
        backend = ServerClaim.backend(next);
        return true;
    }

    /** Whether the group that was on its way got through; whatever was acknowledged must have. */
    private boolean isIn(Connection next) throws SQLException {
        long made;
        try (PreparedStatement select = next.prepareStatement("SELECT commits FROM writer WHERE epoch = ?")) {
            select.setLong(1, epoch.number());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                made = row.getLong(1);
            }
        }
        next.setAutoCommit(false);
        if (made < commits) {
            // A standby took over that had not heard of it, or a backup was restored.
            throw less();
        }
        boolean in = made > commits;
        commits = made;
        return in;
    }

    private static void close(Connection lost) {
        try {
            lost.close();
        } catch (SQLException gone) {
            // Which it was.
            return;
        }
    }
}
