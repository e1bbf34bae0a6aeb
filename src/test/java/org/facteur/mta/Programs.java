package org.facteur.mta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine, and what it takes to run servers with them. */
final class Programs {

    private Programs() {}

    /** Skips the test where these are not installed, or we are not root: Postfix changes users, and only root may. */
    static void assumeInstalled(String... names) {
        assumeThere(
                "postfix postgrey sasl2-bin libsasl2-modules opendkim dovecot-imapd dovecot-lmtpd dovecot-sieve",
                names);
        Assumptions.assumeTrue(isRoot(), "only root can start Postfix and Postgrey; run the tests as root");
    }

    /**
     * Skips the test where these are not installed.
     *
     * @param packages of Debian that have them
     */
    static void assumeThere(String packages, String... names) {
        List<String> missing =
                Stream.of(names).filter(name -> find(name).isEmpty()).toList();
        Assumptions.assumeTrue(
                missing.isEmpty(),
                () -> "not installed: " + String.join(", ", missing) + "; on Debian: apt-get install " + packages);
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static Optional<Path> find(String name) {
        // Debian keeps servers where a user's PATH does not lead.
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/bin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Path path(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(name + " is not installed"));
    }

    /**
     * Runs a short command to its end.
     *
     * @throws IllegalStateException with what it printed, when it fails
     */
    static void run(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command.get(0) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A folder that a server may enter under its own user; JUnit's are private to ours. */
    static Path openFolder(Path folder) {
        try {
            return Files.setPosixFilePermissions(
                    Files.createDirectories(folder), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void giveTo(String user, Path file) {
        try {
            Files.setOwner(
                    file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A log may hold what a client said, in any charset. */
    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean listensAt(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
