package org.facteur.check.filter;

import java.util.List;

/**
 * What a spam filter says of one letter.
 *
 * @param score in its own points
 * @param spam whether it would be taken for spam, by the filter's own measure
 * @param rules those that fired
 */
record Scored(double score, boolean spam, List<Rule> rules) {

    /** @param points may be negative */
    record Rule(String name, double points, String description) {}
}
