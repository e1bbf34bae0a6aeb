package org.facteur.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Of a few runs. */
final class Statistics {

    private Statistics() {}

    /** The middle one, or halfway between the middle two; 0 of none. */
    static <T> double median(List<? extends T> runs, ToDoubleFunction<? super T> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        int n = sorted.length;
        return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
