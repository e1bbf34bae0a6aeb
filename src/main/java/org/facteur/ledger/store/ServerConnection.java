package org.facteur.ledger.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The writer's connection to a server, which may be restarted, or lost sight of, in the middle of a run. Nobody else can have written meanwhile
 * without a newer epoch, and by the count of its commits it is told whether the last group got through.
 */
final class ServerConnection implements WriterConnection {

    private final LedgerServer server;
    private final ReconnectPolicy patience;
    private final ServerTurn turn;
    private Connection connection;
    private int backend;
    private long commits;

    /** @param connection claimed, and in auto-commit mode */
    ServerConnection(LedgerServer server, Connection connection, ServerTurn turn, ReconnectPolicy patience)
            throws SQLException {
        this.server = server;
        this.connection = connection;
        this.turn = turn;
        this.patience = patience;
        this.backend = ServerLock.backend(connection);
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
        statements.one(this, this::over, turn.mark(), turn.key().toArray());
    }

    private LedgerException over() {
        return LedgerException.unwritable(turn.over(), null);
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
            if (!turn.lock().tryTake(next)) {
                // It may be our own, which the server has not missed yet.
                turn.lock().end(next, backend);
                return false;
            }
        } catch (SQLException | RuntimeException e) {
            close(next);
            throw e;
        }
        connection = next;
        backend = ServerLock.backend(next);
        return true;
    }

    /** Whether the group that was on its way got through; whatever was acknowledged must have. */
    private boolean isIn(Connection next) throws SQLException {
        long made = turn.commits(next).orElseThrow(this::over);
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
