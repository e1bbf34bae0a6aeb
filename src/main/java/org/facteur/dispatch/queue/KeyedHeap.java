package org.facteur.dispatch.queue;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A binary heap of ints, smallest key first and of equal keys the smallest int. Costs 12 bytes an entry. */
final class KeyedHeap {

    private static final double[] NO_KEYS = {};
    private static final int[] NO_VALUES = {};

    private double[] keys = NO_KEYS;
    private int[] values = NO_VALUES;
    private int size;

    KeyedHeap() {}

    private KeyedHeap(KeyedHeap other) {
        keys = Arrays.copyOf(other.keys, other.size);
        values = Arrays.copyOf(other.values, other.size);
        size = other.size;
    }

    KeyedHeap fork() {
        return new KeyedHeap(this);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Of the smallest; the heap is not empty. */
    double key() {
        return keys[0];
    }

    /** The smallest; the heap is not empty. */
    int value() {
        return values[0];
    }

    /** All of them, in no order. */
    IntStream values() {
        return Arrays.stream(values, 0, size);
    }

    void push(double key, int value) {
        if (size == keys.length) {
            int capacity = Math.max(2, size + (size >> 1) + 1);
            keys = Arrays.copyOf(keys, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        int hole = size;
        size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!before(key, value, parent)) {
                break;
            }
            keys[hole] = keys[parent];
            values[hole] = values[parent];
            hole = parent;
        }
        keys[hole] = key;
        values[hole] = value;
    }

    int pop() {
        int top = values[0];
        size--;
        double key = keys[size];
        int value = values[size];
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && before(keys[child + 1], values[child + 1], child)) {
                child++;
            }
            if (before(key, value, child)) {
                break;
            }
            keys[hole] = keys[child];
            values[hole] = values[child];
            hole = child;
        }
        keys[hole] = key;
        values[hole] = value;
        return top;
    }

    private boolean before(double key, int value, int at) {
        return key < keys[at] || (key == keys[at] && value < values[at]);
    }
}
