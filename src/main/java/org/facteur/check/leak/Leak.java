package org.facteur.check.leak;

/**
 * A value of one contact in another's letter.
 *
 * @param value as the letter has it
 * @param line of a contact that it belongs to
 * @param certain whether nobody can have meant it
 */
public record Leak(String value, long line, boolean certain) {}
