package org.facteur.message.template;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.ClassAccessException;
import io.pebbletemplates.pebble.error.PebbleException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.message.template.TemplateTags.Kind;
import org.facteur.message.template.TemplateTags.Tag;
import org.facteur.reason.Reason;

/** What Pebble found, in our words: where, which tag, and what to write. */
final class TemplateErrors {

    /** Pebble's {@code Filter [nofilter] does not exist}. */
    private static final Pattern NAMED = Pattern.compile("\\[([\\w.]+)]");

    private static final Pattern CHARACTER = Pattern.compile("Unexpected character \\[(.)]");
    private static final Pattern LONE_WORDS = Pattern.compile("[\\p{L}\\p{N}_.'’ -]+");

    private TemplateErrors() {}

    /**
     * A tag that cannot be read.
     *
     * @param pebble what Pebble says of it
     */
    static Reason unreadable(Tag tag, String pebble, TemplateVariables variables) {
        String shown = TagAdvice.shown(tag);
        Matcher character = CHARACTER.matcher(pebble);
        if (tag.kind() == Kind.PRINT && LONE_WORDS.matcher(tag.inside()).matches()) {
            return TemplateReason.TAG.of(shown, variables.unknown(SingleLine.of(tag.inside())));
        } else if (character.find()) {
            return TemplateReason.TAG.of(shown, TemplateReason.TAG_CHARACTER.of(SingleLine.of(character.group(1))));
        }
        String example = tag.kind() == Kind.PRINT
                ? "{{ " + variables.example() + " | default('…') }}"
                : "{% if " + variables.example() + " is not empty %}";
        return TemplateReason.TAG_UNREADABLE.of(shown, example);
    }

    /**
     * What came out while a template was compiled or merged.
     *
     * @param alone what comes of a tag alone: Pebble knows the line at most, which may be all of a page
     */
    static Reason said(
            RuntimeException e, TemplateLoader loader, String main, Function<Tag, Optional<RuntimeException>> alone) {
        RuntimeException failure = innermost(e);
        Reason what = reason(failure);
        Predicate<Tag> fails = tag -> alone.apply(tag)
                .map(TemplateErrors::innermost)
                .filter(other -> other.getClass() == failure.getClass())
                .map(TemplateErrors::reason)
                .filter(what::equals)
                .isPresent();
        PebbleException placed = failure instanceof PebbleException pebble ? pebble : null;
        String file = placed == null || placed.getFileName() == null ? main : placed.getFileName();
        Integer line = placed == null ? null : placed.getLineNumber();
        if (line == null || line < 1 || loader.source(file).isEmpty()) {
            return anywhere(loader, fails, what).orElseGet(() -> Reason.at(file, what));
        }
        Place place = loader.place(file);
        List<String> named = named(message(failure));
        Tag tag = tagAt(loader.tags(file), place.offset(line), place.offset(line + 1), named, fails);
        return tag == null ? Reason.at(place.at(line, named), what) : at(place, tag, what);
    }

    private static Optional<Reason> anywhere(TemplateLoader loader, Predicate<Tag> fails, Reason what) {
        return loader.names().stream()
                .flatMap(file -> loader.tags(file).tags().stream()
                        .filter(fails)
                        .limit(1)
                        .map(tag -> at(loader.place(file), tag, what)))
                .findFirst();
    }

    private static Reason at(Place place, Tag tag, Reason what) {
        return Reason.at(place.at(tag.start()), TemplateReason.TAG.of(TagAdvice.shown(tag), what));
    }

    /** A wrapping "wrong operand(s) type" says less than what it wraps. */
    private static RuntimeException innermost(RuntimeException e) {
        RuntimeException innermost = e;
        while (innermost instanceof PebbleException && innermost.getCause() instanceof PebbleException cause) {
            innermost = cause;
        }
        return innermost;
    }

    private static String message(RuntimeException e) {
        return e instanceof PebbleException pebble ? String.valueOf(pebble.getPebbleMessage()) : "";
    }

    private static List<String> named(String message) {
        return NAMED.matcher(message).results().map(name -> name.group(1)).toList();
    }

    private static @org.jspecify.annotations.Nullable Tag tagAt(
            TemplateTags tags, int from, int to, List<String> named, Predicate<Tag> fails) {
        List<Tag> there = tags.tags().stream()
                .filter(tag -> tag.kind() != Kind.COMMENT && tag.start() < to && tag.end() > from)
                .toList();
        return there.stream()
                .filter(fails)
                .findFirst()
                .or(() -> there.stream()
                        .max(Comparator.comparingInt((Tag tag) -> named.stream().anyMatch(tag.text()::contains) ? 1 : 0)
                                .thenComparing(
                                        Comparator.comparingInt(Tag::start).reversed())))
                .orElse(null);
    }

    private static Reason reason(RuntimeException e) {
        String message = message(e);
        List<String> named = named(message);
        if (e instanceof ClassAccessException || message.contains("access to public")) {
            return TemplateReason.JAVA.of();
        } else if (e instanceof AttributeNotFoundException && !named.isEmpty()) {
            return TemplateReason.INSIDE.of(named.get(0));
        } else if (message.startsWith("Tried to write more than")) {
            return TemplateReason.LETTER_LONG.of(TemplateBounds.MOST_CHARACTERS);
        } else if (message.contains("does not exist") && !named.isEmpty()) {
            return TemplateReason.UNKNOWN.of(named.get(0));
        } else if (message.contains("operand")
                || message.startsWith("Could not perform")
                // As numberformat says, which a contact's cell is never good for: it is a text.
                || message.contains("has to be a number")) {
            return TemplateReason.NUMBER.of();
        } else if (message.contains("into a date") || message.contains("a date")) {
            return TemplateReason.DATE.of();
        } else if (message.startsWith("Not an iterable")) {
            return TemplateReason.LIST.of();
        }
        return TemplateReason.WORKOUT.of();
    }
}
