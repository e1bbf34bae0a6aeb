package org.facteur.check.mailing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.check.Finding;
import org.facteur.check.list.ListLook;
import org.facteur.contact.Contact;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Listed;
import org.facteur.contact.Recipient;
import org.facteur.contact.Recipients;
import org.facteur.contact.Suppressions;
import org.facteur.message.LetterComposer;
import org.facteur.message.MergedLetter;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that stand for several people: a row is left out as a second one with its address, and its letter would have been another. Not for more
 * than one thread.
 */
final class Households {

    /** Addresses that are looked at; of a list with more of them something else is wrong. */
    private static final int MOST = 1_000;

    /** By address: the lines of its later rows. */
    private final Map<String, List<Long>> later = new LinkedHashMap<>();

    void add(Exclusion exclusion) {
        if (exclusion.kind() == Exclusion.Kind.DUPLICATE && later.size() < MOST) {
            later.computeIfAbsent(exclusion.email(), address -> new ArrayList<>())
                    .add(exclusion.line());
        }
    }

    /** Reads the contacts once more where there is one. */
    List<Finding> findings(ContactSource source, LetterComposer composer) throws IOException {
        if (later.isEmpty()) {
            return List.of();
        }
        Map<Long, Contact> rows = new HashMap<>();
        later.values().forEach(lines -> lines.forEach(line -> rows.put(line, new Contact(line, Map.of()))));
        Recipients.forEachContact(source, contact -> rows.replace(contact.line(), contact));
        Map<String, Contact> first = new HashMap<>();
        try (Recipients recipients = Recipients.open(source, Suppressions.NONE)) {
            for (Listed row = recipients.next(); row != null; row = recipients.next()) {
                if (row instanceof Recipient recipient
                        && later.containsKey(recipient.address().toString())) {
                    first.put(recipient.address().toString(), recipient.contact());
                }
            }
        }
        List<String> shared = new ArrayList<>();
        later.forEach((address, lines) -> {
            Contact one = first.get(address);
            if (one != null && lines.stream().anyMatch(line -> isAnother(one, rows.get(line), composer))) {
                shared.add(address);
            }
        });
        return ListLook.households(shared);
    }

    private static boolean isAnother(Contact one, @Nullable Contact other, LetterComposer composer) {
        if (other == null || other.values().isEmpty()) {
            return false;
        }
        Map<String, String> values = new LinkedHashMap<>(other.values());
        // The address may be written in another way.
        values.replaceAll((heading, value) -> value.contains("@") ? one.values().getOrDefault(heading, value) : value);
        one.values().forEach(values::putIfAbsent);
        try {
            return !words(composer.merged(one)).equals(words(composer.merged(new Contact(other.line(), values))));
        } catch (TemplateException | MissingFileException saidElsewhere) {
            return false;
        }
    }

    private static List<@Nullable String> words(MergedLetter letter) {
        List<@Nullable String> words = new ArrayList<>();
        words.add(letter.subject());
        words.add(letter.html());
        words.add(letter.text());
        return words;
    }
}
