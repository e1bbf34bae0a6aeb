package org.facteur.message.template;

import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.loader.Loader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.message.template.TemplateTags.Kind;
import org.facteur.message.template.TemplateTags.Tag;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A template's source and those that it includes, imports or extends, from its own directory (and below) only. All are read at once, so
 * that a file which is missing or has a mistake is found before the first letter.
 */
public final class TemplateLoader implements Loader<String> {

    private static final Pattern OTHER =
            Pattern.compile("(?:include|import|extends|from|embed)\\s+(?:\"([^\"#]+)\"|'([^']+)').*", Pattern.DOTALL);

    private static final Pattern SHEET = Pattern.compile(".*\\.(?:css|js)", Pattern.CASE_INSENSITIVE);

    /** Last touch to what Pebble gets of a file, line by line. */
    public interface Finish {

        Finish NONE = (name, text) -> text;

        String of(String name, String text);
    }

    /** One file as it was written, and as Pebble gets it. */
    private record Source(String text, TemplateTags tags, String prepared) {}

    private final List<Path> files = new ArrayList<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final @Nullable Path directory;
    private final boolean html;
    private final Finish finish;

    /**
     * @param directory null for a template that may include nothing
     * @param html whether styles and scripts have braces of their own
     * @throws MissingFileException when a file that it includes is not there
     * @throws TemplateException when it includes itself, or a file from elsewhere
     */
    TemplateLoader(String name, String source, @Nullable Path directory, boolean html, Finish finish) {
        this.directory = directory;
        this.html = html;
        this.finish = finish;
        add(name, source, new ArrayDeque<>());
    }

    private void add(String name, String text, Deque<String> including) {
        TemplateTags tags =
                html && SHEET.matcher(name).matches() ? TemplateTags.ofCode(text) : TemplateTags.of(text, html);
        sources.put(name, new Source(text, tags, finish.of(name, tags.prepared())));
        including.push(name);
        for (Tag tag : tags.tags()) {
            Matcher other = OTHER.matcher(tag.kind() == Kind.EXECUTE ? tag.inside() : "");
            if (other.matches()) {
                String file = other.group(1) != null ? other.group(1) : other.group(2);
                if (including.contains(file) || including.size() > TemplateBounds.DEEPEST) {
                    throw new TemplateException(
                            place(name).at(tag.start()), TemplateReason.TAG_ITSELF.of(TagAdvice.shown(tag)));
                }
                if (!sources.containsKey(file)) {
                    add(file, included(name, tag, file), including);
                }
            }
        }
        including.pop();
    }

    /** A template that is a file. */
    public static TemplateLoader file(Path file, String source, boolean html, Finish finish) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        return new TemplateLoader(TemplateFile.name(file), source, directory, html, finish);
    }

    /** Those that it includes, imports or extends. */
    public List<Path> files() {
        return files;
    }

    /** Names of all files. */
    Set<String> names() {
        return sources.keySet();
    }

    /** The text of a template as it was written; "" for another. */
    String source(String name) {
        Source source = sources.get(name);
        return source == null ? "" : source.text();
    }

    Place place(String name) {
        return new Place(name, source(name));
    }

    TemplateTags tags(String name) {
        Source source = sources.get(name);
        return source == null ? TemplateTags.of("", html) : source.tags();
    }

    @Override
    public Reader getReader(String name) {
        Source source = sources.get(name);
        if (source == null) {
            throw new LoaderException(null, "no such template");
        }
        return new StringReader(source.prepared());
    }

    private String included(String from, Tag tag, String name) {
        String place = place(from).at(tag.start());
        if (directory == null) {
            throw new TemplateException(place, TemplateReason.INCLUDE_HERE.of(name));
        }
        Path file;
        try {
            file = UnicodeNames.existing(directory.resolve(name).normalize());
        } catch (InvalidPathException e) {
            throw new TemplateException(place, TemplateReason.FILE_IMPOSSIBLE.of(SingleLine.of(name)));
        }
        if (!file.startsWith(directory) || Path.of(name).isAbsolute()) {
            throw new TemplateException(place, TemplateReason.INCLUDE_OUTSIDE.of(name));
        }
        if (!Files.isRegularFile(file)) {
            throw new MissingFileException(file, Reason.at(TemplateFile.name(file), TemplateReason.FILE_INCLUDED.of()));
        }
        try {
            // A link that leads out is refused as well.
            if (!file.toRealPath().startsWith(directory.toRealPath())) {
                throw new TemplateException(place, TemplateReason.INCLUDE_OUTSIDE.of(name));
            }
        } catch (IOException e) {
            throw TemplateFile.unreadable(file, e);
        }
        files.add(file);
        return html ? HtmlFile.read(file) : TemplateFile.read(file);
    }

    @Override
    public String resolveRelativePath(String relativePath, String anchorPath) {
        return relativePath;
    }

    @Override
    public String createCacheKey(String name) {
        return name;
    }

    @Override
    public boolean resourceExists(String name) {
        return sources.containsKey(name);
    }

    @Override
    public void setCharset(String charset) {}

    @Override
    public void setPrefix(String prefix) {}

    @Override
    public void setSuffix(String suffix) {}
}
