package org.facteur.ledger.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.facteur.disk.PrivateFile;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger is known to have held, kept outside of it in the home: an older copy that was put back, a log that was cut off, a database
 * that was restored to yesterday open as if nothing had been, and people who got a letter since would get a second one.
 *
 * <p>Written after each commit with new attempts, and never before: it may lag behind the ledger, so that no crash makes it claim more than
 * there is, but is never ahead. It needs no sync of its own: a killed process leaves it whole, and what a power cut takes from it is the last
 * seconds' claim. Two places are written in turn, so that one is always whole.
 */
public final class Witness {

    /** Bytes of a place; one line of text in each, filled up with blanks. */
    private static final int PLACE = 256;

    /** Attempts that are going on, and those that have ended: asked in the order in which a run moves them, none is missed on its way. */
    private static final List<String> TABLES = List.of("open_attempt", "attempt");

    /** In one statement: workers may be moving some from here to there, and none is to be counted twice. */
    private static final String COUNT =
            "SELECT (SELECT COUNT(*) FROM open_attempt) + (SELECT COUNT(*) FROM attempt) FROM (VALUES (0)) AS once";

    private static final Pattern LINE = Pattern.compile("turn=(\\d{1,18}) attempts=(\\d{1,18}) last=(\\d{1,18})"
            + " sealed=(-?\\d{1,18}) base=(\\S*) log=(\\d{1,18}) sum=(\\d{1,10})");
    private static final Pattern SUMMED = Pattern.compile("((?:turn|epoch)=.*) check=(\\d{1,10}) *\\n");

    /** The third place: the last writer of this home. A copy that is older may hold as many attempts, where others were written down since. */
    private static final int EPOCH = 2;

    private static final Pattern EPOCH_LINE = Pattern.compile("epoch=(\\d{1,18}) mark=(\\w{1,40})");

    private final Path file;
    private @Nullable FileChannel channel;
    private long turn;

    /** @param file in a folder that is there once a ledger is */
    public Witness(Path file) {
        this.file = file.toAbsolutePath();
    }

    /**
     * What one commit left.
     *
     * @param attempts rows of attempts; none is ever taken away
     * @param last the newest of them: the one that another history would not have
     * @param log null where the ledger has no log of its own, or it cannot be told
     */
    public record Testimony(
            long attempts, Last last, @Nullable LogMark log) {

        /** Of a ledger without attempts. */
        public static final Testimony NONE = new Testimony(0, Last.NONE, null);

        /**
         * An attempt's row.
         *
         * @param sealedAt epoch milliseconds; 0: never sealed
         */
        record Last(long id, long sealedAt) {
            static final Last NONE = new Last(0, 0);
        }

        /** The newest attempt's; 0 if it knows of no attempt, or of workers' only. */
        public long lastId() {
            return last.id();
        }

        /**
         * With one attempt more.
         *
         * @param sealedAt null: never sealed
         */
        public Testimony and(long id, @Nullable Long sealedAt) {
            return new Testimony(attempts + 1, new Last(id, sealedAt == null ? 0 : sealedAt), log);
        }

        /** With attempts more that others have written down; the newest of our own stays. */
        public Testimony andOfOthers(long more) {
            return new Testimony(attempts + more, last, log);
        }

        /** With what the log holds by now. */
        public Testimony in(@Nullable LogMark mark) {
            return new Testimony(attempts, last, mark);
        }
    }

    private record Turn(long number, Testimony said) {}

    /** Whether the ledger holds attempts. */
    boolean knowsOfAttempts() {
        return read().filter(turn -> turn.said().attempts() > 0).isPresent();
    }

    /**
     * Before the database reads its log, which it then empties.
     *
     * @throws LedgerException when the log is not what it was
     */
    void confirmLog(Path log, Path script) {
        LogMark mark = read().map(turn -> turn.said().log()).orElse(null);
        try {
            if (mark != null && !mark.isBeginningOf(log, script)) {
                throw LedgerException.unreadable(StoreReason.READ.of(log, StoreReason.READ_CUT.of(file)), null);
            }
        } catch (IOException e) {
            throw LedgerException.unreadable(StoreReason.LOOK.of(log, e), e);
        }
    }

    /**
     * @param place the ledger, as messages name it
     * @return how much it holds now
     * @throws LedgerException when the ledger holds less than it did, or another history, or was moved away
     */
    public Testimony confirm(Connection connection, String place) throws SQLException {
        // Before the ledger is looked at, which a run may be adding to: then it holds that much, and more.
        List<String> places = places();
        Optional<Epoch> newest = Epoch.newest(connection);
        if (newest.filter(Epoch::isMoved).isPresent()) {
            throw LedgerException.misconfigured(StoreReason.MOVED.of(place), null);
        }
        Optional<Epoch> ours = epoch(places);
        if (ours.isPresent() && (newest.isEmpty() || !ours.get().isKnown(connection))) {
            throw LedgerException.unreadable(StoreReason.LESS_EPOCH.of(place, file), null);
        }
        Testimony found = testimony(connection);
        Optional<Turn> before = newest(places);
        if (before.isEmpty()) {
            return found;
        }
        turn = before.get().number();
        Testimony said = before.get().said();
        boolean knows = found.attempts() >= said.attempts()
                && (said.lastId() == 0
                        || row(connection, said.last().id())
                                .filter(said.last()::equals)
                                .isPresent());
        if (!knows) {
            throw lessThanItDid(place, said);
        }
        return found;
    }

