package org.facteur.relay;

/**
 * A relay as the job file calls it.
 *
 * @param value not blank
 */
public record RelayName(String value) {

    /** The relay inside the process that keeps letters as files; it needs no definition. */
    public static final RelayName SANDBOX = new RelayName("sandbox");

    public RelayName {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a relay's name cannot be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
