package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.message.MailingBuilder.MARIE;
import static org.facteur.message.MailingBuilder.aMailing;
import static org.facteur.message.MailingBuilder.contact;
import static org.facteur.message.MailingBuilder.file;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.message.ReadLetter.Attachment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadLetterTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3, 4};

    @TempDir
    private Path folder;

    @Test
    void a_letter_is_read_back_from_its_bytes() throws Exception {
        Path picture = Files.write(folder.resolve("carte.png"), PNG);
        file(folder, "é t.pdf", "%PDF-1.4");
        byte[] bytes = bytes(aMailing(folder)
                .toName("{{ prenom }} {{ nom }}")
                .subject("{{ prenom }}, où êtes-vous ?")
                .html("<p>À {{ prenom }} <img src='cid:carte' alt=''>")
                .text("À {{ prenom }}\n")
                .picture("carte", picture)
                .attachment("é t.pdf")
                .build());

        ReadLetter letter = ReadLetter.of(bytes);

        assertThat(letter.subject()).isEqualTo("Hélène, où êtes-vous ?");
        assertThat(letter.to()).isEqualTo("Hélène Cœur <marie@famille.example>");
        assertThat(letter.html()).isEqualTo("<p>À Hélène <img src='cid:carte' alt=''>");
        assertThat(letter.text()).isEqualToNormalizingNewlines("À Hélène\n");
        assertThat(letter.pictures()).containsOnlyKeys("carte");
        assertThat(letter.pictures().values())
                .extracting(ReadLetter.Picture::content)
                .containsExactly(PNG);
        assertThat(letter.attachments()).containsExactly(new Attachment("é t.pdf", "application/pdf", 8));
        assertThat(letter.bytes()).isEqualTo(bytes.length);
    }

    @Test
    void a_letter_of_text_alone_has_no_html() throws Exception {
        ReadLetter letter = ReadLetter.of(bytes(aMailing(folder).text("Bonjour").build()));

        assertThat(letter.html()).isNull();
        assertThat(letter.text()).isEqualToIgnoringNewLines("Bonjour");
    }

    private static byte[] bytes(LetterComposer composer) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        composer.compose(MARIE, contact("Hélène", "Cœur"), null).message().writeTo(out);
        return out.toByteArray();
    }
}
