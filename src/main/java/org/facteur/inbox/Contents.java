package org.facteur.inbox;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.facteur.verdict.Trigrams;
import org.jspecify.annotations.Nullable;

/** What a message holds. What takes time is worked out once it is asked for: of most messages the header says enough. */
final class Contents {

    private final Mail mail;
    private final Headers top;
    private final Headers returned;
    private final String subject;
    private final Trigrams title;
    private final Author author;
    private @Nullable FreeForm text;
    private @Nullable Headers copy;
    private @Nullable Trigrams words;
    private @Nullable OwnWords own;

    Contents(Mail mail) {
        this.mail = mail;
        this.top = mail.headers();
        this.returned = mail.returnedCopy();
        this.subject = Texts.folded(Texts.cut(top.first("subject"), 500));
        this.title = new Trigrams(subject);
        this.author = new Author(mail, subject);
    }

    /** As {@link Texts#folded} gives it. */
    String subject() {
        return subject;
    }

    Trigrams title() {
        return title;
    }

    Author author() {
        return author;
    }

    /** What it says for people, as text or else as html. */
    FreeForm text() {
        FreeForm read = text;
        if (read == null) {
            read = new FreeForm(mail.text(), ours());
            if (read.head().isBlank() && read.recipients().isEmpty()) {
                read = new FreeForm(mail.html(), ours());
            }
            text = read;
        }
        return read;
    }

    /** What a report says for people. */
    FreeForm prose() {
        return new FreeForm(mail.prose(), ours());
    }

    /** Those who are nobody's recipient: where this message goes, and who the letter was from. */
    Set<String> ours() {
        Set<String> ours = new HashSet<>();
        for (String name : List.of("to", "cc", "delivered-to", "x-original-to", "envelope-to")) {
            ours.addAll(Texts.addresses(top.first(name)));
        }
        for (String name : List.of("from", "sender", "return-path", "reply-to", "errors-to")) {
            ours.addAll(Texts.addresses(returned.first(name)));
        }
        ours.addAll(mail.writers());
        return ours;
    }

    /** Header fields of the letter that came back, wherever they stand. */
    Headers copy() {
        Headers known = copy;
        if (known == null) {
            known = new Headers();
            known.fillFrom(returned);
            known.fillFrom(text().copy());
            copy = known;
        }
        return known;
    }

    /** What it says itself. */
    Trigrams words() {
        Trigrams said = words;
        if (said == null) {
            said = new Trigrams(Texts.folded(Texts.cut(Texts.withoutQuotes(Texts.cut(text().head(), 20_000)), 8_000)));
            words = said;
        }
        return said;
    }

    /** The same as text, see {@link Texts#folded}. */
    String head() {
        return words().text();
    }

    /** @param said fields of a report */
    Return.Traces traces(Headers said) {
        return Return.Traces.of(mail, mail.quotesHeaders() ? copy() : returned, said);
    }

    /** What its writer wrote himself. */
    OwnWords own() {
        OwnWords read = own == null ? OwnWords.of(mail) : own;
        own = read;
        return read;
    }
}
