package org.facteur.reason;

import java.util.Locale;

/**
 * What can be said: the constants of an enum, one enum a room. Its texts stand in the room's {@code reasons.properties} and
 * {@code reasons_fr.properties} under {@link #id}.
 */
public interface ReasonKey {

    /** The enum constant's own. */
    String name();

    /** The room's name, then the constant's with dots, such as {@code address.at.none}. Reasons are kept by it. */
    default String id() {
        return ReasonCatalogues.room(getClass())
                + "."
                + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /**
     * @param values for {0}, {1} ...: numbers, which are written as digits; other reasons, such as a word; lists of either; or what is
     *     data, by its {@code toString}: what somebody typed, a key of the job file, a path
     */
    default Reason of(Object... values) {
        String id = id();
        // Holds wherever tests say something.
        assert ReasonCatalogues.ENGLISH.places(id) == values.length : id + " is given " + values.length + " values";
        return Reason.of(id, values);
    }
}
