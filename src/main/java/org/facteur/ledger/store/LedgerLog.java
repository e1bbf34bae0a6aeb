package org.facteur.ledger.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32C;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCConnection;
import org.hsqldb.lib.EventLogInterface;
import org.hsqldb.lib.FileAccess;
import org.hsqldb.persist.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The embedded ledger's log as HSQLDB writes it, byte by byte: what it tells nobody is known here. It swallows an error when it cannot write or
 * sync its log (ScriptWriterBase.forceSync logs a warning and returns), and it syncs within a commit, while everybody else who wants
 * something of the database waits. The writer's commits are synced by {@link #sync} instead, which fails where the disk does, and keeps nobody
 * waiting. What others commit is synced as ever, within their commits.
 *
 * <p>HSQLDB asks its {@code FileAccess} for its log and its script; it has no setting for another one.
 */
final class LedgerLog implements FileAccess {

    private static final String EXTENSION = ".log";

    private final Logger logger;
    private final FileAccess files;
    private final Path script;

    private volatile @Nullable Thread puttingOff;
    private volatile @Nullable Committed committed;
    private volatile @Nullable IOException failed;

    private record Committed(Part part, LogMark mark) {}

    private LedgerLog(Logger logger, Path script) {
        this.logger = logger;
        this.files = logger.fileAccess;
        this.script = script;
    }

    /**
     * @param connection to a database on which nothing is going on: a checkpoint begins a new log, the first one to be seen
     * @param script of the same database
     */
    static LedgerLog of(Connection connection, Path script) throws SQLException {
        Session session = (Session) connection.unwrap(JDBCConnection.class).getSession();
        Logger logger = session.getDatabase().logger;
        LedgerLog log = new LedgerLog(logger, script);
        logger.fileAccess = log;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
        return log;
    }

    /** Commits what need not be on the disk before {@link #sync} returns. By one thread. */
    void commit(Connection connection) throws SQLException {
        puttingOff = Thread.currentThread();
        try {
            connection.commit();
        } finally {
            puttingOff = null;
        }
    }

    /**
     * Whether all that has been committed was written, and the file still holds as much.
     *
     * @throws IOException when there is no log, or it cannot be looked at
     */
    boolean isWritten() throws IOException {
        // With a delay it says so before anything is written.
        if (failed != null || logger.getWriteDelay() != 0) {
            return false;
        }
        Committed last = committed;
        return last == null || last.part().holds(last.mark().length());
    }

    /**
     * Whatever has been committed is on the disk when it returns.
     *
     * @return how much there was after the last commit, or when the log was begun
     * @throws IOException when the disk says that it does not have it, or no log is open
     */
    LogMark sync() throws IOException {
        Committed last = committed;
        while (last != null) {
            try {
                last.part().syncNow();
                return last.mark();
            } catch (IOException e) {
                last = next(last, e);
            }
        }
        throw failed(new IOException("no log was opened"));
    }

    /** A checkpoint holds HSQLDB's lock until it has opened the next log. Where it could not, commits go nowhere, and nobody is told. */
    private @Nullable Committed next(Committed last, IOException met) throws IOException {
        synchronized (logger) {
            Committed now = committed;
            if (now != null && now.part() == last.part()) {
                throw failed(met);
            }
            return now;
        }
    }

    /** For good: after a sync that failed, the next may succeed without what that one lost. */
    private IOException failed(IOException met) {
        failed = met;
        return met;
    }

    /** From one checkpoint, which puts on the disk what the log held before, to the next. HSQLDB writes to it under a lock of its own. */
    private final class Part extends FilterOutputStream implements FileSync {

        private final Path path;
        private final FileSync file;
        private final String base;
        private final CRC32C sum = new CRC32C();
        private long length;
        private volatile boolean closed;

        private Part(Path path, OutputStream out) throws IOException {
            super(out);
            this.path = path;
            this.file = files.getFileSync(out);
            this.base = LogMark.base(script);
            // What is there when a checkpoint could not be made.
            byte[] before = Files.readAllBytes(path);
            count(before, 0, before.length);
        }

        private void count(byte[] bytes, int offset, int many) {
            sum.update(bytes, offset, many);
            length += many;
        }

        @Override
        public void write(byte[] bytes, int offset, int many) throws IOException {
            try {
                out.write(bytes, offset, many);
            } catch (IOException e) {
                throw failed(e);
            }
            count(bytes, offset, many);
        }

        private void isWhole() {
            committed = new Committed(this, new LogMark(base, length, sum.getValue()));
        }

        /** Behind each commit. */
        @Override
        public void sync() throws IOException {
            isWhole();
            if (!Thread.currentThread().equals(puttingOff)) {
                syncNow();
            }
        }

        /** One thread at a time: the system tells an error once, and the next thread is to find it written down. */
        private synchronized void syncNow() throws IOException {
            try {
                file.sync();
            } catch (IOException e) {
                // HSQLDB syncs it before it closes it.
                throw closed ? e : failed(e);
            }
        }

        private boolean holds(long written) throws IOException {
            try {
                return Files.size(path) >= written || closed;
            } catch (NoSuchFileException e) {
                if (closed) {
                    return true;
                }
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            closed = true;
            super.close();
        }
    }

    @Override
    public OutputStream openOutputStreamElementAppend(String name) throws IOException {
        OutputStream stream = files.openOutputStreamElementAppend(name);
        if (!name.endsWith(EXTENSION)) {
            return stream;
        }
        Part part = new Part(Path.of(name), stream);
        part.isWhole();
        return part;
    }

    @Override
    public FileSync getFileSync(OutputStream stream) throws IOException {
        if (stream instanceof Part part) {
            return part;
        }
        FileSync file = files.getFileSync(stream);
        return () -> {
            try {
                file.sync();
            } catch (IOException e) {
                // The script's: the log that it makes needless is taken away all the same.
                throw failed(e);
            }
        };
    }

    @Override
    public OutputStream openOutputStreamElement(String name) throws IOException {
        return files.openOutputStreamElement(name);
    }

    @Override
    public InputStream openInputStreamElement(String name) throws IOException {
        return files.openInputStreamElement(name);
    }

    @Override
    public boolean isStreamElement(String name) {
        return files.isStreamElement(name);
    }

    @Override
    public void createParentDirs(String name) {
        files.createParentDirs(name);
    }

    @Override
    public boolean removeElement(String name) {
        return files.removeElement(name);
    }

    @Override
    public boolean renameElement(String from, String to) {
        return files.renameElement(from, to);
    }

    @Override
    public boolean renameElementOrCopy(String from, String to, EventLogInterface told) {
        return files.renameElementOrCopy(from, to, told);
    }
}
