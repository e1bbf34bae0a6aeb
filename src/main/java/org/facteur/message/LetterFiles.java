package org.facteur.message;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.facteur.message.template.HtmlFile;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateFile;
import org.facteur.message.template.TemplateLoader;
import org.jspecify.annotations.Nullable;

/** The files that every letter of a mailing is made of. */
public final class LetterFiles {

    private LetterFiles() {}

    /**
     * Templates, pictures of the job file, and what the templates include or show by its path. Of a template that cannot be read only
     * itself: what is wrong with it is said when letters are made.
     *
     * @return absolute, in an order that does not change, each once
     */
    public static List<Path> of(MessageSpec spec) {
        Set<Path> files = new LinkedHashSet<>();
        add(spec.html(), files);
        add(spec.text(), files);
        spec.inline().values().forEach(picture -> add(picture, files));
        if (spec.html() != null) {
            PathPictures pictures = new PathPictures(spec.html(), spec.inline());
            try {
                addAll(TemplateLoader.file(spec.html(), HtmlFile.read(spec.html()), true, pictures::embed), files);
            } catch (TemplateException | MissingFileException saidWhenLettersAreMade) {
                // The digest of what there is will do.
            }
            files.addAll(pictures.files());
        }
        if (spec.text() != null) {
            try {
                addAll(
                        TemplateLoader.file(
                                spec.text(), TemplateFile.read(spec.text()), false, TemplateLoader.Finish.NONE),
                        files);
            } catch (TemplateException | MissingFileException saidWhenLettersAreMade) {
                // As above.
            }
        }
        return new ArrayList<>(files);
    }

    private static void add(@Nullable Path file, Collection<Path> files) {
        if (file != null) {
            files.add(file.toAbsolutePath());
        }
    }

    private static void addAll(TemplateLoader loader, Collection<Path> files) {
        loader.files().forEach(file -> add(file, files));
    }
}
