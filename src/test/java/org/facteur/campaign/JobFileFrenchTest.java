package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and values of a job file are not words of ours: they are the same in any language. */
class JobFileFrenchTest {

    @TempDir
    private Path folder;

    private String french(Job job) {
        return job.refused().reason().in(Locale.FRANCE);
    }

    @Test
    void a_key_that_may_be_meant_is_named_as_it_is_written() {
        assertThat(french(Job.in(folder).line(1, "campagne:")))
                .contains("campagne n’est pas une clé\u202f; vouliez-vous dire campaign\u202f?");
    }

    @Test
    void keys_that_there_are_are_named_as_they_are_written() {
        assertThat(french(Job.in(folder).plus("  pace: { zzz: 1 }")))
                .contains(
                        "campaign.pace.zzz n’est pas une clé\u202f; il existe\u00a0: chunk, limits, patience, pause, ");
    }

    @Test
    void a_value_that_is_a_sentence_of_ours_stays_as_it_is() {
        assertThat(french(Job.in(folder).plus("  pace: { pause: \"comma\", chunk: \"letters are left\" }")))
                .contains("campaign.pace.pause «\u202fcomma\u202f» n’est pas une pause")
                .contains("campaign.pace.chunk «\u202fletters are left\u202f» n’est pas un nombre entier");
    }

    @Test
    void each_problem_stands_on_a_line_of_its_own_behind_its_place() {
        assertThat(french(Job.in(folder).plus("  pace: { chunk: no }\n  locale: \"?\""))
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.matches(".*voeux\\.yaml:\\d+: campaign\\..*"));
    }
}
