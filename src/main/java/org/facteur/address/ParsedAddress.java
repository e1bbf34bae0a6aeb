package org.facteur.address;

import java.util.List;

/** What a cell that should hold one address turned out to hold. */
public sealed interface ParsedAddress {

    /**
     * @param cleanups what was taken off to get at the address, for the report, such as {@code "mailto:" taken off}; empty
     *     where the cell held just the address
     */
    record Valid(EmailAddress address, List<String> cleanups) implements ParsedAddress {
        public Valid {
            cleanups = List.copyOf(cleanups);
        }
    }

    /**
     * @param reason what is wrong and what to write instead, one line of printable text
     */
    record Invalid(String reason) implements ParsedAddress {}
}
