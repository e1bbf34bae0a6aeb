package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help in the user's language. */
class TranslatedHelpTest {

    @Test
    void help_speaks_french_to_the_french() {
        String help = facteur(Locale.FRANCE, "run", "--help").out();

        assertThat(help)
                .contains(
                        "Usage\u00a0: facteur run",
                        "Commence la campagne",
                        "Le fichier d’envoi",
                        "Remplit ${name} dans")
                .contains("--home=DIR", "Où est var/.", "Seulement les erreurs.", "Montre cette aide.")
                .doesNotContain("Starts the campaign", "The job file", "Errors only", "Show this help");
    }

    @Test
    void help_speaks_english_to_everybody_else() {
        for (Locale locale : List.of(Locale.UK, Locale.ITALY)) {
            assertThat(facteur(locale, "run", "--help").out())
                    .contains("Usage: facteur run", "Starts the campaign, or takes it up", "Errors only.")
                    .doesNotContain("campagne", "envoi");
        }
    }

    @Test
    void help_lists_the_commands_in_french() {
        for (String[] typed : new String[][] {{"--help"}, {"help"}}) {
            assertThat(facteur(Locale.FRANCE, typed).out())
                    .contains("Commandes\u00a0:", "Dit où en est chaque campagne.", "Montre l’aide d’une commande.")
                    .doesNotContain("Commands:", "Tells");
        }
        assertThat(facteur(Locale.FRANCE, "relays", "try", "--help").out()).contains("Se connecte à un relais");
    }

    @Test
    void what_stands_for_a_value_stays_in_the_french_sentence() {
        assertThat(facteur(Locale.FRANCE, "preview", "--help").out()).contains("défaut\u00a0: 20.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "de", "es"})
    void each_command_and_each_option_is_described_in_each_language(String language) {
        Map<String, String> english = described(Locale.UK);
        Map<String, String> other = described(Locale.forLanguageTag(language));

        assertThat(other)
                .hasSizeGreaterThan(60)
                .hasSameSizeAs(english)
                .allSatisfy((what, description) ->
                        assertThat(description).isNotBlank().isNotEqualTo(english.get(what)));
    }

    @Test
    void each_language_describes_the_same() {
        Set<String> french = keys("fr");

        assertThat(keys("de")).isEqualTo(french);
        assertThat(keys("es")).isEqualTo(french);
    }

    private static Set<String> keys(String language) {
        return ResourceBundle.getBundle(
                        "org.facteur.cli.help",
                        Locale.forLanguageTag(language),
                        Control.getNoFallbackControl(Control.FORMAT_PROPERTIES))
                .keySet();
    }

    /** Whatever has a description: {@code facteur run}, {@code facteur run --json}, {@code facteur run JOB}. */
    private static Map<String, String> described(Locale locale) {
        Map<String, String> described = new TreeMap<>();
        describe(Facteur.commandLine(locale), described);
        return described;
    }

    private static void describe(CommandLine commandLine, Map<String, String> described) {
        CommandSpec command = commandLine.getCommandSpec();
        String name = command.qualifiedName();
        described.put(name, text(command.usageMessage().description()));
        for (OptionSpec option : command.options()) {
            described.put(name + " " + option.longestName(), text(option.description()));
        }
        command.positionalParameters()
                .forEach(parameter -> described.put(
                        name + " " + parameter.paramLabel() + parameter.index(), text(parameter.description())));
        commandLine.getSubcommands().values().forEach(subcommand -> describe(subcommand, described));
    }

    private static String text(String[] lines) {
        return String.join("\n", Arrays.asList(lines));
    }
}
