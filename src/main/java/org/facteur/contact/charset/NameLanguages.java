package org.facteur.contact.charset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How the languages are spelt that contacts files are written in; read when the first such file is. */
final class NameLanguages {

    private static final String WORDS = "languages.txt";

    private static final class Loaded {
        private static final List<Spelling> ALL = load();
    }

    private NameLanguages() {}

    static List<Spelling> all() {
        return Loaded.ALL;
    }

    private static List<Spelling> load() {
        List<Spelling> all = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(NameLanguages.class.getResourceAsStream(WORDS), WORDS);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] columns = line.split("\t", 2);
                    Spelling spelling = new Spelling(columns[0]);
                    for (String word : columns[1].split(" ", -1)) {
                        spelling.learn(word);
                    }
                    all.add(spelling);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(all);
    }
}
