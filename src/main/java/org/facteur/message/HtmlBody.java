package org.facteur.message;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.Template;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateVariables;
import org.facteur.reason.Reason;

/** A letter's html as one file gives it, in html or in Markdown: the template, and the pictures that it shows by their paths. */
final class HtmlBody {

    private final Template template;
    private final boolean markdown;
    private final List<InlineImage> pictures;
    private final Set<String> shown = new LinkedHashSet<>();
    private final List<Reason> warnings;

    private HtmlBody(Template template, boolean markdown, PathPictures pictures, List<Reason> warnings) {
        this.template = template;
        this.markdown = markdown;
        this.pictures = pictures.found();
        this.warnings = warnings;
    }

    /**
     * @param given pictures of the job file, by Content-ID
     * @throws TemplateException with all that is wrong with it
     * @throws MissingFileException when it, or what it includes, is not there
     */
    static HtmlBody of(Path file, boolean markdown, TemplateVariables variables, Map<String, Path> given) {
        PathPictures byPath = new PathPictures(file, given);
        List<Reason> problems = new ArrayList<>();
        try {
            Template template = markdown
                    ? Template.markdown(file, variables, byPath::embedMarkdown)
                    : Template.html(file, variables, byPath::embed);
            HtmlBody body = new HtmlBody(template, markdown, byPath, markdown ? List.of() : HtmlSense.check(template));
            body.shown.addAll(byPath.shown());
            problems.addAll(byPath.problems());
            body.shown.addAll(PictureReferences.shown(template, given.keySet(), problems));
            if (problems.isEmpty()) {
                return body;
            }
        } catch (TemplateException e) {
            problems.addAll(e.problems());
            problems.addAll(byPath.problems());
        }
        throw TemplateException.of(problems);
    }

    Template template() {
        return template;
    }

    /** What is odd about it but does no harm. */
    List<Reason> warnings() {
        return warnings;
    }

    /** Content-IDs of the job file's pictures that it shows. */
    Set<String> shown() {
        return shown;
    }

    /**
     * @throws TemplateException when it cannot be merged, or nothing comes out
     */
    String merge(Map<String, Object> values, Locale locale) {
        String merged = template.merge(values, locale);
        if (merged.isBlank()) {
            throw new TemplateException(template.name(), MessageReason.LETTER_EMPTY.of());
        }
        return markdown ? Markdown.toHtml(merged, locale) : merged;
    }

    /** The pictures that it shows by their paths. Another language's, say, stands in a branch that this letter does not take. */
    List<InlineImage> shownIn(String merged) {
        return pictures.stream()
                .filter(picture -> merged.contains("cid:" + picture.contentId()))
                .toList();
    }
}
