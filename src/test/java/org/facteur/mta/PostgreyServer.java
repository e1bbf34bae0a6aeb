package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.facteur.packaged.FreePort;

/** A Postgrey of the test's own, on loopback. It greylists everyone: it has no white lists, and learns none. */
final class PostgreyServer implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final int port = FreePort.find();
    private final Process process;

    /**
     * @param delay whole seconds, before which the same client, sender and recipient is sent away again
     * @param options further ones, as Postgrey's command line has them
     */
    PostgreyServer(Path parent, Duration delay, String... options) {
        Programs.openFolder(parent);
        Path dir = Programs.openFolder(parent.resolve("postgrey"));
        Path database = Programs.openFolder(dir.resolve("db"));
        Programs.giveTo("postgrey", database);
        Path log = dir.resolve("log");
        try {
            Path nobody = Files.writeString(dir.resolve("nobody"), "");
            List<String> command = new ArrayList<>(List.of(
                    Programs.path("postgrey").toString(),
                    "--inet=127.0.0.1:" + port,
                    "--dbdir=" + database,
                    "--delay=" + delay.toSeconds(),
                    "--auto-whitelist-clients=0",
                    "--whitelist-clients=" + nobody,
                    "--whitelist-recipients=" + nobody));
            command.addAll(List.of(options));
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            await("Postgrey listening")
                    .atMost(LONGEST)
                    .failFast(() -> assertThat(process.isAlive())
                            .as(Files.readString(log))
                            .isTrue())
                    .until(() -> Programs.listensAt(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For Postfix's {@code smtpd_recipient_restrictions}. */
    String policy() {
        return "check_policy_service inet:127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        await("the end of Postgrey").atMost(LONGEST).until(() -> !process.isAlive());
    }
}
