package org.facteur.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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

    @Test
    void a_lock_file_that_was_deleted_is_made_again() throws IOException {
        try (HomeLock held = HomeLock.tryAcquire(file, true).orElseThrow()) {
            Files.delete(file);

            assertThat(held.isStillOurs()).isTrue();
            assertThat(HomeLock.holder(file)).contains(ProcessHandle.current().pid());
        }
    }

    @Test
    void a_home_whose_lock_file_is_gone_is_not_taken_while_its_run_lives() throws Exception {
        Process run = new ProcessBuilder("sleep", "60").start();
        try {
            LockHolder.of(run.toHandle()).write(folder.resolve("facteur.run"));

            assertThat(HomeLock.tryAcquire(file, true)).isEmpty();
            assertThat(HomeLock.process(file).map(ProcessHandle::pid)).contains(run.pid());
        } finally {
            run.destroyForcibly().waitFor();
        }
        HomeLock.tryAcquire(file, true).orElseThrow().close();
    }

    @Test
    void another_process_that_has_the_number_by_now_is_not_the_run() throws IOException {
        ProcessHandle stranger = ProcessHandle.current();
        Files.writeString(
                folder.resolve("facteur.run"),
                "pid=" + stranger.pid() + "\nstarted=1000\ncommand=java\nwhere="
                        + LockHolder.ourselves().where().replace(":", "\\:") + "\n");

        assertThat(HomeLock.process(file)).isEmpty();
        HomeLock.tryAcquire(file, true).orElseThrow().close();
    }

    @Test
    void one_who_cannot_sign_it_does_not_keep_it() throws IOException {
        Path inItsWay = Files.createFile(
                Files.createDirectory(folder.resolve("facteur.run")).resolve("file"));
        assertThatThrownBy(() -> HomeLock.tryAcquire(file, true)).isInstanceOf(IOException.class);

        Files.delete(inItsWay);
        Files.delete(folder.resolve("facteur.run"));

        HomeLock.tryAcquire(file, true).orElseThrow().close();
    }

    @Test
    void a_link_in_its_place_is_not_followed() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
        Files.createSymbolicLink(file, elsewhere);

        assertThatThrownBy(() -> HomeLock.tryAcquire(file, true)).isInstanceOf(IOException.class);
        assertThat(elsewhere).hasContent("mine");
    }

    @Test
    void a_run_is_known_by_the_machines_ticks_however_its_clock_is_set() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no ticks here");
        long byTheClock =
                ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();

        try (HomeLock held = HomeLock.tryAcquire(file, true).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(HomeLock.process(file)).contains(ProcessHandle.current());
            assertThat(LockHolder.read(folder.resolve("facteur.run"))
                            .orElseThrow()
                            .started())
                    .isLessThan(byTheClock / 2);
        }
    }

    @Test
    void another_process_that_got_the_number_of_a_dead_run_soon_after_is_not_taken_for_it() throws IOException {
        LockHolder us = LockHolder.ourselves();

        new LockHolder(us.pid(), us.started() - 500, us.command(), us.where()).write(folder.resolve("facteur.run"));

        assertThat(HomeLock.process(file)).isEmpty();
    }

    @Test
    void what_a_dead_run_said_last_is_not_told_of_the_one_that_comes() throws IOException {
        Path said = Files.writeString(folder.resolve("status.json"), "{}");
        Files.setLastModifiedTime(said, FileTime.from(Instant.EPOCH));

        try (HomeLock held = HomeLock.tryAcquire(file, true).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(said).doesNotExist();
        }
    }
}
