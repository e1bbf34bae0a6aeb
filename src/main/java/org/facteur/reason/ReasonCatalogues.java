package org.facteur.reason;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What each room's reasons are in one language; a room's texts are read when there is first something to say. */
final class ReasonCatalogues {

    static final ReasonCatalogues ENGLISH = new ReasonCatalogues(Locale.ENGLISH);

    private static final String ROOT = ReasonCatalogues.class.getPackageName().replaceFirst("[^.]+$", "");

    private final Locale language;
    private final Map<String, Optional<Phrases>> byRoom = new ConcurrentHashMap<>();

    ReasonCatalogues(Locale language) {
        this.language = language;
    }

    /** The first part of a key: the name of the package below ours, whatever lies further down. */
    static String room(Class<?> type) {
        return type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
    }

    Optional<String> find(String key) {
        String room = key.split("\\.", 2)[0];
        return byRoom.computeIfAbsent(room, this::read).flatMap(texts -> texts.find(key));
    }

    /** How many values the text of a key takes; -1 where there is none. */
    int places(String key) {
        return find(key).map(Phrases::places).orElse(-1);
    }

    private Optional<Phrases> read(String room) {
        try {
            return Optional.of(new Phrases(ROOT + room + ".reasons", language));
        } catch (MissingResourceException anotherVersion) {
            return Optional.empty();
        }
    }
}
