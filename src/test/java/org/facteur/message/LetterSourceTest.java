package org.facteur.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LetterSourceTest {

    private static final String LINE = "QUJD".repeat(19);

    @Test
    void a_long_run_of_base64_is_cut_and_the_rest_is_left_as_it_is() {
        String letter = "Subject: x\r\n\r\n" + (LINE + "\r\n").repeat(100) + "QUI=\r\n--end--\r\n";

        assertThat(LetterSource.of(letter.getBytes(US_ASCII)))
                .isEqualTo("Subject: x\n\n" + LINE + "\n" + LINE + "\n[… 98 × base64 …]\nQUI=\n--end--\n");
    }

    @Test
    void a_short_run_is_left_whole() {
        String letter = (LINE + "\n").repeat(5);

        assertThat(LetterSource.of(letter.getBytes(US_ASCII))).isEqualTo(letter);
    }
}
