package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FacteurTest {

    /** A command for which the machine does not suffice. */
    @Command(name = "greedy")
    static final class Greedy implements Callable<Integer> {

        @Override
        public Integer call() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void what_the_machine_does_not_suffice_for_ends_with_a_sentence_and_a_code_of_ours() {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Facteur.commandLine(Locale.UK, "greedy");
        commandLine.addSubcommand(new Greedy());
        commandLine.setErr(new PrintWriter(err));

        assertThat(commandLine.execute("greedy")).isEqualTo(ExitCodes.SOFTWARE);
        assertThat(err.toString()).startsWith("facteur: a bug of ours: ").contains("Java heap space");
    }
}
