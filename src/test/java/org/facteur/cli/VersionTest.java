package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "run --version", "explain --version", "relays try --version"})
    void each_command_says_the_version_of_the_build(String line) throws Exception {
        Typed typed = facteur(line.split(" "));

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).isEqualToIgnoringNewLines("facteur " + Version.number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status --no-such-option", "no-such-command", "run"})
    void a_wrong_command_line_is_wrong_usage(String line) {
        Typed typed = facteur(line.split(" "));

        assertThat(typed.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed.err()).containsAnyOf("Usage: facteur", "Did you mean: facteur");
    }

    @Test
    void help_of_a_command_is_its_own() {
        Typed typed = facteur("status", "--help");

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).contains("Tells where each campaign stands.").doesNotContain("never twice");
    }

    @Test
    void help_knows_every_command_whatever_was_typed_first() {
        assertThat(facteur("help", "status").out()).contains("Tells where each campaign stands.");
        assertThat(facteur("--help").out())
                .contains("Tells where each campaign stands.", "Starts the campaign, or takes it up");
        assertThat(facteur("statsu").err())
                .contains("'statsu' is not a command of facteur", "Did you mean: facteur status");
    }
}
