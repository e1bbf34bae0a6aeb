package org.facteur.campaign;

import java.util.List;
import java.util.Map;

/** A piece of a YAML file with its place. */
sealed interface Piece {

    /** Such as {@code campaign.pace.limits[1]}; empty for the whole file. */
    String path();

    /** From 1. */
    int line();

    /** Whether nothing is written there: the same as a key that is left out. */
    default boolean isEmpty() {
        return false;
    }

    /** @param raw as written, placeholders and all; no YAML type is guessed, so that 22:00 is not 1320, nor {@code no} false */
    record Scalar(String path, int line, String raw, boolean isEmpty) implements Piece {}

    record Items(String path, int line, List<Piece> pieces) implements Piece {}

    /**
     * @param pieces in the file's order
     * @param keyLines of each key
     */
    record Fields(String path, int line, Map<String, Piece> pieces, Map<String, Integer> keyLines) implements Piece {

        String pathOf(String key) {
            return path.isEmpty() ? key : path + "." + key;
        }
    }
}
