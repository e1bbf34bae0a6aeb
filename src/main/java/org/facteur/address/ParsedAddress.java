package org.facteur.address;

import java.util.List;
import org.facteur.reason.Reason;

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
     * @param reason what is wrong and what to write instead
     */
    record Invalid(Reason reason) implements ParsedAddress {}
}
