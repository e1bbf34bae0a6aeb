package org.facteur.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderLanguageTest {

    @ParameterizedTest(name = "LC_ALL={0} LC_MESSAGES={1} LANG={2} LANGUAGE={3}: {4}")
    @CsvSource({
        "'', '', fr_FR.UTF-8, '', fr-FR",
        "'', fr_CA, en_US.UTF-8, '', fr-CA",
        "fr_FR@euro, en_GB, en_US, '', fr-FR",
        "'', '', en_US.UTF-8, fr, fr",
        "'', '', en_US.UTF-8, fr_BE:en, fr-BE",
        "'', '', C.UTF-8, '', ''",
        "C, '', fr_FR.UTF-8, fr, ''",
        "'', '', POSIX, '', ''",
        "'', '', fr_FR.UTF-8, xx:fr, fr",
        "'', '', fr_FR.UTF-8, xx, fr-FR",
    })
    void the_language_is_the_one_that_gettext_would_take(
            String all, String messages, String lang, String language, String taken) {
        var environment = Map.of("LC_ALL", all, "LC_MESSAGES", messages, "LANG", lang, "LANGUAGE", language);

        assertThat(ReaderLanguage.of(environment).map(Locale::toLanguageTag).orElse(""))
                .isEqualTo(taken);
    }

    @Test
    void nothing_is_taken_from_an_empty_environment() {
        assertThat(ReaderLanguage.of(Map.of())).isEmpty();
        assertThat(ReaderLanguage.of(Map.of("LANGUAGE", "fr"))).isEmpty();
    }
}
