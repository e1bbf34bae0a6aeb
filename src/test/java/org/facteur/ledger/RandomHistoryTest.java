package org.facteur.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.ledger.LedgerFixture.CAMPAIGN;
import static org.facteur.ledger.LedgerFixture.NOON;
import static org.facteur.ledger.LedgerFixture.attempt;
import static org.facteur.ledger.LedgerFixture.book;
import static org.facteur.ledger.LedgerFixture.unanswered;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.facteur.address.EmailAddress;
import org.facteur.reason.Reason;
import org.facteur.verdict.Category;
import org.facteur.verdict.RetryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order: the sum stays right, and nobody is written to twice. */
@Tag("ledger")
class RandomHistoryTest {

    private static final int STEPS = 40;
    private static final RetryPolicy RESEND = new RetryPolicy(List.of(Duration.ofMinutes(10)), Duration.ofDays(3));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rows_add_up_and_nobody_is_sent_two_letters(long seed) {
        Random random = new Random(seed);
        Set<String> enlisted = new HashSet<>();
        List<SealedAttempt> sealed = new ArrayList<>();
        LedgerFile file = new LedgerFile(folder.resolve("ledger"));
        Ledger ledger = file.writer();
        for (int step = 0; step < STEPS; step++) {
            Instant now = NOON.plusSeconds(step);
            switch (random.nextInt(8)) {
                case 0 -> {
                    String[] contacts = random.ints(5, 0, 30)
                            .mapToObj(i -> "c" + i + "@example.org")
                            .toArray(String[]::new);
                    LedgerFixture.enlist(file, contacts);
                    enlisted.addAll(List.of(contacts));
                }
                case 1 -> { // The process dies: what was sealed stays open, and the next one settles it.
                    sealed.clear();
                    ledger.close();
                    file.close();
                    file = new LedgerFile(folder.resolve("ledger"));
                    ledger = file.writer();
                    unanswered(file).settle(unanswered(file).leftOpen(), random.nextBoolean() ? RESEND : null, now);
                }
                case 2 -> unanswered(file).resolve(someone(random, enlisted), random.nextBoolean(), now);
                case 3, 4 -> {
                    if (!sealed.isEmpty()) {
                        SealedAttempt attempt = sealed.remove(random.nextInt(sealed.size()));
                        Ledger.await(ledger.record(attempt, outcome(random, now), now));
                    }
                }
                default -> {
                    Delivery delivery = choose(random, file);
                    if (delivery != null && random.nextInt(4) == 0) {
                        Ledger.await(ledger.recordUnsealed(
                                attempt(ledger, delivery), "<1@x>", LedgerFixture.deferred(now), true, now));
                    } else if (delivery != null) {
                        sealed.add(ledger.seal(attempt(ledger, delivery), "<1@x>", now));
                    }
                }
            }
            check(file, enlisted.size(), sealed.size());
        }
        ledger.close();
        file.close();
    }

    private static void check(LedgerFile file, int enlisted, int sealed) {
        Counts counts = book(file).counts();
        assertThat(book(file).quickCounts()).isEqualTo(counts);
        assertThat(book(file).hasOpen()).isEqualTo(counts.open() > 0);
        assertThat(counts.sum()).isEqualTo(book(file).rows());
        assertThat(counts.recipients()).isEqualTo(enlisted);
        assertThat(counts.sending()).isEqualTo(sealed);
        assertThat(file.client()
                        .sql("SELECT COUNT(*) FROM open_attempt")
                        .query(Long.class)
                        .single())
                .isEqualTo(sealed);
        assertThat(file.client()
                        .sql(
                                "SELECT delivery_id FROM attempt WHERE outcome = 'SENT' GROUP BY delivery_id HAVING COUNT(*) > 1")
                        .query(Long.class)
                        .list())
                .isEmpty();
        assertThat(file.client()
                        .sql(
                                "SELECT COUNT(*) FROM (SELECT id FROM attempt UNION ALL SELECT id FROM open_attempt) attempts")
                        .query(Long.class)
                        .single())
                .isEqualTo(file.client()
                        .sql("SELECT COALESCE(SUM(attempts), 0) FROM delivery WHERE campaign = '" + CAMPAIGN + "'")
                        .query(Long.class)
                        .single());
    }

    private static @Nullable Delivery choose(Random random, LedgerFile file) {
        List<LedgerBook.Waiting> waiting = new ArrayList<>();
        book(file).forEachWaiting(waiting::add);
        return waiting.isEmpty()
                ? null
                : book(file)
                        .delivery(waiting.get(random.nextInt(waiting.size())).id());
    }

    private static EmailAddress someone(Random random, Set<String> enlisted) {
        return enlisted.isEmpty()
                ? EmailAddress.of("nobody@example.org")
                : EmailAddress.of(enlisted.stream()
                        .sorted()
                        .skip(random.nextInt(enlisted.size()))
                        .findFirst()
                        .orElseThrow());
    }

    private static Outcome outcome(Random random, Instant now) {
        return switch (random.nextInt(5)) {
            case 0 -> LedgerFixture.deferred(now);
            case 1 -> LedgerFixture.refused();
            case 2 -> new Outcome.InDoubt(Category.UNANSWERED, Reason.verbatim("no reply"));
            case 3 -> new Outcome.Expired(Category.GREYLISTED, Reason.verbatim("too long"));
            default -> LedgerFixture.sent();
        };
    }
}
