package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.facteur.dispatch.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsTest {

    private final Stop stop = new Stop();
    private final List<Integer> halted = new ArrayList<>();
    private final Signals signals = new Signals(stop, halted::add);

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void a_signal_asks_the_run_to_end(String name, int exitCode) {
        signals.heard(name);

        assertThat(stop.cause())
                .hasFieldOrPropertyWithValue("exitCode", exitCode)
                .hasFieldOrPropertyWithValue("failed", false);
        assertThat(halted).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HUP, HUP", // the window is closed: the shell's, and the kernel's
        "TERM, HUP", // logind, where the machine is switched off
        "TERM, TERM", // facteur stop, twice
        "INT, TERM",
        "TERM, INT"
    })
    void letters_on_their_way_are_finished_though_it_is_asked_again(String first, String second) {
        signals.heard(first);
        signals.heard(second);

        assertThat(halted).isEmpty();
        assertThat(stop.cause()).hasFieldOrPropertyWithValue("failed", false);
    }

    @Test
    void a_second_Ctrl_C_ends_at_once() {
        signals.heard("INT");
        signals.heard("INT");

        assertThat(halted).containsExactly(130);
    }
}
