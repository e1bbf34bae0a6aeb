package org.facteur.check.leak;

import java.util.Arrays;

/** The words of a text, hashed: runs of letters and digits, capitals or not. Reused from text to text. Not for more than one thread. */
final class WordRun {

    private static final long SEED = 0x9E3779B97F4A7C15L;

    /** A letter or digit as a small one, all else as 0: ready up to the quotation marks, since all letters of a mailing are read so. */
    private static final char[] FOLDED = new char[0x2070];

    static {
        for (char c = 0; c < FOLDED.length; c++) {
            FOLDED[c] = fold(c);
        }
    }

    private String text = "";
    private char[] chars = new char[8192];
    private long[] hashes = new long[1024];
    private int[] starts = new int[1024];
    private int[] ends = new int[1024];
    private int size;

    WordRun of(String words) {
        text = words;
        size = 0;
        int length = words.length();
        if (length > chars.length) {
            chars = new char[length];
        }
        // At once: charAt asks each time which of two forms the text has.
        words.getChars(0, length, chars, 0);
        int i = 0;
        while (i < length) {
            int start = i;
            long hash = SEED;
            for (char folded; i < length && (folded = folded(chars[i])) != 0; i++) {
                hash = (hash ^ folded) * 0x100000001B3L;
            }
            if (i > start) {
                add(mix(hash), start, i);
            } else {
                i++;
            }
        }
        return this;
    }

    private static char folded(char c) {
        return c < FOLDED.length ? FOLDED[c] : fold(c);
    }

    private static char fold(char c) {
        return Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
    }

    private void add(long hash, int start, int end) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
        }
        hashes[size] = hash;
        starts[size] = start;
        ends[size] = end;
        size++;
    }

    int size() {
        return size;
    }

    long hash(int word) {
        return hashes[word];
    }

    /** Of all the words as one sequence. */
    long sequence() {
        long sequence = 0;
        for (int i = 0; i < size; i++) {
            sequence = then(sequence, hashes[i]);
        }
        return sequence;
    }

    /** A sequence with one more word. */
    static long then(long sequence, long word) {
        return mix(sequence * 31 + word);
    }

    String text(int first, int last) {
        return text.substring(starts[first], ends[last]);
    }

    /** What stands on the same line before a word, at most so much. */
    String before(int word, int most) {
        int from = Math.max(0, starts[word] - most);
        String before = text.substring(from, starts[word]);
        return before.substring(before.lastIndexOf('\n') + 1);
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
