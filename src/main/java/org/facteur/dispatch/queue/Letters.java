package org.facteur.dispatch.queue;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The letters of a dispatcher, in queues, without an object for each: 20 bytes a letter. A queue holds the letters of one group
 * that may go by the same lanes and are of one class; letters whose time has not come lie in a heap.
 */
final class Letters {

    private static final int NONE = -1;

    private long[] ids = new long[16];
    private long[] due = new long[16];
    /** The next letter of the queue or of the free list; of a letter not yet due: its queue. */
    private int[] next = new int[16];

    private int slots;
    private int free = NONE;
    private KeyedHeap early = new KeyedHeap();

    private int[] head = new int[16];
    private int[] tail = new int[16];
    private int[] count = new int[16];
    private int queues;
    private int total;

    Letters() {}

    private Letters(Letters other) {
        ids = Arrays.copyOf(other.ids, Math.max(1, other.slots));
        due = Arrays.copyOf(other.due, ids.length);
        next = Arrays.copyOf(other.next, ids.length);
        slots = other.slots;
        free = other.free;
        early = other.early.fork();
        head = Arrays.copyOf(other.head, Math.max(1, other.queues));
        tail = Arrays.copyOf(other.tail, head.length);
        count = Arrays.copyOf(other.count, head.length);
        queues = other.queues;
        total = other.total;
    }

    Letters fork() {
        return new Letters(this);
    }

    int total() {
        return total;
    }

    /** Of one queue: those that are due. */
    int count(int queue) {
        return count[queue];
    }

    /** Makes room for the queue of that number, the next one; a fork has it already. */
    void addQueue(int queue) {
        if (queue < queues) {
            return;
        }
        if (queues == head.length) {
            int capacity = queues + (queues >> 1) + 1;
            head = Arrays.copyOf(head, capacity);
            tail = Arrays.copyOf(tail, capacity);
            count = Arrays.copyOf(count, capacity);
        }
        head[queues] = NONE;
        tail[queues] = NONE;
        queues++;
    }

    void addDue(int queue, long id, long dueAt) {
        append(queue, slot(id, dueAt));
        total++;
    }

    void addEarly(int queue, long id, long dueAt) {
        int slot = slot(id, dueAt);
        next[slot] = queue;
        early.push((double) dueAt, slot);
        total++;
    }

    void addFirst(int queue, long id, long dueAt) {
        int slot = slot(id, dueAt);
        next[slot] = head[queue];
        head[queue] = slot;
        if (tail[queue] == NONE) {
            tail[queue] = slot;
        }
        count[queue]++;
        total++;
    }

    /** Epoch milliseconds of the first letter that is not due, {@link Long#MAX_VALUE} when there is none. */
    long nextDue() {
        return early.isEmpty() ? Long.MAX_VALUE : (long) early.key();
    }

    /** Moves the letter that is due first to the end of its queue, and says which. */
    int release() {
        int slot = early.pop();
        int queue = next[slot];
        append(queue, slot);
        return queue;
    }

    /** Takes the head of a queue that a forecast released too soon back among those not yet due. */
    void postpone(int queue) {
        int slot = unlink(queue);
        next[slot] = queue;
        early.push((double) due[slot], slot);
    }

    /** The queues of letters that are not yet due, one for each letter. */
    IntStream earlyQueues() {
        return early.values().map(slot -> next[slot]);
    }

    /** Letters that are not yet due will join other queues. */
    void redirectEarly(IntUnaryOperator other) {
        early.values().forEach(slot -> next[slot] = other.applyAsInt(next[slot]));
    }

    long headId(int queue) {
        return ids[head[queue]];
    }

    long headDue(int queue) {
        return due[head[queue]];
    }

    void remove(int queue) {
        int slot = unlink(queue);
        next[slot] = free;
        free = slot;
        total--;
    }

    private int unlink(int queue) {
        int slot = head[queue];
        head[queue] = next[slot];
        if (head[queue] == NONE) {
            tail[queue] = NONE;
        }
        count[queue]--;
        return slot;
    }

    private void append(int queue, int slot) {
        next[slot] = NONE;
        if (tail[queue] == NONE) {
            head[queue] = slot;
        } else {
            next[tail[queue]] = slot;
        }
        tail[queue] = slot;
        count[queue]++;
    }

    private int slot(long id, long dueAt) {
        int slot = free;
        if (slot == NONE) {
            if (slots == ids.length) {
                int capacity = slots + (slots >> 1) + 1;
                ids = Arrays.copyOf(ids, capacity);
                due = Arrays.copyOf(due, capacity);
                next = Arrays.copyOf(next, capacity);
            }
            slot = slots++;
        } else {
            free = next[slot];
        }
        ids[slot] = id;
        due[slot] = dueAt;
        return slot;
    }
}
