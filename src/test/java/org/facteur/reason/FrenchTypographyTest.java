package org.facteur.reason;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the French see at once in a text that nobody French has read. */
class FrenchTypographyTest {

    private static final Path TEXTS = Path.of("src/main/resources/org/facteur");

    /** No space before a double sign, or one at which a line can end; a guillemet without its own; an apostrophe of typewriters; a plural in brackets. */
    private static final Pattern MISTAKE = Pattern.compile(
            "[^\\s\u202f\u00a0][;?!](\\s|$)|[ \u00a0][;?!](\\s|$)|\u202f:|\\w :| »|« | %(?!\\})|[a-zé]'[a-zéêœ]|\\(s\\)");

    /** What is written into a DNS record or a YAML file, and patterns of times. */
    private static final List<String> NOT_FRENCH = List.of("v=DMARC1; p=none", "*, & ou !", ". ? * +", "'er'", "'à'");

    @Test
    void double_signs_guillemets_and_apostrophes_are_those_of_print() throws Exception {
        List<String> mistakes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TEXTS)) {
            for (Path file : files.filter(path -> path.toString().endsWith("_fr.properties"))
                    .toList()) {
                Properties texts = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    texts.load(reader);
                }
                texts.forEach((key, text) -> {
                    String prose = NOT_FRENCH.stream().reduce(text.toString(), (rest, word) -> rest.replace(word, ""));
                    if (MISTAKE.matcher(prose).find()) {
                        mistakes.add(TEXTS.relativize(file) + " " + key + " = " + text);
                    }
                });
            }
        }
        assertThat(mistakes).isEmpty();
    }
}
