package org.facteur.pace;

/**
 * A young sender starts small: the first day's limit, multiplied each day it was used.
 *
 * @param start the first day's limit; a day's
 * @param growth factor a day, more than 1
 */
public record WarmUp(Limit start, double growth) {}
