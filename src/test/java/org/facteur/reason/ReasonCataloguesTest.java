package org.facteur.reason;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys that the compiler knows against the texts in both languages. */
class ReasonCataloguesTest {

    /** Without what it uses of libraries, which takes longer to read. */
    private static final JavaClasses CODE = ArchConfiguration.withThreadLocalScope(reading -> {
        reading.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .importUrl(ReasonKey.class.getProtectionDomain().getCodeSource().getLocation());
    });

    private static final List<JavaClass> ENUMS = CODE.stream()
            .filter(type -> type.isEnum() && type.isAssignableTo(ReasonKey.class))
            .toList();

    private static Stream<ReasonKey> keys(JavaClass type) {
        return Arrays.stream(type.reflect().getEnumConstants()).map(ReasonKey.class::cast);
    }

    static Set<String> rooms() {
        Set<String> rooms = new TreeSet<>();
        ENUMS.forEach(type -> rooms.add(ReasonCatalogues.room(type.reflect())));
        return rooms;
    }

    private static Map<String, String> texts(String room, Locale language) {
        Phrases phrases = new Phrases("org.facteur." + room + ".reasons", language);
        return phrases.keys().stream()
                .filter(key -> !key.equals(Phrases.LANGUAGE) && !key.equals(Phrases.PLURAL))
                .collect(toMap(Function.identity(), key -> phrases.find(key).orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void each_key_has_a_text_and_each_text_a_key_that_the_code_knows(String room) {
        List<String> ids = ENUMS.stream()
                .filter(type -> ReasonCatalogues.room(type.reflect()).equals(room))
                .flatMap(ReasonCataloguesTest::keys)
                .map(ReasonKey::id)
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(texts(room, Locale.ENGLISH).keySet().stream().map(key -> key.replaceFirst("\\.one$", "")))
                .hasSameElementsAs(ids);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void each_text_is_there_in_both_languages_and_says_the_same_values(String room) {
        Map<String, String> english = texts(room, Locale.ENGLISH);
        Map<String, String> french = texts(room, Locale.FRENCH);

        // French has a plural more often.
        assertThat(french.keySet()).containsAll(english.keySet());
        assertThat(french.keySet().stream().map(key -> key.replaceFirst("\\.one$", "")))
                .isSubsetOf(english.keySet().stream()
                        .map(key -> key.replaceFirst("\\.one$", ""))
                        .toList());
        assertThat(english)
                .allSatisfy((key, text) -> assertThat(places(String.valueOf(french.get(key))))
                        .as(key)
                        .isEqualTo(places(text)));
    }

    /** Rooms in whose sentences everything is said in German and Spanish too; what is new elsewhere falls back to English. */
    private static final Set<String> WHOLE = Set.of(
            "address", "campaign", "check", "contact", "dispatch", "message", "pace", "report", "schedule", "smtp");

    @ParameterizedTest
    @MethodSource("rooms")
    void german_and_spanish_say_the_same_values_and_nothing_else(String room) {
        Map<String, String> english = texts(room, Locale.ENGLISH);
        for (String language : List.of("de", "es")) {
            Map<String, String> texts = texts(room, Locale.forLanguageTag(language));

            assertThat(texts.keySet()).as(language).isSubsetOf(english.keySet());
            assertThat(texts)
                    .allSatisfy((key, text) -> assertThat(places(text))
                            .as(language + " " + key)
                            .isEqualTo(places(String.valueOf(english.get(key)))));
        }
    }

    @ParameterizedTest
    @MethodSource("whole")
    void german_and_spanish_are_whole_where_a_newcomer_reads(String room) throws IOException {
        for (String language : List.of("_de", "_es")) {
            assertThat(written(room, language)).as(room + language).containsAll(written(room, ""));
        }
    }

    static Set<String> whole() {
        return WHOLE;
    }

    /** Without the fallback to English. */
    private static Set<String> written(String room, String language) throws IOException {
        Properties texts = new Properties();
        String name = "/org/facteur/" + room + "/reasons" + language + ".properties";
        try (InputStream in = ReasonKey.class.getResourceAsStream(name)) {
            texts.load(Objects.requireNonNull(in, name));
        }
        return texts.stringPropertyNames();
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        java.util.regex.Pattern.compile("\\{\\d{1,2}(?=[,}])")
                .matcher(text)
                .results()
                .forEach(place -> places.add(place.group()));
        return places;
    }

    @Test
    void each_key_is_used() {
        assertThat(ENUMS)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(keys(type))
                        .allMatch(
                                key -> type.getField(key.name()).getAccessesToSelf().stream()
                                        .anyMatch(access ->
                                                !access.getOriginOwner().equals(type)),
                                "is used"));
    }
}
