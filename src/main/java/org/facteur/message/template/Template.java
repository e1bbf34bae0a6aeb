package org.facteur.message.template;

import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.CharArrayWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;

/**
 * A Pebble template: compiled once, checked against the columns, merged by any number of threads. Contact values are data: they
 * are escaped, never evaluated, and give no access to Java.
 */
public final class Template {

    /** Characters; what a thread keeps from one letter to the next. */
    private static final int KEPT = 1 << 18;

    /** Not a StringWriter: that copies itself at the first character beyond Latin-1, and then writes one by one. */
    private static final ThreadLocal<CharArrayWriter> MERGED =
            ThreadLocal.withInitial(() -> new CharArrayWriter(16_384));

    private final String name;
    private final String source;
    private final TemplateLoader loader;
    private final PebbleTemplate compiled;
    /** Of the files it includes too, from when they are first merged. */
    private final Set<PrintedNames.Name> printed = ConcurrentHashMap.newKeySet();

    private Template(String name, TemplateLoader loader, Escaping escaping, TemplateVariables variables) {
        this.name = name;
        this.source = loader.source(name);
        this.loader = loader;
        this.compiled = new TemplateCompiler(loader, escaping, variables).compile(name, printed);
    }

    /**
     * A template that is a file, with its siblings to include.
     *
     * @throws MissingFileException when it is not there
     * @throws TemplateException when it is not UTF-8, not Pebble, or uses a variable that no column has
     */
    public static Template text(Path file, TemplateVariables variables) {
        return file(file, TemplateFile.read(file), Escaping.NONE, variables, TemplateLoader.Finish.NONE);
    }

    /**
     * An html template that is a file, with its siblings to include.
     *
     * @throws MissingFileException when it is not there
     * @throws TemplateException when it cannot be read, is not Pebble, or uses a variable that no column has
     */
    public static Template html(Path file, TemplateVariables variables, TemplateLoader.Finish finish) {
        return file(file, HtmlFile.read(file), Escaping.HTML, variables, finish);
    }

    /**
     * A template in Markdown that is a file, with its siblings to include.
     *
     * @throws MissingFileException when it is not there
     * @throws TemplateException when it is not UTF-8, not Pebble, or uses a variable that no column has
     */
    public static Template markdown(Path file, TemplateVariables variables, TemplateLoader.Finish finish) {
        return file(file, TemplateFile.read(file), Escaping.MARKDOWN, variables, finish);
    }

    private static Template file(
            Path file, String source, Escaping escaping, TemplateVariables variables, TemplateLoader.Finish finish) {
        TemplateLoader loader = TemplateLoader.file(file, source, escaping == Escaping.HTML, finish);
        return new Template(TemplateFile.name(file), loader, escaping, variables);
    }

    /**
     * A template that stands in the job file.
     *
     * @param name where, such as {@code campaign.message.subject}
     */
    public static Template inline(String name, String source, Escaping escaping, TemplateVariables variables) {
        return new Template(
                name, new TemplateLoader(name, source, null, false, TemplateLoader.Finish.NONE), escaping, variables);
    }

    /** As it is named in messages. */
    public String name() {
        return name;
    }

    /** As it was written. */
    public String source() {
        return source;
    }

    /** What it is made of as it was written, by the names of the files: itself, and what it includes. */
    public Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        loader.names().forEach(file -> sources.put(file, loader.source(file)));
        return sources;
    }

    /** Whether it comes out the same for each contact. */
    public boolean isConstant() {
        return !source.contains("{{") && !source.contains("{%");
    }

    /** Names that it prints as they are, so that an empty value would leave a gap. */
    public Set<PrintedNames.Name> printed() {
        return printed;
    }

    /**
     * @throws TemplateException when it cannot be merged with these values
     */
    public String merge(Map<String, Object> values, Locale locale) {
        CharArrayWriter out = MERGED.get();
        out.reset();
        TemplateBounds.begin();
        try {
            compiled.evaluate(out, values, locale);
        } catch (RuntimeException e) {
            // Pebble's own, and what its filters let through where they take something for granted.
            throw new TemplateException(ours(e).map(what -> Reason.at(name, what))
                    .orElseGet(() -> TemplateErrors.said(
                            e, loader, name, tag -> TemplateCompiler.failure(tag, values, locale))));
        } catch (StackOverflowError e) {
            throw new TemplateException(name, TemplateReason.MACRO.of());
        } catch (OutOfMemoryError e) {
            throw new TemplateException(name, TemplateReason.MEMORY.of());
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail to be written", e);
        } finally {
            if (out.size() > KEPT) {
                MERGED.remove();
            }
        }
        return out.toString();
    }

    private static Optional<Reason> ours(RuntimeException e) {
        return e instanceof Reasoned ours ? Optional.of(ours.reason()) : TemplateBounds.exceeded(e);
    }
}
