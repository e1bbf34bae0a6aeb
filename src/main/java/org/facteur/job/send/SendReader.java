package org.facteur.job.send;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.facteur.dispatch.Dispatch;
import org.facteur.dispatch.Forecast;
import org.facteur.dispatch.Stop;
import org.facteur.dispatch.queue.Choice;
import org.facteur.ledger.Delivery;
import org.facteur.ledger.LedgerBook;
import org.facteur.pace.Pace;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Reads from the ledger what is due, in the order in which it may leave, a chunk at a time.
 *
 * <p>To Batch, a reader that has nothing more is at the end of its step, and a chunk is full or the last. Yet letters of a chunk may be
 * deferred and come due within the run's patience. So a chunk for which fewer letters can be chosen is filled up with blanks, which the
 * processor drops, and the next one looks again (ADR 29).
 */
final class SendReader implements ItemReader<SendReader.Item> {

    /** What a chunk is made of. */
    sealed interface Item {
        record Due(Assignment assignment) implements Item {}

        /** Nothing; fills a chunk up. */
        record Blank() implements Item {}
    }

    private final LedgerBook book;
    private final Dispatch dispatch;
    private final Forecast forecast;
    private final Pace pace;
    private final Stop stop;
    private final Deque<Assignment> chosen = new ArrayDeque<>();
    private int inChunk;
    private boolean hasLetters;

    SendReader(LedgerBook book, Dispatch dispatch, Forecast forecast, Pace pace, Stop stop) {
        this.book = book;
        this.dispatch = dispatch;
        this.forecast = forecast;
        this.pace = pace;
        this.stop = stop;
    }

    @Override
    public @Nullable Item read() {
        if (inChunk == 0) {
            startChunk();
        }
        inChunk = (inChunk + 1) % pace.chunk();
        Assignment next = chosen.poll();
        if (next != null) {
            return new Item.Due(next);
        }
        return hasLetters ? new Item.Blank() : null;
    }

    private void startChunk() {
        dispatch.startChunk();
        forecast.keepUp();
        List<Choice.Send> sends = choose();
        // One query for the chunk: preparing a query costs more than a letter's row.
        Map<Long, Delivery> deliveries =
                book.deliveries(sends.stream().map(Choice.Send::id).toList());
        for (Choice.Send send : sends) {
            Delivery delivery = Objects.requireNonNull(deliveries.get(send.id()), () -> "no delivery " + send.id());
            chosen.add(Assignment.unmerged(send, delivery));
        }
        hasLetters = !sends.isEmpty();
    }

    private List<Choice.Send> choose() {
        List<Choice.Send> sends = new ArrayList<>();
        while (sends.size() < pace.chunk() && !stop.isRequested()) {
            Choice choice = dispatch.next();
            if (!(choice instanceof Choice.Send send)) {
                break;
            }
            sends.add(send);
        }
        return sends;
    }
}
