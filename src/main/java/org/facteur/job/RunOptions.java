package org.facteur.job;

/**
 * How a run is started.
 *
 * @param restart an error where nothing is unfinished
 * @param check whether it is asked first what {@code facteur check} asks
 */
public record RunOptions(boolean restart, boolean check) {

    public RunOptions(boolean restart) {
        this(restart, true);
    }
}
