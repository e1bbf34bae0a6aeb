package org.facteur.check.leak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.facteur.contact.Contact;
import org.jspecify.annotations.Nullable;

/**
 * Finds values of other contacts in a letter. First all contacts are {@link #add}ed and what stands in the template is {@link #expect}ed; then
 * any number of threads may look.
 *
 * <p>What a letter may hold: the contact's own values, and what its owner wrote to everybody. What of a template is a contact's is certain
 * where it is nobody else's business, such as a code, or where it is greeted by name: then an example was left in it. What of a contact's
 * own cell is another's, such as the address of a sponsor, may have been put there; a code, or another's name in the greeting, was not.
 */
public final class LeakGuard {

    private static final Pattern GREETING = Pattern.compile(
            "(?iu)(?:^|[\\s>])(?:chère?s?|cher\\(e\\)|dear|bonjour|bonsoir|salut|hello|hi|hey|hallo|lieber?|hola|ciao"
                    + "|madame|monsieur|mme|mr\\.?|mrs\\.?)[\\s\\u00A0]+$");

    private static final int BEFORE = 24;

    private final LeakIndex index = new LeakIndex();
    private final Set<Long> inTemplate = new HashSet<>();
    private final Set<Long> ofTheHouse = new HashSet<>();
    private final Set<Long> linesOfTheHouse = new HashSet<>();
    private final ThreadLocal<WordRun> runs = ThreadLocal.withInitial(WordRun::new);

    /** A contact; each once. */
    public void add(Contact contact) {
        index.add(contact.line(), contact.values().values());
    }

    /**
     * @param templates what letters are made of, as it is written
     * @param ours addresses and names that its owner writes to everybody: the sender's, where to unsubscribe. Whose row has one of them
     *     is the owner, who gets a copy: his telephone number in the signature is no leak
     */
    public void expect(Collection<String> templates, Collection<String> ours) {
        templates.forEach(
                template -> each(template, (found, sequence, first, last, words) -> inTemplate.add(sequence)));
        ours.forEach(own -> each(own, (found, sequence, first, last, words) -> {
            ofTheHouse.add(sequence);
            linesOfTheHouse.add(index.line(found));
        }));
    }

    /** Whether some contacts' values could not be looked for, so many there are. */
    public boolean isPartial() {
        return index.isFull();
    }

    /**
     * The first that is certain, else the first.
     *
     * @param texts of the contact's letter
     */
    public Optional<Leak> in(Collection<String> texts, Contact contact) {
        List<Leak> leaks = new ArrayList<>();
        Own own = null;
        for (String text : texts) {
            List<Hit> hits = hits(text, contact.line());
            if (!hits.isEmpty()) {
                own = own == null ? new Own(contact) : own;
                for (Hit hit : hits) {
                    @Nullable Leak leak = judge(hit, own);
                    if (leak != null) {
                        leaks.add(leak);
                    }
                }
            }
        }
        return leaks.stream()
                .filter(Leak::certain)
                .findFirst()
                .or(() -> leaks.stream().findFirst());
    }

    /** @param greeted whether a greeting stands before it */
    private record Hit(long sequence, Belonging kind, long line, String text, List<Long> words, boolean greeted) {}

    /** @param own line: what is held by it is no leak, and that is nearly all that is found */
    private List<Hit> hits(String text, long own) {
        List<Hit> hits = new ArrayList<>();
        each(text, (found, sequence, first, last, words) -> {
            long line = index.line(found);
            if (line != own && !ofTheHouse.contains(sequence) && !linesOfTheHouse.contains(line)) {
                List<Long> all = new ArrayList<>();
                for (int i = first; i <= last; i++) {
                    all.add(words.hash(i));
                }
                hits.add(new Hit(
                        sequence,
                        index.kind(found),
                        line,
                        words.text(first, last),
                        all,
                        GREETING.matcher(words.before(first, BEFORE)).find()));
            }
        });
        return hits;
    }

    private interface Each {
        void found(int found, long sequence, int first, int last, WordRun words);
    }

    private void each(String text, Each each) {
        WordRun words = runs.get().of(text);
        for (int first = 0; first < words.size(); first++) {
            int end = Math.min(words.size(), first + LeakIndex.LONGEST);
            long sequence = 0;
            for (int last = first; last < end; last++) {
                sequence = WordRun.then(sequence, words.hash(last));
                if (!index.mayBegin(sequence)) {
                    break;
                }
                int found = index.find(sequence);
                if (found >= 0) {
                    each.found(found, sequence, first, last, words);
                }
            }
        }
    }

    private @Nullable Leak judge(Hit hit, Own own) {
        if (own.holds(hit)) {
            return null;
        }
        boolean name = hit.kind() == Belonging.NAME;
        if (inTemplate.contains(hit.sequence())) {
            // A name in a signature, a telephone number to ask at: written to everybody.
            return name && !hit.greeted() ? null : new Leak(hit.text(), hit.line(), true);
        }
        if (own.cellHas(hit)) {
            if (name) {
                return hit.greeted() && !own.isKin(hit) ? new Leak(hit.text(), hit.line(), true) : null;
            }
            return new Leak(hit.text(), hit.line(), hit.kind() == Belonging.CODE);
        }
        return own.hasWords(hit) ? null : new Leak(hit.text(), hit.line(), true);
    }

    /** What the contact's own row has. */
    private static final class Own {

        private final Set<Long> values = new HashSet<>();
        private final Set<Long> words = new HashSet<>();
        private final Set<Long> shortValues = new HashSet<>();
        private final List<String> cells = new ArrayList<>();

        Own(Contact contact) {
            WordRun run = new WordRun();
            String before = "";
            for (String cell : contact.values().values()) {
                String value = cell.strip();
                values.add(run.of(value).sequence());
                cells.add(value.toLowerCase(Locale.ROOT));
                for (int i = 0; i < run.size(); i++) {
                    words.add(run.hash(i));
                    if (run.size() <= 3 && value.length() >= 3) {
                        shortValues.add(run.hash(i));
                    }
                }
                values.add(run.of(before + " " + value).sequence());
                values.add(run.of(value + " " + before).sequence());
                before = value;
            }
        }

        boolean holds(Hit hit) {
            return values.contains(hit.sequence());
        }

        /** Within one cell, among other words. */
        boolean cellHas(Hit hit) {
            String text = hit.text().toLowerCase(Locale.ROOT);
            return cells.stream().anyMatch(cell -> cell.contains(text));
        }

        /** All of its words are the contact's own, as two first names are that make another's name. */
        boolean hasWords(Hit hit) {
            return words.containsAll(hit.words());
        }

        /** Somebody of the contact's own name. */
        boolean isKin(Hit hit) {
            return hit.words().stream().anyMatch(shortValues::contains);
        }
    }
}
