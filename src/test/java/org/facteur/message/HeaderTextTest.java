package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.util.Random;
import org.facteur.message.template.SingleLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nBcc: x@y.example", "a\nBcc: x@y.example", "a\rBcc", "a\u0085Bcc", "a\u2028Bcc", "a\u0000b"
            })
    void control_characters_become_spaces(String nasty) {
        assertThat(SingleLine.of(nasty))
                .doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028]")
                .startsWith("a ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bonne annee",
                "Lœtitia, bonne année 2027 !",
                "=?UTF-8?Q?pas_un_mot_cod=C3=A9?=",
                "🎆🎇✨ a b  c",
                "d'Artagnan \"le beau\" \\ (x) <y> _?="
            })
    void what_is_encoded_is_read_back_as_it_was(String text) throws Exception {
        assertThat(MimeUtility.decodeText(MimeUtility.unfold(HeaderText.unstructured(text, 9))))
                .isEqualTo(text);
        assertThat(new InternetAddress(HeaderText.phrase(text, 6) + " <a@b.example>").getPersonal())
                .isEqualTo(text);
    }

    @Test
    void long_texts_are_folded_and_no_character_is_split() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(1 + random.nextInt(300), 0, 6)
                    .mapToObj(n -> new String[] {"a", "é", "œ", "🎆", "=", "漢"}[n])
                    .reduce("", String::concat);

            String header = HeaderText.unstructured(text, 9);

            assertThat(("Subject: " + header).split("\r\n")).allMatch(line -> line.length() <= 76);
            assertThat(MimeUtility.decodeText(MimeUtility.unfold(header))).isEqualTo(text);
        }
    }

    @Test
    void long_names_are_folded_whatever_they_hold() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            String name = "x"
                    + random.ints(random.nextInt(400), 0, 6)
                            .mapToObj(n -> new String[] {"a", "longer", " ", ", ", "\"", "\\"}[n])
                            .reduce("", String::concat)
                            .strip();

            String header = "Reply-To: " + HeaderText.phrase(name, 10) + "\r\n <a@b.example>";

            assertThat(header.split("\r\n")).allMatch(line -> line.length() <= 76 && !line.isBlank());
            assertThat(new InternetAddress(MimeUtility.unfold(header.substring(10))).getPersonal())
                    .isEqualTo(name);
        }
    }

    @Test
    void a_word_too_long_to_fold_is_encoded() throws Exception {
        String header = HeaderText.unstructured("x".repeat(2000), 9);

        assertThat(header.split("\r\n")).allMatch(line -> line.length() <= 76);
        assertThat(MimeUtility.decodeText(header)).isEqualTo("x".repeat(2000));
    }
}
