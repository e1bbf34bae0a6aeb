package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A Postfix of the test's own, on loopback, that delivers into maildirs. {@link PostfixSetup} starts it. */
final class PostfixServer implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Path MASTER = Path.of("/usr/lib/postfix/sbin/master");

    private final Path dir;
    private final int port;
    private final Process master;

    PostfixServer(Path dir, int port) {
        this.dir = dir;
        this.port = port;
        try {
            // In the foreground and without postfix(1), whose checks of the installation take longer than the rest.
            this.master = new ProcessBuilder(
                            MASTER.toString(), "-c", dir.resolve("conf").toString(), "-s")
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("start.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("Postfix listening")
                .atMost(LONGEST)
                .failFast(() -> assertThat(master.isAlive()).as(log()).isTrue())
                .until(() -> Programs.listensAt(port));
    }

    int port() {
        return port;
    }

    /** The letters in the mailboxes, by recipient; waits until the queue is empty. */
    Map<String, List<String>> letters() {
        await("an empty queue").atMost(LONGEST).until(this::isQueueEmpty);
        Map<String, List<String>> letters = new TreeMap<>();
        for (Path mailbox : list(dir.resolve("mail"))) {
            letters.put(
                    String.valueOf(mailbox.getFileName()),
                    list(mailbox.resolve("new")).stream().map(Programs::read).toList());
        }
        return letters;
    }

    /** How many letters were taken so far. */
    int accepted() {
        return (int) log().lines()
                .filter(line -> line.contains("/qmgr[") && line.contains("(queue active)"))
                .count();
    }

    /** What the server wrote about itself and its clients. */
    String log() {
        return Programs.read(dir.resolve("start.log"))
                + (Files.exists(dir.resolve("log")) ? Programs.read(dir.resolve("log")) : "");
    }

    /** In the order in which letters move, so that none slips through between two looks. */
    private boolean isQueueEmpty() {
        return Stream.of("maildrop", "incoming", "active", "deferred").allMatch(queue -> {
            try (Stream<Path> files = Files.walk(dir.resolve("queue").resolve(queue))) {
                return files.noneMatch(Files::isRegularFile);
            } catch (IOException | UncheckedIOException e) {
                // A letter left while we looked.
                return false;
            }
        });
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the master process; its children end with it. */
    @Override
    public void close() {
        master.destroy();
        await("the end of Postfix").atMost(LONGEST).until(() -> !master.isAlive());
    }
}
