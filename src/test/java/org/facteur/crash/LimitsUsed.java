package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.facteur.pace.Limit;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Transaction;

/**
 * How several lives of a mailing kept and used its limits, by the record of the server.
 *
 * <p>The server does not see what the ledger counts. A place is taken from the seal on, a moment before the dot, until the reply has been
 * read, a moment after it was given. Of a letter that a kill cut off nobody knows: the next life takes it for sent, and its place for taken
 * until then, whether or not the dot ever left. So what was exceeded is judged by dots; and whether time was lost by the latest
 * instant at which a place can have become free.
 *
 * @param dots in order
 * @param attempts in order of their beginning
 */
record LimitsUsed(List<Instant> dots, List<Attempt> attempts) {

    /** Of a limit that is used to 98 %. */
    private static final double LOST_AT_MOST = 0.02;

    /**
     * One process.
     *
     * @param begun before it can have connected
     * @param ready it knows what earlier lives did, and may send
     */
    record Life(Instant begun, Instant ready) {}

    /**
     * @param from when it could begin at the earliest, if limits let it: its process was ready
     * @param end the latest at which its place was taken and not yet on the way to be free
     */
    record Attempt(Instant from, Instant begin, Instant end) {}

    /** @param lives in order; all but the last were killed */
    static LimitsUsed of(ScriptedSmtpServer server, List<Life> lives) {
        List<Transaction> transactions = server.transactions();
        Map<Integer, Transaction> lastOfConnection = new HashMap<>();
        transactions.forEach(transaction -> lastOfConnection.put(transaction.connection(), transaction));
        List<Attempt> attempts = new ArrayList<>();
        for (Transaction transaction : transactions) {
            int life = lifeAt(transaction.mailAt(), lives);
            boolean maybeCut = life + 1 < lives.size() && lastOfConnection.containsValue(transaction);
            attempts.add(new Attempt(
                    lives.get(life).ready(),
                    transaction.mailAt(),
                    maybeCut ? lives.get(life + 1).ready() : Objects.requireNonNull(transaction.repliedAt())));
        }
        return new LimitsUsed(
                transactions.stream()
                        .map(Transaction::dotAt)
                        .filter(Objects::nonNull)
                        .sorted()
                        .toList(),
                attempts.stream().sorted(Comparator.comparing(Attempt::begin)).toList());
    }

    private static int lifeAt(Instant time, List<Life> lives) {
        int life = 0;
        while (life + 1 < lives.size() && !lives.get(life + 1).begun().isAfter(time)) {
            life++;
        }
        return life;
    }

    /** No window of that length, wherever it begins, holds more than so many. */
    void assertNeverExceeded(Limit limit) {
        for (int i = limit.count(); i < dots.size(); i++) {
            assertThat(Duration.between(dots.get(i - limit.count()), dots.get(i)))
                    .as("from letter %d to letter %d, under %s", i - limit.count(), i, limit)
                    .isGreaterThanOrEqualTo(limit.window());
        }
    }

    /**
     * Wherever this limit was what a process waited for, the next letter left within a fiftieth of the window after a place became free.
     * So every such window, and with it the mailing, was used to 98 %: on any machine, since neither a process's start nor what a letter
     * takes is counted as waiting.
     *
     * @param others hold as well, and may be what is waited for
     * @return how often it was waited for
     */
    int assertNoTimeLost(Limit limit, List<Limit> others) {
        Duration most = Duration.ofMillis((long) (limit.window().toMillis() * LOST_AT_MOST));
        int waits = 0;
        for (int i = 0; i < attempts.size(); i++) {
            int number = i;
            Attempt attempt = attempts.get(i);
            Instant free = free(limit, i);
            boolean mattersMost =
                    others.stream().noneMatch(other -> free(other, number).isAfter(free));
            if (free.isAfter(attempt.from()) && mattersMost) {
                waits++;
                assertThat(Duration.between(free, attempt.begin()))
                        .as("from the moment %s had room to the beginning of attempt %d", limit, i)
                        .isLessThan(most);
            }
        }
        return waits;
    }

    /** When the limit had room for that attempt, as the ends of those before it say. */
    private Instant free(Limit limit, int attempt) {
        return attempts.subList(0, attempt).stream()
                .map(Attempt::end)
                .sorted(Comparator.reverseOrder())
                .skip(limit.count() - 1L)
                .findFirst()
                .map(end -> end.plus(limit.window()))
                .orElse(Instant.MIN);
    }
}
