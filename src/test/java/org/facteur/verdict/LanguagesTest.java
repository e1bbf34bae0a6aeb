package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    La boîte aux lettres du destinataire est pleine | la mailbox du recipient est full
                    El usuario no existe                            | el user does not exist
                    Limite diário de envio excedido                 | limit daily sending exceeded
                    Das Postfach ist voll                           | das mailbox ist full
                    Почтовый ящик переполнен                        | mailbox full
                    收件人邮箱已满                                   | recipient mailbox full
                    Trop d'e-mails par heure                        | too many e-mails per hour
                    """)
    void words_become_the_english_of_the_rules(String said, String english) {
        assertThat(Languages.english(Folding.fold(said))).isEqualTo(english);
    }

    @Test
    void english_stays_as_it_is() {
        String text = "recipient address rejected: user unknown in local recipient table";

        assertThat(Languages.english(text)).isSameAs(text);
    }

    @Test
    void a_part_of_a_word_is_no_word() {
        assertThat(Languages.english("compter voller suspect")).isEqualTo("compter voller suspect");
    }
}
