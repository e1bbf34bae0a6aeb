package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTest {

    @TempDir
    private Path folder;

    /** Another command lets the lock go after so many looks at it. */
    private Optional<HomeLock> acquire(boolean run, int looks) throws IOException {
        Home home = new Home(folder).create();
        HomeLock others = HomeLock.tryAcquire(home.lock(), false).orElseThrow();
        AtomicInteger left = new AtomicInteger(looks);
        Optional<HomeLock> ours = Launch.acquire(home, run, () -> false, () -> {
            if (left.decrementAndGet() == 0) {
                others.close();
            }
        });
        others.close();
        return ours;
    }

    @Test
    void a_run_waits_for_a_command_that_takes_a_minute() throws IOException {
        Optional<HomeLock> lock = acquire(true, 600);

        assertThat(lock).isPresent();
        lock.orElseThrow().close();
    }

    @Test
    void who_waits_says_so_once() {
        StringWriter err = new StringWriter();
        Runnable pause = Launch.saying(new Home(folder), new PrintWriter(err), () -> {});
        for (int i = 0; i < 1200; i++) {
            pause.run();
        }

        assertThat(err.toString().lines())
                .containsExactly("another command is at work in " + folder + "; waiting for it to end");
    }

    @Test
    void a_schedule_that_is_to_stop_waits_for_no_command() throws IOException {
        Home home = new Home(folder).create();
        AtomicInteger looks = new AtomicInteger();
        try (HomeLock others = HomeLock.tryAcquire(home.lock(), false).orElseThrow()) {
            assertThat(others.isStillOurs()).isTrue();
            assertThat(Launch.acquire(home, true, () -> looks.get() == 3, looks::incrementAndGet))
                    .isEmpty();
        }
        assertThat(looks).hasValue(3);
    }

    @Test
    void a_short_command_does_not() throws IOException {
        assertThat(acquire(false, 600)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "resolve", "unsubscribe-link"})
    void while_a_run_goes_on_a_command_that_needs_the_home_says_which_run_it_is(String command) throws IOException {
        Home home = new Home(folder).create();
        Path jobs = Files.createDirectories(folder.resolve("jobs"));
        Files.writeString(jobs.resolve("contacts.csv"), "email\nmarie@example.org\n");
        Files.writeString(jobs.resolve("letter.txt"), "Bonjour");
        Path job = Files.writeString(jobs.resolve("job.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ sandbox ]
                """);
        try (HomeLock run = HomeLock.tryAcquire(home.lock(), true).orElseThrow()) {
            Typed typed = command.equals("unsubscribe-link")
                    ? Typed.facteur(command, job.toString(), "marie@example.org")
                    : Typed.facteur(command, job.toString());

            assertThat(typed.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(typed.err())
                    .contains(
                            "a run is going on (pid " + ProcessHandle.current().pid() + "); stop it first");
        }
    }
}