    /** What is said of a ledger that is gone. */
    LedgerException gone(String place) {
        return lessThanItDid(place, read().orElseThrow().said());
    }

    private LedgerException lessThanItDid(String place, Testimony said) {
        Instant when;
        try {
            when = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
        } catch (IOException e) {
            throw LedgerException.unreadable(StoreReason.LOOK.of(file, e), e);
        }
        return LedgerException.unreadable(StoreReason.LESS.of(place, when, said.attempts(), file), null);
    }

    private static Testimony testimony(Connection connection) throws SQLException {
        long attempts = number(connection, COUNT);
        long last = 0;
        for (String table : TABLES) {
            // HSQLDB would go through all of them for MAX(id).
            last = Math.max(
                    last, number(connection, "SELECT id FROM " + table + " ORDER BY id DESC FETCH FIRST ROW ONLY"));
        }
        Testimony.Last newest =
                last == 0 ? Testimony.Last.NONE : row(connection, last).orElse(Testimony.Last.NONE);
        return new Testimony(attempts, newest, null);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static Optional<Testimony.Last> row(Connection connection, long id) throws SQLException {
        for (String table : TABLES) {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT sealed_at FROM " + table + " WHERE id = ?")) {
                select.setLong(1, id);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        return Optional.of(new Testimony.Last(id, row.getLong(1)));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** By the ledger's one writer, once it is committed. */
    public void testify(Testimony said) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = open();
            channel = open;
        }
        turn++;
        open.write(ByteBuffer.wrap(line(turn, said)), turn % 2 * PLACE);
    }

    /** A writer of this home, once the ledger knows of it. */
    void remember(Epoch epoch) {
        try (FileChannel once = open()) {
            once.write(ByteBuffer.wrap(place("epoch=" + epoch.number() + " mark=" + epoch.mark())), EPOCH * PLACE);
        } catch (IOException e) {
            throw LedgerException.unwritable(StoreReason.WITNESS.of(file, e), e);
        }
    }

    private FileChannel open() throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, options, PrivateFile.ownerOnly(file));
    }

    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.close();
            channel = null;
        }
    }

    private static byte[] line(long turn, Testimony said) {
        LogMark log = said.log() == null ? new LogMark("", 0, 0) : said.log();
        String line = "turn=" + turn + " attempts=" + said.attempts() + " last="
                + said.last().id() + " sealed="
                + said.last().sealedAt() + " base=" + log.base() + " log=" + log.length() + " sum=" + log.sum();
        return place(line);
    }

    private static byte[] place(String line) {
        String summed = line + " check=" + sum(line);
        return (summed + " ".repeat(PLACE - 1 - summed.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The newer of the two places; empty where nothing was testified, or a power cut left neither. */
    private Optional<Turn> read() {
        return newest(places());
    }

    private static Optional<Turn> newest(List<String> places) {
        return places.stream().flatMap(place -> turn(place).stream()).max(Comparator.comparingLong(Turn::number));
    }

    private List<String> places() {
        byte[] places;
        try {
            places = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw LedgerException.unreadable(StoreReason.WITNESS.of(file, e), e);
        }
        List<String> lines = new ArrayList<>();
        for (int place = 0; place + PLACE <= places.length; place += PLACE) {
            lines.add(new String(places, place, PLACE, StandardCharsets.US_ASCII));
        }
        return lines;
    }

    private static Optional<Turn> turn(String place) {
        Matcher line = LINE.matcher(whole(place));
        if (!line.matches()) {
            return Optional.empty();
        }
        Testimony.Last last = new Testimony.Last(number(line, 3), number(line, 4));
        LogMark log = line.group(5).isEmpty() ? null : new LogMark(line.group(5), number(line, 6), number(line, 7));
        return Optional.of(new Turn(number(line, 1), new Testimony(number(line, 2), last, log)));
    }

    private static Optional<Epoch> epoch(List<String> places) {
        return places.stream()
                .map(place -> EPOCH_LINE.matcher(whole(place)))
                .filter(Matcher::matches)
                .map(line -> new Epoch(number(line, 1), line.group(2)))
                .findFirst();
    }

    /** What stands in a place; empty unless its sum is right. */
    private static String whole(String place) {
        Matcher summed = SUMMED.matcher(place);
        return summed.matches() && sum(summed.group(1)) == Long.parseLong(summed.group(2)) ? summed.group(1) : "";
    }

    private static long number(Matcher line, int group) {
        return Long.parseLong(line.group(group));
    }

    private static long sum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.US_ASCII));
        return sum.getValue();
    }
}
