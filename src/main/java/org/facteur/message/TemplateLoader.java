package org.facteur.message;

import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.loader.Loader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Hands Pebble a template, and what it includes: files of its own directory (and below) only. */
final class TemplateLoader implements Loader<String> {

    private final Map<String, String> sources = new ConcurrentHashMap<>();
    private final @Nullable Path directory;

    /**
     * @param directory null for a template that may include nothing
     */
    TemplateLoader(String name, String source, @Nullable Path directory) {
        this.directory = directory;
        sources.put(name, source);
    }

    /** The text of a template that has been loaded; "" for another. */
    String source(String name) {
        return sources.getOrDefault(name, "");
    }

    @Override
    public Reader getReader(String name) {
        return new StringReader(sources.computeIfAbsent(name, this::included));
    }

    private String included(String name) {
        if (directory == null) {
            throw new LoaderException(null, "a template that is not a file cannot include \"" + name + "\"");
        }
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory) || Path.of(name).isAbsolute()) {
            throw new LoaderException(null, "\"" + name + "\" lies outside the template's directory");
        }
        if (!Files.isRegularFile(file)) {
            throw new MissingFileException(file, TemplateFile.name(file) + ": no such file (included by a template)");
        }
        try {
            // A link that leads out is refused as well.
            if (!file.toRealPath().startsWith(directory.toRealPath())) {
                throw new LoaderException(null, "\"" + name + "\" lies outside the template's directory");
            }
        } catch (IOException e) {
            throw new LoaderException(e, "\"" + name + "\" cannot be read");
        }
        return TemplateFile.read(file);
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
