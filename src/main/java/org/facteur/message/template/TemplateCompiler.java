package org.facteur.message.template;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.attributes.methodaccess.MethodAccessValidator;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.NodeVisitorFactory;
import io.pebbletemplates.pebble.loader.StringLoader;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.message.template.TemplateTags.Fault;
import org.facteur.message.template.TemplateTags.Kind;
import org.facteur.message.template.TemplateTags.Tag;
import org.facteur.reason.Reason;

/**
 * Compiles a template with all that it includes, or says everything that is wrong with them: Pebble alone stops at the first mistake, and
 * speaks of tokens.
 */
final class TemplateCompiler {

    /** {@code loop.index} and its like are bean properties; nothing else that a template can reach has methods to call. */
    private static final MethodAccessValidator LOOP_ONLY = (object, method) ->
            object instanceof ForNode.LoopVariables && method.getDeclaringClass() == ForNode.LoopVariables.class;

    /**
     * Reads a tag by itself, and keeps it: where the letters of thousands fail, each of its tags is looked at again. One for all: to build one
     * costs more than all tags of a letter.
     */
    private static final PebbleEngine ALONE = new PebbleEngine.Builder()
            .loader(new StringLoader())
            .extension(new Bounds())
            .allowOverrideCoreOperators(true)
            .strictVariables(true)
            .maxRenderedSize(TemplateBounds.MOST_CHARACTERS)
            .methodAccessValidator(LOOP_ONLY)
            .build();

