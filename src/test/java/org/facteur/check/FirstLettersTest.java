package org.facteur.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.contact.ContactSource;
import org.facteur.message.LetterComposer;
import org.facteur.message.MessageKey;
import org.facteur.message.MessageSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstLettersTest {

    @TempDir
    Path folder;

    @Test
    void what_is_odd_is_counted_and_the_most_frequent_comes_first() throws IOException {
        String contacts = """
                email,name,town
                no address,x,y
                a@example.org,Ann,%%TOWN%%
                b@example.org,,Bath
                c@example.org,,Bath
                d@example.org,Dan,Bath
                """;

        FirstLetters first = look("Dear {{ name }},\n{{ town | default('') }}", contacts);

        assertThat(first.letters()).isEqualTo(4);
        assertThat(first.odd()).isEqualTo(3);
        assertThat(first.sentences()).hasSize(3);
        assertThat(first.sentences().get(2)).contains("%%TOWN%%");
    }

    @Test
    void no_more_than_the_first_are_looked_at() throws IOException {
        StringBuilder contacts = new StringBuilder("email,name\n");
        for (int i = 0; i < 50; i++) {
            contacts.append("c").append(i).append("@example.org,Ann\n");
        }

        FirstLetters first = look("Dear {{ name }}, how do you do?", contacts.toString());

        assertThat(first).isEqualTo(new FirstLetters(20, 0, List.of()));
    }

    private FirstLetters look(String letter, String contacts) throws IOException {
        Path text = Files.writeString(folder.resolve("letter.txt"), letter);
        ContactSource source = new ContactSource(
                Files.writeString(folder.resolve("contacts.csv"), contacts), null, null, null, null, null);
        MessageSpec spec = new MessageSpec(
                "greetings",
                new Mailbox(null, EmailAddress.of("camille@school.example")),
                null,
                Locale.ENGLISH,
                null,
                "Greetings",
                null,
                text,
                Map.of(),
                List.of(),
                folder,
                null,
                null);
        List<String> columns =
                List.of(contacts.lines().findFirst().orElseThrow().split(","));
        return FirstLetters.of(
                new LetterComposer(spec, columns, MessageKey.random()),
                source,
                Instant.parse("2026-12-31T23:00:00Z"),
                Locale.ENGLISH);
    }
}
