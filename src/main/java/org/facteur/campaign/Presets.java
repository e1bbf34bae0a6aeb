package org.facteur.campaign;

import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The relays that {@code preset:} knows. */
public final class Presets {

    /** When the figures were looked up. */
    public static final Year RESEARCHED = Year.of(2026);

    private static final List<Preset> ALL = read();

    private Presets() {}

    private static List<Preset> read() {
        ResourceFile file = new ResourceFile("relays.yaml");
        List<Preset> presets = new ArrayList<>();
        for (String name : file.root().keys()) {
            presets.add(PresetReader.read(name, file.root().section(name)));
        }
        file.demandNoProblems();
        return List.copyOf(presets);
    }

    /** In the order in which they are worth showing. */
    public static List<Preset> all() {
        return ALL;
    }

    /** @param name such as {@code gmail}, in lower case */
    public static Optional<Preset> named(String name) {
        return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    /** Of those whose mailboxes can be read. */
    static List<String> withMailboxes() {
        return ALL.stream()
                .filter(preset -> preset.imap() != null)
                .map(Preset::name)
                .toList();
    }

    static List<String> names() {
        return ALL.stream().map(Preset::name).toList();
    }
}
