package org.facteur.job;

/**
 * How a run is started.
 *
 * @param restart an error where nothing is unfinished
 * @param byHand by a person, who may take up a stale campaign; a schedule may not
 */
public record RunOptions(boolean restart, boolean byHand) {}
