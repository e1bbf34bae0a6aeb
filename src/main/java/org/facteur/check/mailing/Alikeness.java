package org.facteur.check.mailing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.check.Finding;
import org.facteur.contact.Contact;
import org.facteur.contact.Recipient;
import org.facteur.message.LetterComposer;
import org.facteur.message.MergedLetter;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.TemplateException;
import org.jspecify.annotations.Nullable;

/**
 * Whether all letters are the same although the template prints something of the contact: then the columns are not those that are meant, or
 * are empty. Not for more than one thread.
 */
final class Alikeness {

    /** No value of any contact, and no word of any letter; filters that turn letters into capitals change nothing else of it. */
    private static final String MARK = "zqxjkwzq";

    private final LetterComposer composer;
    private long letters;
    private boolean alike = true;
    private @Nullable Recipient first;
    private @Nullable MergedLetter same;
    /** By column: its one value; none once two contacts differ. */
    private Map<String, String> constant = Map.of();

    Alikeness(LetterComposer composer) {
        this.composer = composer;
    }

    void add(Recipient recipient, MergedLetter letter) {
        letters++;
        if (!alike) {
            return;
        }
        if (same == null) {
            first = recipient;
            same = letter;
            constant = new LinkedHashMap<>(recipient.contact().values());
            return;
        }
        alike = words(same).equals(words(letter));
        Map<String, String> values = recipient.contact().values();
        constant.entrySet().removeIf(column -> !column.getValue().equals(values.get(column.getKey())));
    }

    private static String words(MergedLetter letter) {
        return letter.subject() + '\0' + letter.html() + '\0' + letter.text();
    }

    List<Finding> findings() {
        if (!alike || letters < 2 || first == null) {
            return List.of();
        }
        List<String> printed = printed(first.contact());
        if (printed.isEmpty()) {
            return List.of();
        }
        // One value for everybody, such as a year, is what its owner may have meant.
        List<String> given = printed.stream()
                .filter(column -> !constant.getOrDefault(column, "").isBlank())
                .toList();
        String subject = String.join(", ", printed);
        if (given.size() == printed.size()) {
            return List.of(Finding.warn(
                    "template.all-alike",
                    subject,
                    MailingReason.ALIKE_VALUE.of(letters, given),
                    MailingReason.ALIKE_VALUE_ADVICE.of(),
                    constant.getOrDefault(given.get(0), "")));
        }
        return List.of(Finding.error(
                "template.all-alike",
                subject,
                MailingReason.ALIKE.of(letters, printed),
                MailingReason.ALIKE_ADVICE.of(),
                same == null ? "" : same.subject()));
    }

    /** The columns whose value stands in the letter. */
    private List<String> printed(Contact contact) {
        List<String> printed = new ArrayList<>();
        for (String column : contact.values().keySet()) {
            Map<String, String> marked = new LinkedHashMap<>(contact.values());
            marked.put(column, MARK);
            if (stands(new Contact(contact.line(), marked))) {
                printed.add(column);
            }
        }
        return printed;
    }

    private boolean stands(Contact marked) {
        try {
            return words(composer.merged(marked)).toLowerCase(Locale.ROOT).contains(MARK);
        } catch (TemplateException notAnyValueWillDo) {
            return true;
        } catch (MissingFileException namesAFile) {
            return false;
        }
    }
}
