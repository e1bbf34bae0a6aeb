package org.facteur.ledger.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.facteur.disk.PrivateFile;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * The files of the embedded ledger, and what is said when they are damaged. If a damaged ledger were taken for an empty one, a run would write to
 * everybody twice.
 */
public final class LedgerFiles implements LedgerStore {

    /** HSQLDB's for whatever has to do with its files. */
    private static final String STORAGE_ERROR = "S1000";

    private static final String MODIFIED = "modified=";

    private static final List<String> EXTENSIONS = List.of("script", "data", "log", "properties");

    private final Path ledger;
    private final Witness witness;
    private final LogEnd end;
    private final SQLExceptionTranslator others = new SQLExceptionSubclassTranslator();

    /**
     * @param ledger the database's path without a suffix
     * @param witness the home's
     */
    public LedgerFiles(Path ledger, Witness witness) {
        this.ledger = ledger.toAbsolutePath();
        this.witness = witness;
        this.end = new LogEnd(this.ledger);
    }

    @Override
    public String url() {
        return LedgerUrl.of(ledger);
    }

    @Override
    public Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", "SA");
        properties.setProperty("password", "");
        return properties;
    }

    @Override
    public void check() {
        exist();
    }

    @Override
    public Optional<Connection> open() {
        if (!exist()) {
            return Optional.empty();
        }
        try {
            Connection connection = DriverManager.getConnection(url(), properties());
            try {
                if (Migrations.made(connection)) {
                    Migrations.refuseNewer(connection, place());
                    if (!Migrations.upToDate(connection)) {
                        // Every command knows the tables as they are now.
                        Migrations.migrate(this, new SingleConnectionDataSource(connection, true));
                    }
                    witness.confirm(connection, place());
                    return Optional.of(connection);
                }
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            connection.close();
            if (witness.knowsOfAttempts()) {
                throw witness.gone(place());
            }
            return Optional.empty();
        } catch (SQLException e) {
            throw damaged(e);
        }
    }

    @Override
    public Durability durability(Connection connection) throws SQLException {
        return new FileDurability(end, LedgerLog.of(connection, file("script")));
    }

    /** Which checkpoint the files are from. */
    String checkpoint() throws IOException {
        return LogMark.base(file("script"));
    }

    @Override
    public WriterConnection writing(Connection connection, Epoch epoch, ReconnectPolicy patience) {
        return WriterConnection.of(connection);
    }

    @Override
    public Witness witness() {
        return witness;
    }

    @Override
    public String place() {
        return ledger + ".*";
    }

    @Override
    public void close() {
        end.close();
        keepPrivate();
    }

    /** HSQLDB makes them as the umask has it. */
    private void keepPrivate() {
        for (String extension : EXTENSIONS) {
            if (!Files.exists(file(extension))) {
                // Made when it is needed.
                continue;
            }
            try {
                PrivateFile.makePrivate(file(extension));
            } catch (IOException e) {
                throw LedgerException.unwritable(
                        StoreReason.PRIVATE.of(file(extension), String.valueOf(e.getMessage())), e);
            }
        }
    }

    /** No other process can open the files. Commits are checked to be synced and to have room: HSQLDB would lose them in silence. */
    @Override
    public void claim(Connection connection) throws SQLException {
        DiskRoom.of(ledger.resolveSibling("")).check();
        LedgerUrl.verify(connection);
        keepPrivate();
    }

    @Override
    public boolean isInUse(Connection connection) {
        return false;
    }

    /**
     * Whether there is a ledger.
     *
     * @throws LedgerException when a part of it is missing, or is no file
     */
    public boolean exist() {
        for (String extension : EXTENSIONS) {
            Path file = file(extension);
            if (Files.exists(file) && !Files.isReadable(file)) {
                throw damaged(file, StoreReason.READ_PERMISSIONS.of(), null);
            } else if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw damaged(file, StoreReason.READ_KIND.of(), null);
            }
        }
        if (!Files.exists(file("data"))) {
            // No letter has been written down yet, or HSQLDB misses the file itself.
            if (!Files.exists(file("script")) && witness.knowsOfAttempts()) {
                throw witness.gone(place());
            }
            return Files.exists(file("script"));
        }
        checkWhole();
        return true;
    }

    private void checkWhole() {
        Path script = file("script");
        Path properties = file("properties");
        if (isEmpty(script)) {
            throw damaged(script, StoreReason.READ_EMPTY.of(), null);
        }
        String state = Files.exists(properties) ? read(properties) : MODIFIED;
        if (!state.contains(MODIFIED)) {
            throw damaged(properties, StoreReason.READ_LEFT.of(), null);
        }
        if (state.contains(MODIFIED + "yes")) {
            if (!Files.exists(file("log"))) {
                throw damaged(file("log"), StoreReason.READ_MISSING.of(), null);
            }
            witness.confirmLog(file("log"), script);
        }
    }

    @Override
    public RuntimeException explain(RuntimeException failure) {
        LedgerException other = Migrations.explain(failure, place());
        if (other != null) {
            return other;
        }
        for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && isOfTheFiles(sql)) {
                return damaged(sql);
            }
        }
        return failure;
    }

    private static boolean isOfTheFiles(SQLException failure) {
        return STORAGE_ERROR.equals(failure.getSQLState());
    }

    /** What to tell the owner when the ledger could not be opened or used: its files are damaged, or the disk is full. */
    public LedgerException damaged(SQLException failure) {
        try {
            DiskRoom.of(ledger.resolveSibling("")).check();
        } catch (LedgerException full) {
            return full;
        }
        String reason = String.valueOf(failure.getMessage())
                .replaceAll("[^\\x20-\\x7e]+", " ")
                // Its classes mean nothing to the ledger's owner.
                .replaceAll("org\\.hsqldb\\.[\\w.]+: ", "");
        return damaged(ledger.resolveSibling(ledger.getFileName() + ".*"), Reason.verbatim(reason), failure);
    }

    private static LedgerException damaged(Path file, Reason reason, @Nullable Throwable cause) {
        return LedgerException.unreadable(StoreReason.READ.of(file, reason), cause);
    }

    /** @throws LedgerException when the files are damaged */
    @Override
    public @Nullable DataAccessException translate(String task, @Nullable String sql, SQLException failure) {
        if (isOfTheFiles(failure)) {
            throw damaged(failure);
        }
        return others.translate(task, sql, failure);
    }

    private static boolean isEmpty(Path file) {
        try {
            return !Files.exists(file) || Files.size(file) == 0;
        } catch (IOException e) {
            throw damaged(file, Reason.verbatim(e.toString()), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw damaged(file, Reason.verbatim(e.toString()), e);
        }
    }

    private Path file(String extension) {
        return ledger.resolveSibling(ledger.getFileName() + "." + extension);
    }
}
