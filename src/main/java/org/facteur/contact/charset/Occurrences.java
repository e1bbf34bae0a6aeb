package org.facteur.contact.charset;

/** How often each of many numbers was seen. A map of boxed numbers took most of the time in which a charset is found. */
final class Occurrences {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] numbers = new long[256];
    private int[] counts = new int[256];
    private int used;

    void add(long number) {
        int slot = slot(number);
        if (counts[slot]++ == 0) {
            numbers[slot] = number;
            if (++used * 2 > numbers.length) {
                grow();
            }
        }
    }

    /** 0 where it was never seen. */
    int of(long number) {
        return counts[slot(number)];
    }

    /** Where it stands, or would. */
    private int slot(long number) {
        int last = numbers.length - 1;
        int slot = (int) (((number * SPREAD) >>> 32) & last);
        while (counts[slot] != 0 && numbers[slot] != number) {
            slot = (slot + 1) & last;
        }
        return slot;
    }

    private void grow() {
        long[] before = numbers;
        int[] counted = counts;
        numbers = new long[before.length * 2];
        counts = new int[before.length * 2];
        for (int i = 0; i < before.length; i++) {
            if (counted[i] != 0) {
                int slot = slot(before[i]);
                numbers[slot] = before[i];
                counts[slot] = counted[i];
            }
        }
    }
}
