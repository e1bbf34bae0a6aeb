package org.facteur.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A YAML file of this package, read as strictly as a job file; what is wrong in it is a bug. */
final class ResourceFile {

    private final Problems problems;
    private final Section root;

    ResourceFile(String name) {
        this.problems = new Problems(name);
        Piece.Fields fields = new YamlPieces(problems).read(text(name));
        this.root = new Section(
                fields,
                new Reading(
                        problems, new Placeholders(Map.of(), Map.of(), fields, problems), Path.of(""), Purpose.LOOK));
    }

    private static String text(String name) {
        try (InputStream in = ResourceFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from the jar", e);
        }
    }

    Section root() {
        return root;
    }

    /** To be called when all has been read. */
    void demandNoProblems() {
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.toException().getMessage());
        }
    }
}
