package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {

    @TempDir
    private Path folder;

    /** Another command lets the lock go after so many looks at it. */
    private Optional<HomeLock> acquire(boolean run, int looks) throws IOException {
        Home home = new Home(folder).create();
        HomeLock others = HomeLock.tryAcquire(home.lock(), false).orElseThrow();
        AtomicInteger left = new AtomicInteger(looks);
        Optional<HomeLock> ours = Launch.acquire(home, run, () -> {
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
    void a_short_command_does_not() throws IOException {
        assertThat(acquire(false, 600)).isEmpty();
    }
}
