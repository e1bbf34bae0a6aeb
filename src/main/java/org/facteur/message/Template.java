package org.facteur.message;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.attributes.methodaccess.MethodAccessValidator;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.NodeVisitorFactory;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.io.CharArrayWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Pebble template: compiled once, checked against the columns, merged by any number of threads. Contact values are data: they
 * are escaped, never evaluated, and give no access to Java.
 */
final class Template {

    /** {@code loop.index} and its like are bean properties; nothing else that a template can reach has methods to call. */
    private static final MethodAccessValidator LOOP_ONLY = (object, method) ->
            object instanceof ForNode.LoopVariables && method.getDeclaringClass() == ForNode.LoopVariables.class;

    private final String name;
    private final String source;
    private final TemplateLoader loader;
    private final PebbleTemplate compiled;
    /** Of the files it includes too, from when they are first merged. */
    private final Set<PrintedNames.Name> printed = ConcurrentHashMap.newKeySet();

    private Template(
            String name, String source, Escaping escaping, @Nullable Path directory, TemplateVariables variables) {
        this.name = name;
        this.source = source;
        this.loader = new TemplateLoader(name, source, directory);
        PebbleEngine engine = new PebbleEngine.Builder()
                .loader(loader)
                .extension(new Checks(loader, escaping, variables, printed))
                .strictVariables(true)
                // Pebble would join the line after a {{ name }} that ends its own.
                .newLineTrimming(false)
                .autoEscaping(escaping != Escaping.NONE)
                .defaultEscapingStrategy(escaping.strategy)
                .addEscapingStrategy(Escaping.FILE_NAME.strategy, Escaping::fileName)
                .methodAccessValidator(LOOP_ONLY)
                .build();
        try {
            this.compiled = engine.getTemplate(name);
        } catch (PebbleException e) {
            throw problem(e);
        }
    }

    /**
     * A template that is a file, with its siblings to include.
     *
     * @throws MissingFileException when it is not there
     * @throws TemplateException when it is not UTF-8, not Pebble, or uses a variable that no column has
     */
    static Template file(Path file, Escaping escaping, TemplateVariables variables) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        return new Template(TemplateFile.name(file), TemplateFile.read(file), escaping, directory, variables);
    }

    /**
     * A template that stands in the job file.
     *
     * @param name where, such as {@code campaign.message.subject}
     */
    static Template inline(String name, String source, Escaping escaping, TemplateVariables variables) {
        return new Template(name, source, escaping, null, variables);
    }

    /** As it is named in messages. */
    String name() {
        return name;
    }

    /** As it was written. */
    String source() {
        return source;
    }

    /** Whether it comes out the same for each contact. */
    boolean isConstant() {
        return !source.contains("{{") && !source.contains("{%");
    }

    /** Names that it prints as they are, so that an empty value would leave a gap. */
    Set<PrintedNames.Name> printed() {
        return printed;
    }

    /**
     * @throws TemplateException when it cannot be merged with these values
     */
    String merge(Map<String, Object> values, Locale locale) {
        // Not a StringWriter: that copies itself at the first character beyond Latin-1, and then writes one by one.
        CharArrayWriter out = new CharArrayWriter(source.length() + source.length() / 4 + 64);
        try {
            compiled.evaluate(out, values, locale);
        } catch (PebbleException e) {
            throw problem(e);
        } catch (IllegalArgumentException e) {
            throw new TemplateException(name + ": " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail to be written", e);
        }
        return out.toString();
    }

    private TemplateException problem(PebbleException e) {
        // A wrapping "wrong operand(s) type" says less than what it wraps.
        PebbleException innermost = e;
        while (innermost.getCause() instanceof PebbleException cause) {
            innermost = cause;
        }
        String file = innermost.getFileName() == null ? name : innermost.getFileName();
        String message = innermost.getPebbleMessage();
        Integer line = innermost.getLineNumber();
        String place = line == null ? file : new Place(file, loader.source(file)).at(line, Place.named(message));
        return new TemplateException(place + ": " + message);
    }

    /** Looks at each file as it is compiled: the template first, what it includes when that is first met. */
    private static final class Checks extends AbstractExtension {

        private final TemplateLoader loader;
        private final Escaping escaping;
        private final TemplateVariables variables;
        private final Set<PrintedNames.Name> printed;
        private final Set<String> given = ConcurrentHashMap.newKeySet();

        Checks(TemplateLoader loader, Escaping escaping, TemplateVariables variables, Set<PrintedNames.Name> printed) {
            this.loader = loader;
            this.escaping = escaping;
            this.variables = variables;
            this.printed = printed;
        }

        @Override
        public List<NodeVisitorFactory> getNodeVisitors() {
            return List.of(
                    template -> {
                        PebbleTemplateImpl compiled = (PebbleTemplateImpl) template;
                        return new TemplateCheck(
                                compiled, loader.source(compiled.getName()), escaping, variables, given);
                    },
                    template -> new PrintedNames((PebbleTemplateImpl) template, printed));
        }
    }
}