    private static final Pattern WORD = Pattern.compile("[a-zA-Z]+");
    private static final Pattern ALONG = Pattern.compile("\\bwith\\s*\\{.*", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("[{,]\\s*[\"']?([\\p{L}_][\\p{L}\\p{N}_]*)[\"']?\\s*:");
    private static final Pattern ELSE_IF = Pattern.compile("else\\s+if\\b");
    /** Tags of other template languages. */
    private static final Map<String, String> OF_OTHERS = Map.of("elif", "elseif", "end", "endif");

    private static final Set<String> BLOCKS =
            Set.of("if", "for", "block", "macro", "filter", "autoescape", "parallel", "cache", "embed");

    private final TemplateLoader loader;
    private final Escaping escaping;
    private final TemplateVariables variables;
    private final TagAdvice advice;
    /** In the order of the files and their lines; of two mistakes of one tag the first counts. */
    private final List<Reason> problems = new ArrayList<>();

    TemplateCompiler(TemplateLoader loader, Escaping escaping, TemplateVariables variables) {
        this.loader = loader;
        this.escaping = escaping;
        this.variables = variables;
        this.advice = new TagAdvice(variables);
    }

    /**
     * @param main name of the template itself
     * @param printed receives the names whose emptiness would show
     * @throws TemplateException with all that is wrong
     */
    PebbleTemplate compile(String main, Set<PrintedNames.Name> printed) {
        boolean sound = true;
        for (String name : loader.names()) {
            sound &= look(name);
        }
        Set<String> given = ConcurrentHashMap.newKeySet();
        loader.names().forEach(name -> loader.tags(name).tags().forEach(tag -> given.addAll(namesAlong(tag))));
        PebbleEngine engine = engine(loader, printed, given);
        if (!sound) {
            throw TemplateException.of(problems);
        }
        try {
            PebbleTemplate compiled = engine.getTemplate(main);
            loader.names().forEach(engine::getTemplate);
            if (problems.isEmpty()) {
                return compiled;
            }
        } catch (RuntimeException e) {
            problems.add(TemplateErrors.said(e, loader, main, tag -> Optional.empty()));
        } catch (StackOverflowError e) {
            problems.add(Reason.at(main, TemplateReason.BRACKETS.of()));
        }
        throw TemplateException.of(problems);
    }

    private PebbleEngine engine(TemplateLoader from, Set<PrintedNames.Name> printed, Set<String> given) {
        return new PebbleEngine.Builder()
                .loader(from)
                .extension(new Ours(printed, given))
                .allowOverrideCoreOperators(true)
                .strictVariables(true)
                .maxRenderedSize(TemplateBounds.MOST_CHARACTERS)
                // Pebble would join the line after a {{ name }} that ends its own.
                .newLineTrimming(false)
                .autoEscaping(escaping != Escaping.NONE)
                .defaultEscapingStrategy(escaping.strategy)
                .addEscapingStrategy(Escaping.FILE_NAME.strategy, Escaping::fileName)
                .addEscapingStrategy(Escaping.MARKDOWN.strategy, Escaping::markdown)
                .methodAccessValidator(LOOP_ONLY)
                .build();
    }

    /** Whether each of a file's tags can be read and is closed. What cannot is among the problems. */
    private boolean look(String file) {
        TemplateTags tags = loader.tags(file);
        Place place = loader.place(file);
        int before = problems.size();
        for (Fault fault : tags.faults()) {
            problems.add(Reason.at(place.at(fault.at()), fault.what()));
        }
        Set<Tag> unreadable = new HashSet<>();
        for (Tag tag : tags.tags()) {
            Optional<Reason> wrong = tag.kind() == Kind.COMMENT ? Optional.empty() : advice.of(tag);
            wrong = wrong.or(() -> unreadable(tag));
            if (wrong.isPresent()) {
                unreadable.add(tag);
                problem(place, tag, wrong.get());
            }
        }
        structure(tags, place);
        boolean sound = problems.size() == before;
        if (!sound) {
            namesBeside(unreadable, tags, file);
        }
        return sound;
    }

    /** <code>{% include "head.html" with {"title": prenom} %}</code>: names that the file included gets. */
    private static List<String> namesAlong(Tag tag) {
        Matcher along = ALONG.matcher(tag.inside());
        return name(tag).equals("include") && along.find()
                ? KEY.matcher(along.group()).results().map(key -> key.group(1)).toList()
                : List.of();
    }

    /** What Pebble says of the tag alone. */
    private Optional<Reason> unreadable(Tag tag) {
        Optional<String> alone = alone(tag);
        if (alone.isEmpty()) {
            return Optional.empty();
        }
        try {
            ALONE.getTemplate(alone.get());
            return Optional.empty();
        } catch (PebbleException e) {
            return Optional.of(TemplateErrors.unreadable(tag, String.valueOf(e.getPebbleMessage()), variables));
        } catch (RuntimeException e) {
            // Pebble's parser takes for granted that what is called has a name: {{ 2(1) }}, and that a number is small.
            return Optional.of(TemplateErrors.unreadable(tag, "", variables));
        } catch (StackOverflowError e) {
            return Optional.of(TemplateReason.TAG_BRACKETS.of(TagAdvice.shown(tag)));
        }
    }

    /** What comes of merging the tag alone; empty where it can be merged, or not alone. */
    static Optional<RuntimeException> failure(Tag tag, Map<String, Object> values, Locale locale) {
        try {
            Optional<String> alone = alone(tag);
            if (alone.isPresent()) {
                ALONE.getTemplate(alone.get()).evaluate(new StringWriter(), values, locale);
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail to be written", e);
        }
    }

    private static Optional<String> alone(Tag tag) {
        if (tag.kind() == Kind.PRINT) {
            return Optional.of(tag.text());
        }
        return switch (name(tag)) {
            case "if" -> Optional.of(tag.text() + "{% endif %}");
            case "elseif" -> Optional.of("{% if true %}" + tag.text() + "{% endif %}");
            case "for" -> Optional.of(tag.text() + "{% endfor %}");
            case "set", "include", "import", "from" -> Optional.of(tag.text());
            default -> Optional.empty();
        };
    }

    private static String name(Tag tag) {
        Matcher word = WORD.matcher(tag.inside());
        return tag.kind() == Kind.EXECUTE && word.lookingAt() ? word.group() : "";
    }

    /** Each block is closed, by its own end and not too deep. */
    private void structure(TemplateTags tags, Place place) {
        Deque<Tag> open = new ArrayDeque<>();
        for (Tag tag : tags.tags()) {
            String name = name(tag);
            if (tag.kind() != Kind.EXECUTE) {
                continue;
            }
            if (ELSE_IF.matcher(tag.inside()).lookingAt()) {
                problem(
                        place,
                        tag,
                        TemplateReason.TAG.of(TagAdvice.shown(tag), TemplateReason.TAG_MEANT.of("else if", "elseif")));
            } else if (!TemplateTags.KNOWN.contains(name)) {
                String nearest = OF_OTHERS.getOrDefault(name, TemplateVariables.nearest(name, TemplateTags.KNOWN));
                problem(
                        place,
                        tag,
                        TemplateReason.TAG.of(
                                TagAdvice.shown(tag),
                                nearest == null
                                        ? TemplateReason.TAG_UNKNOWN.of(name)
                                        : TemplateReason.TAG_MEANT.of(name, nearest)));
            } else if (BLOCKS.contains(name)) {
                open.push(tag);
                if (open.size() > TemplateBounds.DEEPEST) {
                    problem(place, tag, TemplateReason.TAG_DEEP.of(TemplateBounds.DEEPEST));
                    return;
                }
            } else if (name.startsWith("end") && !name.equals("endverbatim")) {
                String begun = name.substring(3);
                if (open.isEmpty()) {
                    problem(place, tag, TemplateReason.TAG_NOTHING.of(TagAdvice.shown(tag), begun));
                } else if (!name(open.peek()).equals(begun)) {
                    Tag inner = open.pop();
                    notClosed(place, inner);
                    // The end is taken for that of a block around.
                    while (!open.isEmpty() && !name(open.peek()).equals(begun)) {
                        open.pop();
                    }
                    open.poll();
                } else {
                    open.pop();
                }
            } else if (name.startsWith("else") && open.isEmpty()) {
                problem(place, tag, TemplateReason.TAG_ELSE.of(TagAdvice.shown(tag)));
            }
        }
        open.descendingIterator().forEachRemaining(tag -> notClosed(place, tag));
    }

    private void notClosed(Place place, Tag tag) {
        problem(place, tag, TemplateReason.TAG_BLOCK.of(TagAdvice.shown(tag), name(tag)));
    }

    private void problem(Place place, Tag tag, Reason what) {
        problems.add(Reason.at(place.at(tag.start()), what));
    }

    /** The names that the readable tags use, so that a misspelt one is said at once, too. */
    private void namesBeside(Set<Tag> unreadable, TemplateTags tags, String file) {
        StringBuilder readable = new StringBuilder(loader.source(file).replaceAll("[^\\r\\n]", " "));
        Set<String> given = new HashSet<>();
        for (Tag tag : tags.tags()) {
            if (tag.kind() == Kind.EXECUTE) {
                WORDS.matcher(tag.inside()).results().forEach(word -> given.add(word.group()));
            } else if (tag.kind() == Kind.PRINT && !unreadable.contains(tag)) {
                readable.replace(tag.start(), tag.end(), tag.text());
            }
        }
        try {
            TemplateLoader part =
                    new TemplateLoader(file, readable.toString(), null, false, TemplateLoader.Finish.NONE);
            engine(part, new HashSet<>(), given).getTemplate(file);
        } catch (RuntimeException | StackOverflowError seenBefore) {
            // The tags have been looked at one by one.
        }
    }

    private static final Pattern WORDS = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    /** Bounds what a template may cost. */
    private static class Bounds extends AbstractExtension {

        @Override
        public List<TokenParser> getTokenParsers() {
            return TemplateBounds.tags();
        }

        @Override
        public Map<String, Function> getFunctions() {
            return TemplateBounds.functions();
        }

        @Override
        public Map<String, Filter> getFilters() {
            return TemplateBounds.filters();
        }

        @Override
        public List<BinaryOperator> getBinaryOperators() {
            return TemplateBounds.operators();
        }
    }

    /** Looks at each file as it is compiled. */
    private final class Ours extends Bounds {

        private final Set<PrintedNames.Name> printed;
        private final Set<String> given;

        Ours(Set<PrintedNames.Name> printed, Set<String> given) {
            this.printed = printed;
            this.given = given;
        }

        @Override
        public List<NodeVisitorFactory> getNodeVisitors() {
            return List.of(
                    template -> {
                        PebbleTemplateImpl compiled = (PebbleTemplateImpl) template;
                        return new TemplateCheck(
                                compiled,
                                escaping,
                                new NamesUsed(loader.place(compiled.getName()), variables, given, problems));
                    },
                    template -> new PrintedNames((PebbleTemplateImpl) template, printed));
        }
    }
}
