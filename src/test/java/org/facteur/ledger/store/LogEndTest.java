package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogEndTest {

    @TempDir
    private Path folder;

    private Path log = Path.of("");
    private LogEnd end = new LogEnd(log);

    @BeforeEach
    void a_log_with_a_whole_record() throws IOException {
        log = Files.writeString(folder.resolve("ledger.log"), "COMMIT\n");
        end = new LogEnd(folder.resolve("ledger"));
        end.isWhole();
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }

    @Test
    void half_a_record_and_all_behind_it_are_cut_off() throws IOException {
        append("INSERT INTO ATTEMPT VALUES(1\nCOMMIT\n");
        end.isWhole();
        append("INSERT INTO ATTINSERT INTO ATTEMPT VALUES(2\nCOMMIT\n");
        end.doubt();

        end.close();

        assertThat(log).hasContent("COMMIT\nINSERT INTO ATTEMPT VALUES(1\nCOMMIT\n");
    }

    @Test
    void what_nobody_doubts_stays() throws IOException {
        append("INSERT INTO BATCH VALUES(1\nCOMMIT\n");

        end.close();

        assertThat(log).content().endsWith("BATCH VALUES(1\nCOMMIT\n");
    }

    @Test
    void a_log_that_a_checkpoint_has_emptied_since_is_left_alone() throws IOException {
        append("a longer record\nCOMMIT\n");
        end.isWhole();
        Files.writeString(log, "COMMIT\n");
        end.doubt();

        end.close();

        assertThat(log).hasContent("COMMIT\n");
    }

    @Test
    void without_a_log_there_is_nothing_to_cut() throws IOException {
        Files.delete(log);
        end.doubt();

        end.close();

        assertThat(log).doesNotExist();
    }
}
