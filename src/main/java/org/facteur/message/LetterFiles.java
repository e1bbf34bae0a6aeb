package org.facteur.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.message.template.HtmlFile;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateFile;
import org.facteur.message.template.TemplateLoader;
import org.jspecify.annotations.Nullable;

/** The files that every letter of a mailing is made of. */
public final class LetterFiles {

    private static final Pattern TAG = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}");

    private LetterFiles() {}

    /**
     * Templates, pictures of the job file, and what the templates include or show by its path. Of a template that cannot be read only
     * itself: what is wrong with it is said when letters are made.
     *
     * @return absolute, in an order that does not change, each once
     */
    public static List<Path> of(MessageSpec spec) {
        Set<Path> files = new LinkedHashSet<>();
        List<Path> html = named(spec.html());
        List<Path> markdown = named(spec.markdown());
        List<Path> text = named(spec.text());
        Stream.of(html, markdown, text).flatMap(List::stream).forEach(file -> add(file, files));
        spec.inline().values().forEach(picture -> add(picture, files));
        for (Path file : html) {
            PathPictures pictures = new PathPictures(file, spec.inline());
            addIncluded(() -> TemplateLoader.file(file, HtmlFile.read(file), true, pictures::embed), files);
            files.addAll(pictures.files());
        }
        for (Path file : markdown) {
            PathPictures pictures = new PathPictures(file, spec.inline());
            addIncluded(
                    () -> TemplateLoader.file(file, TemplateFile.read(file), false, pictures::embedMarkdown), files);
            files.addAll(pictures.files());
        }
        for (Path file : text) {
            addIncluded(
                    () -> TemplateLoader.file(file, TemplateFile.read(file), false, TemplateLoader.Finish.NONE), files);
        }
        return new ArrayList<>(files);
    }

    /** Where the name depends on the contact, all that it may come to. */
    private static List<Path> named(@Nullable Path file) {
        if (file == null || !LetterFile.isPerContact(file)) {
            return file == null ? List.of() : List.of(file);
        }
        Path folder = file.toAbsolutePath();
        int depth = 0;
        while (LetterFile.isPerContact(folder)) {
            folder = Objects.requireNonNull(folder.getParent());
            depth++;
        }
        Pattern any = Pattern.compile(Stream.of(TAG.split(file.toAbsolutePath().toString(), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
        try (Stream<Path> below = Files.walk(folder, depth)) {
            return below.filter(Files::isRegularFile)
                    .filter(one -> any.matcher(one.toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException saidWhenLettersAreMade) {
            return List.of();
        }
    }

    private static void addIncluded(Supplier<TemplateLoader> loader, Collection<Path> files) {
        try {
            loader.get().files().forEach(file -> add(file, files));
        } catch (TemplateException | MissingFileException saidWhenLettersAreMade) {
            // The digest of what there is will do.
        }
    }

    private static void add(@Nullable Path file, Collection<Path> files) {
        if (file != null) {
            files.add(file.toAbsolutePath());
        }
    }
}
