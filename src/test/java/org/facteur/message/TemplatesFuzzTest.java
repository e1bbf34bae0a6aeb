package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.message.MailingBuilder.MARIE;
import static org.facteur.message.MailingBuilder.MIDNIGHT;
import static org.facteur.message.MailingBuilder.aMailing;
import static org.facteur.message.MailingBuilder.contact;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.facteur.reason.Mendable;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a template holds: it makes letters that can be read back, or is refused with a reason. */
class TemplatesFuzzTest {

    @TempDir
    private Path folder;

    @FuzzTest
    void letters(byte[] bytes) {
        String source = new String(bytes, StandardCharsets.UTF_8);
        try {
            LetterComposer composer =
                    aMailing(folder).subject("{{ prenom }}").html(source).build();
            byte[] letter = composer.compose(MARIE, contact("<i>{{ nom }}</i>", "Petit"), null)
                    .toBytes(MIDNIGHT);
            ReadLetter read = ReadLetter.of(letter);
            assertThat(read.subject()).isEqualTo("<i>{{ nom }}</i>");
            assertThat(new String(letter, StandardCharsets.ISO_8859_1).lines())
                    .allMatch(line -> line.length() <= 998 && line.chars().allMatch(c -> c < 128));
        } catch (RuntimeException e) {
            if (!(Mendable.causeOf(e) instanceof Mendable)) {
                throw e;
            }
            assertThat(e.getMessage()).isNotBlank().doesNotContain("io.pebbletemplates");
        }
    }
}
