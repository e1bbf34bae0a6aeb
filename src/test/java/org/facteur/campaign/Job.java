package org.facteur.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.facteur.reason.Reason;
import org.facteur.report.InFrench;

/** A job file of six lines that can be loaded, in a folder with the files it names; a test changes what it is about. */
final class Job {

    private static final String SMALLEST = """
            campaign:
              name: voeux
              from: zythom@ecole.example
              contacts: { file: contacts.csv }
              message: { subject: Bonjour, text: letter.txt }
              relays: [ sandbox ]
            """;

    private final Path file;
    private final List<String> lines = new ArrayList<>(SMALLEST.lines().toList());
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, String> env = new HashMap<>();

    private Job(Path folder) {
        this.file = folder.resolve("jobs/voeux.yaml");
        holding("jobs/contacts.csv", "email\n");
        holding("jobs/letter.txt", "Bonjour");
    }

    static Job in(Path folder) {
        return new Job(folder);
    }

    /** @param name relative to the folder */
    Job holding(String name, String content) {
        try {
            Path held = folder().resolve(name);
            Files.createDirectories(held.resolveSibling("."));
            Files.writeString(held, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return file.resolveSibling("..").normalize();
    }

    Path file() {
        return file;
    }

    Job line(int number, String text) {
        lines.set(number - 1, text);
        return this;
    }

    Job plus(String text) {
        lines.addAll(text.lines().toList());
        return this;
    }

    Job saying(String text) {
        lines.clear();
        return plus(text);
    }

    Job parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    Job env(String name, String value) {
        env.put(name, value);
        return this;
    }

    /** A relay of that definition, as line 6 and, from line 7 on, the definition. */
    Job relay(String definition) {
        return line(6, "  relays: [ ecole ]")
                .plus("relays:\n  ecole:\n" + definition.indent(4).stripTrailing());
    }

    Campaign load() {
        return load(Purpose.SEND);
    }

    Campaign load(Purpose purpose) {
        holding("jobs/voeux.yaml", String.join("\n", lines) + "\n");
        return JobFile.load(file, parameters, env, null, purpose);
    }

    JobFileException refused() {
        return refused(Purpose.SEND);
    }

    JobFileException refused(Purpose purpose) {
        try {
            load(purpose);
        } catch (JobFileException e) {
            return e;
        }
        throw new AssertionError("the job file was taken");
    }

    /** With {@code job} for the job file's path and {@code here} for its folder; each can be said in French as well. */
    List<String> problems() {
        return inBothLanguages(refused().problems());
    }

    List<String> warnings() {
        return inBothLanguages(load().warnings());
    }

    private List<String> inBothLanguages(List<Reason> reasons) {
        reasons.forEach(InFrench::said);
        return reasons.stream().map(Reason::toString).map(this::shortened).toList();
    }

    private String shortened(String text) {
        return text.replace(file.toString(), "job")
                .replace(file.resolveSibling("").toString(), "here");
    }
}
