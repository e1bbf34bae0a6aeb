package org.facteur.report;

import java.util.List;

/**
 * When a limit was reached.
 *
 * @param periods in which its window was full, to the slice of time; in order, not empty
 */
record Hold(LimitRule rule, List<Period> periods) {}
