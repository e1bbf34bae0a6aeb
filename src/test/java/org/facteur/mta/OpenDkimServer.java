package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.facteur.packaged.FreePort;

/** An OpenDKIM of the test's own, on loopback, that verifies what a Postfix takes and writes into each letter what it found. */
final class OpenDkimServer implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final int port = FreePort.find();
    private final Process process;

    /** @param records what the DNS would say: {@code facteur._domainkey.ecole.example v=DKIM1; ...} */
    OpenDkimServer(Path parent, List<String> records) {
        Programs.openFolder(parent);
        Path dir = Programs.openFolder(parent.resolve("opendkim"));
        Path log = dir.resolve("log");
        try {
            Path keys = Files.write(dir.resolve("keys"), records);
            // Internal hosts are signed for, not verified: there are to be none.
            Path internal = Files.writeString(dir.resolve("internal"), "192.0.2.1\n");
            Path settings = Files.writeString(dir.resolve("opendkim.conf"), """
                    Mode v
                    Socket inet:%d@127.0.0.1
                    AlwaysAddARHeader yes
                    AuthservID mx.facteur.test
                    InternalHosts %s
                    TestPublicKeys %s
                    Syslog no
                    Background no
                    """.formatted(port, internal, keys));
            process = new ProcessBuilder(Programs.path("opendkim").toString(), "-f", "-x", settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            await("OpenDKIM listening")
                    .atMost(LONGEST)
                    .failFast(() -> assertThat(process.isAlive())
                            .as(Files.readString(log))
                            .isTrue())
                    .until(() -> Programs.listensAt(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For Postfix's {@code smtpd_milters}. */
    String milter() {
        return "inet:127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        await("the end of OpenDKIM").atMost(LONGEST).until(() -> !process.isAlive());
    }
}
