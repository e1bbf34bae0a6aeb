package org.facteur.cli.screen;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.facteur.reason.Phrases;

/**
 * The language that the environment asks for, as gettext reads it: LANGUAGE, a list, before LC_ALL, LC_MESSAGES and LANG. The JVM knows no
 * LANGUAGE, and speaks English where a locale is named that this machine has not generated, as in a container.
 */
public final class ReaderLanguage {

    private ReaderLanguage() {}

    /** Makes it ours, unless the JVM was told a language of its own. */
    public static void adopt() {
        Locale.Category display = Locale.Category.DISPLAY;
        of(System.getenv())
                .filter(asked ->
                        !asked.getLanguage().equals(Locale.getDefault(display).getLanguage()))
                .filter(asked -> !isToldToJvm())
                .ifPresent(asked -> Locale.setDefault(display, asked));
    }

    /** Empty where it asks for none, or for C. */
    static Optional<Locale> of(Map<String, String> environment) {
        Optional<Locale> locale = Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .flatMap(ReaderLanguage::parsed);
        // Who asks for C wants to have what the manual shows.
        return locale.flatMap(
                named -> Stream.of(environment.getOrDefault("LANGUAGE", "").split(":", -1))
                        .map(ReaderLanguage::parsed)
                        .flatMap(Optional::stream)
                        .filter(Phrases::isSpoken)
                        .findFirst()
                        .or(() -> locale));
    }

    /** @param name such as {@code fr_FR.UTF-8@euro} */
    private static Optional<Locale> parsed(String name) {
        String plain = name.replaceFirst("[.@].*", "");
        return plain.isEmpty() || plain.equals("C") || plain.equals("POSIX")
                ? Optional.empty()
                : Optional.of(Locale.forLanguageTag(plain.replace('_', '-')))
                        .filter(locale -> !locale.getLanguage().isEmpty());
    }

    private static boolean isToldToJvm() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-Duser.language"));
    }
}
