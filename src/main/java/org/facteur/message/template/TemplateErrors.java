package org.facteur.message.template;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.ClassAccessException;
import io.pebbletemplates.pebble.error.PebbleException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.message.template.TemplateTags.Kind;
import org.facteur.message.template.TemplateTags.Tag;
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;

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

    /** What came out while a template was compiled or merged. */
    static Reason said(PebbleException e, TemplateLoader loader, String main) {
        // A wrapping "wrong operand(s) type" says less than what it wraps.
        PebbleException innermost = e;
        while (innermost.getCause() instanceof PebbleException cause) {
            innermost = cause;
        }
        String file = innermost.getFileName() == null ? main : innermost.getFileName();
        String message = String.valueOf(innermost.getPebbleMessage());
        Integer line = innermost.getLineNumber();
        if (line == null || line < 1 || loader.source(file).isEmpty()) {
            return Reason.at(file, reason(innermost, message));
        }
        Place place = loader.place(file);
        List<String> named = named(message);
        Tag tag = tagAt(loader.tags(file), place.offset(line), place.offset(line + 1), named);
        if (tag == null) {
            return Reason.at(place.at(line, named), reason(innermost, message));
        }
        return Reason.at(
                place.at(tag.start()), TemplateReason.TAG.of(TagAdvice.shown(tag), reason(innermost, message)));
    }

    private static List<String> named(String message) {
        return NAMED.matcher(message).results().map(name -> name.group(1)).toList();
    }

    private static @org.jspecify.annotations.Nullable Tag tagAt(
            TemplateTags tags, int from, int to, List<String> named) {
        return tags.tags().stream()
                .filter(tag -> tag.kind() != Kind.COMMENT && tag.start() < to && tag.end() > from)
                .max(Comparator.comparingInt((Tag tag) -> named.stream().anyMatch(tag.text()::contains) ? 1 : 0)
                        .thenComparing(Comparator.comparingInt(Tag::start).reversed()))
                .orElse(null);
    }

    private static Reason reason(PebbleException e, String message) {
        List<String> named = named(message);
        if (e instanceof ClassAccessException || message.contains("access to public")) {
            return TemplateReason.JAVA.of();
        } else if (e instanceof AttributeNotFoundException && !named.isEmpty()) {
            return TemplateReason.INSIDE.of(named.get(0));
        } else if (message.startsWith("Tried to write more than")) {
            return TemplateReason.LETTER_LONG.of(TemplateBounds.MOST_CHARACTERS);
        } else if (message.contains("does not exist") && !named.isEmpty()) {
            return TemplateReason.UNKNOWN.of(named.get(0));
        } else if (message.contains("operand") || message.startsWith("Could not perform")) {
            return TemplateReason.NUMBER.of();
        } else if (message.contains("into a date") || message.contains("a date")) {
            return TemplateReason.DATE.of();
        } else if (message.startsWith("Not an iterable")) {
            return TemplateReason.LIST.of();
        }
        return TemplateReason.WORKOUT.of();
    }

    /** What a filter, or one of ours, would not take. */
    static Reason unworkable(IllegalArgumentException e) {
        return e instanceof Reasoned ours
                ? ours.reason()
                : TemplateReason.WORKOUT_WHY.of(String.valueOf(e.getMessage()));
    }
}
