package org.facteur.contact;

import java.util.Map;

/**
 * A row of the contacts file.
 *
 * @param line where the row begins in the file, 1 for the first line (headings included)
 * @param values cell by column heading as it stands in the file, in the file's order; never null, an absent cell is ""
 */
public record Contact(long line, Map<String, String> values) implements Row {}
