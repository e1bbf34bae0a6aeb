package org.facteur.check.leak;

import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * The values that belong to one contact, or to three at most, as hashes of their words. 26 bytes a value, whatever its length; what goes
 * beyond its room is left out.
 */
final class LeakIndex {

    /** Held by more contacts, a value tells nobody from others. */
    static final int MOST_HOLDERS = 3;

    /** Words of the longest value that is looked for. */
    static final int LONGEST = 12;

    /** Values: half of a table of 27 MB, the largest that a mailing to a million leaves room for. */
    private static final int MOST = 1 << 20;

    /** Two megabytes: the beginnings of as many values as there is room for leave five bits of six unset. */
    private static final int BLOOM_BITS = 1 << 24;

    /** By the two lower bits of {@link #info}; the others count holders. */
    private static final List<Belonging> KINDS = List.of(Belonging.values());

    private long[] keys = new long[1 << 12];
    private int[] lines = new int[1 << 12];
    private byte[] info = new byte[1 << 12];
    private int size;
    private boolean full;
    private final BitSet beginnings = new BitSet(BLOOM_BITS);
    private final WordRun run = new WordRun();

    /** @param line of the contact; each contact once */
    void add(long line, Collection<String> values) {
        String before = "";
        for (Iterator<String> all = values.iterator(); all.hasNext(); ) {
            String value = all.next().strip();
            Belonging kind = Belonging.of(value);
            if (kind != null) {
                put(value, kind, (int) line);
            }
            if (Belonging.isName(value) && Belonging.isName(before)) {
                put(before + " " + value, Belonging.NAME, (int) line);
                put(value + " " + before, Belonging.NAME, (int) line);
            }
            before = value;
        }
    }

    private void put(String value, Belonging kind, int line) {
        WordRun words = run.of(value);
        if (words.size() == 0 || words.size() > LONGEST) {
            return;
        }
        long key = words.sequence();
        int slot = slot(key);
        if (info[slot] == 0) {
            if (size >= MOST) {
                full = true;
                return;
            }
            long beginning = 0;
            for (int i = 0; i < words.size(); i++) {
                beginning = WordRun.then(beginning, words.hash(i));
                beginnings.set((int) beginning & (BLOOM_BITS - 1));
            }
            keys[slot] = key;
            lines[slot] = line;
            info[slot] = (byte) (1 << 2 | KINDS.indexOf(kind));
            if (++size * 2 > keys.length) {
                grow();
            }
        } else if (lines[slot] != line && holders(slot) <= MOST_HOLDERS) {
            // The last who holds it is remembered, so that a contact counts once.
            lines[slot] = line;
            info[slot] = (byte) (info[slot] + (1 << 2));
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldLines = lines;
        byte[] oldInfo = info;
        keys = new long[oldKeys.length * 2];
        lines = new int[keys.length];
        info = new byte[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldInfo[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                lines[slot] = oldLines[i];
                info[slot] = oldInfo[i];
            }
        }
    }

    /** Where the key is, or an empty place for it. */
    private int slot(long key) {
        int slot = (int) (key ^ (key >>> 29)) & (keys.length - 1);
        while (info[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private int holders(int slot) {
        return info[slot] >> 2;
    }

    /** Whether some value may be the sequence, or go on from it. */
    boolean mayBegin(long sequence) {
        return beginnings.get((int) sequence & (BLOOM_BITS - 1));
    }

    /** Where a sequence of words is a value that few hold; -1 where it is not one. */
    int find(long sequence) {
        int slot = slot(sequence);
        return info[slot] != 0 && holders(slot) <= MOST_HOLDERS ? slot : -1;
    }

    /** @param found what {@link #find} gave */
    Belonging kind(int found) {
        return KINDS.get(info[found] & 3);
    }

    /** The line of one who holds it. */
    long line(int found) {
        return lines[found];
    }

    /** Whether there were more values than there is room for. */
    boolean isFull() {
        return full;
    }
}
