package org.facteur.message;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.facteur.message.template.Escaping;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.Template;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateVariables;
import org.facteur.message.template.UnicodeNames;
import org.jspecify.annotations.Nullable;

/**
 * A file that letters are made of. Where its name holds a template, such as {@code letter-{{ langue }}.html}, each contact has its own;
 * each file is read and compiled once, when the first contact asks for it. Safe for several threads.
 */
final class LetterFile<T> {

    private final Path name;
    private final @Nullable Template template;
    private final Function<Path, T> compile;
    private final Map<Path, T> compiled = new ConcurrentHashMap<>();

    /**
     * @param key of the job file, for messages
     * @param name may hold a template
     * @param compile throws {@link TemplateException} or {@link MissingFileException}
     */
    LetterFile(String key, Path name, TemplateVariables variables, Function<Path, T> compile) {
        this.name = name;
        this.compile = compile;
        this.template =
                isPerContact(name) ? Template.inline(key, name.toString(), Escaping.FILE_NAME, variables) : null;
        if (template == null) {
            compiled(name);
        }
    }

    static boolean isPerContact(Path name) {
        return name.toString().contains("{{") || name.toString().contains("{%");
    }

    private T compiled(Path file) {
        T known = compiled.get(file);
        return known != null ? known : compiled.computeIfAbsent(file, compile);
    }

    /**
     * The contact's.
     *
     * @throws TemplateException when it is wrong for everybody, or the name comes to something that leads elsewhere
     * @throws MissingFileException when it is not there
     */
    T of(Map<String, Object> values, Locale locale) {
        return compiled(
                template == null
                        ? name
                        : UnicodeNames.existing(
                                Path.of(template.merge(values, locale).strip()).normalize()));
    }

    /** Those that were asked for so far. */
    Collection<T> met() {
        return compiled.values();
    }
}
