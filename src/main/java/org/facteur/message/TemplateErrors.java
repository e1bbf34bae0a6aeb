package org.facteur.message;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.ClassAccessException;
import io.pebbletemplates.pebble.error.PebbleException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.message.TemplateTags.Kind;
import org.facteur.message.TemplateTags.Tag;

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
    static String unreadable(Tag tag, String pebble, TemplateVariables variables) {
        String quoted = TagAdvice.quoted(tag);
        Matcher character = CHARACTER.matcher(pebble);
        if (tag.kind() == Kind.PRINT && LONE_WORDS.matcher(tag.inside()).matches()) {
            return quoted + ": " + variables.unknown(HeaderText.clean(tag.inside()));
        } else if (character.find()) {
            return quoted + ": the character " + HeaderText.clean(character.group(1))
                    + " has no place in it; texts stand in straight quotes";
        }
        String example = tag.kind() == Kind.PRINT
                ? "{{ " + variables.example() + " | default('…') }}"
                : "{% if " + variables.example() + " is not empty %}";
        return quoted + " cannot be read; write for example " + example;
    }

    /** What came out while a template was compiled or merged. */
    static String say(PebbleException e, TemplateLoader loader, String main) {
        // A wrapping "wrong operand(s) type" says less than what it wraps.
        PebbleException innermost = e;
        while (innermost.getCause() instanceof PebbleException cause) {
            innermost = cause;
        }
        String file = innermost.getFileName() == null ? main : innermost.getFileName();
        String message = String.valueOf(innermost.getPebbleMessage());
        Integer line = innermost.getLineNumber();
        if (line == null || line < 1 || loader.source(file).isEmpty()) {
            return file + ": " + reason(innermost, message);
        }
        Place place = loader.place(file);
        List<String> named = named(message);
        Tag tag = tagAt(loader.tags(file), place.offset(line), place.offset(line + 1), named);
        if (tag == null) {
            return place.at(line, named) + ": " + reason(innermost, message);
        }
        return place.at(tag.start()) + ": " + TagAdvice.quoted(tag) + ": " + reason(innermost, message);
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

    private static String reason(PebbleException e, String message) {
        List<String> named = named(message);
        if (e instanceof ClassAccessException || message.contains("access to public")) {
            return "a template cannot reach into the program; write the name of a column alone";
        } else if (e instanceof AttributeNotFoundException && !named.isEmpty()) {
            return "there is no \"" + named.get(0) + "\" in it; write the name of a column alone";
        } else if (message.startsWith("Tried to write more than")) {
            return "the letter gets longer than " + TemplateBounds.MOST_CHARACTERS + " characters";
        } else if (message.contains("does not exist") && !named.isEmpty()) {
            return "there is no \"" + named.get(0) + "\"";
        } else if (message.contains("operand") || message.startsWith("Could not perform")) {
            return "it reckons with a text that is no number, or compares two things that cannot be compared";
        } else if (message.contains("into a date") || message.contains("a date")) {
            return "that is no date in the form that it names";
        } else if (message.startsWith("Not an iterable")) {
            return "a column is one text, not a list to go through";
        }
        return "this cannot be worked out; write it simpler, for example with default('…')";
    }
}
