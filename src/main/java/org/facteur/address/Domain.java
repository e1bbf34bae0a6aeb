package org.facteur.address;

import java.net.IDN;
import java.util.Locale;

/**
 * A mail domain in its ASCII form (A-labels, RFC 5890), lower case.
 *
 * @param name such as {@code xn--caf-dma.example}, never blank
 */
public record Domain(String name) implements Comparable<Domain> {

    public Domain {
        name = IDN.toASCII(name.strip(), IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a domain cannot be empty");
        }
    }

    /** The form people read, such as {@code café.example}. */
    public String unicode() {
        return IDN.toUnicode(name);
    }

    @Override
    public int compareTo(Domain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
