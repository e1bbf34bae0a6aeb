package org.facteur.ledger.store;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Threads that record, look and close at random: what each of them was told must be what some order of theirs, one after the other, would
 * have told them. So a record that was acknowledged is on the disk, in the order that was told, and nobody waits for ever.
 */
@Tag("lincheck")
public class GroupCommitLincheckTest {

    private static final int REFUSED = -1;

    private final List<Integer> open = new ArrayList<>();
    private final List<Integer> committed = new ArrayList<>();
    private final GroupCommit writer;

    public GroupCommitLincheckTest() throws SQLException {
        writer = new GroupCommit(connection(), Durability.OF_THE_SERVER, log -> {});
    }

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    synchronized (committed) {
                        if (method.getName().equals("commit")) {
                            committed.addAll(open);
                            open.clear();
                        } else if (method.getName().equals("rollback")) {
                            open.clear();
                        }
                    }
                    return null;
                });
    }

    /** @return its place among all records; {@link #REFUSED} once the ledger is closed */
    @Operation
    public int record(@Param(gen = IntGen.class) int value) {
        int[] place = {REFUSED};
        try {
            writer.submit(statements -> {
                        open.add(value);
                        synchronized (committed) {
                            place[0] = committed.size() + open.size();
                        }
                    })
                    .join();
        } catch (CompletionException refused) {
            return REFUSED;
        }
        synchronized (committed) {
            return committed.size() >= place[0] && committed.get(place[0] - 1) == value ? place[0] : Integer.MIN_VALUE;
        }
    }

    /** @return how many are on the disk */
    @Operation
    public int recorded() {
        synchronized (committed) {
            return committed.size();
        }
    }

    @Operation
    public void close() {
        writer.close();
    }

    /** Ends the writer's thread of this scenario. */
    @Validate
    public void end() {
        writer.close();
    }

    /** The same without threads. */
    public static class OneAfterTheOther {

        private int records;
        private boolean closed;

        public int record(int value) {
            return closed ? REFUSED : ++records;
        }

        public int recorded() {
            return records;
        }

        public void close() {
            closed = true;
        }
    }

    @Test
    void threads_are_told_what_one_after_the_other_would_be() {
        new StressOptions()
                .iterations(Integer.getInteger("lincheck.iterations", 10))
                .invocationsPerIteration(1_000)
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(OneAfterTheOther.class)
                .check(GroupCommitLincheckTest.class);
    }
}
