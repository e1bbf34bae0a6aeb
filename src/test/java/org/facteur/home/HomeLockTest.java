package org.facteur.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("facteur.lock");
    }

    @Test
    void it_is_held_once_and_free_again_afterwards() throws IOException {
        try (HomeLock held = HomeLock.tryAcquire(file, true).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(HomeLock.tryAcquire(file, true)).isEmpty();
            assertThat(HomeLock.tryAcquire(file, false)).isEmpty();
            assertThat(HomeLock.holder(file)).contains(ProcessHandle.current().pid());
        }

        assertThat(HomeLock.holder(file)).isEmpty();
        HomeLock.tryAcquire(file, true).orElseThrow().close();
    }

    @Test
    void a_short_command_holds_it_without_a_pid() throws IOException {
        try (HomeLock held = HomeLock.tryAcquire(file, false).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(HomeLock.holder(file)).isEmpty();
            assertThat(HomeLock.tryAcquire(file, true)).isEmpty();
        }
    }

    @Test
    void a_file_that_a_dead_process_left_holds_nobody_up() throws IOException {
        Files.writeString(file, "4194303999\nand more that is longer than a pid\n");

        try (HomeLock held = HomeLock.tryAcquire(file, true).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(Files.readString(file)).isEqualTo(ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void what_is_no_pid_names_nobody() throws IOException {
        assertThat(HomeLock.holder(file)).isEmpty();
        Files.write(file, new byte[] {(byte) 0xff, 'x'});
        assertThat(HomeLock.holder(file)).isEmpty();
        Files.writeString(file, "-1");
        assertThat(HomeLock.holder(file)).isEmpty();
    }
}
