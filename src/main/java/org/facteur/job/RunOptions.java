package org.facteur.job;

/**
 * How a run is started.
 *
 * @param restart an error where nothing is unfinished
 */
public record RunOptions(boolean restart) {}
