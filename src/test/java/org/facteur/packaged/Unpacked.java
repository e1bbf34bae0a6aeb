package org.facteur.packaged;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.apache.commons.io.file.PathUtils;

/**
 * The packaged program as the distribution has it, unpacked and with an archive of its classes: a start costs a third of that from the
 * jar with its jars inside, and the tests make some hundred. It lies beside the jar, and is made by the test that needs it first after that has
 * been built again.
 */
final class Unpacked {

    private static final Unpacked INSTANCE = new Unpacked();

    private final Path folder;
    private final Path jar;
    private final Path archive;

    private Unpacked() {
        folder = packaged().toAbsolutePath().resolveSibling("facteur-unpacked");
        jar = folder.resolve("lib/facteur.jar");
        archive = folder.resolve("facteur.jsa");
        try (FileChannel channel = FileChannel.open(
                        folder.resolveSibling("facteur-unpacked.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock others = channel.lock()) {
            // By its bytes: a build that can be repeated gives all of its files the same time.
            String build = digest(packaged());
            Path of = folder.resolve("of");
            if (Files.notExists(of) || !Files.readString(of).equals(build)) {
                make();
                Files.writeString(of, build);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        return Long.toHexString(crc.getValue());
    }

    private void make() throws IOException {
        if (Files.exists(folder)) {
            PathUtils.deleteDirectory(folder);
        }
        Files.createDirectories(folder);
        java(
                "-Djarmode=tools",
                "-jar",
                packaged().toString(),
                "extract",
                "--destination",
                folder.resolve("lib").toString());
        PathUtils.copyDirectory(Path.of("src/main/dist/prepare"), folder.resolve("home"));
        java(
                "-XX:ArchiveClassesAtExit=" + archive,
                "-jar",
                jar.toString(),
                "run",
                folder.resolve("home/jobs/prepare.yaml").toString());
    }

    /** What starts it: options of the JVM, ending with the jar. */
    static List<String> program() {
        return List.of("-XX:SharedArchiveFile=" + INSTANCE.archive, "-jar", INSTANCE.jar.toString());
    }

    /** What starts a class of the tests with the program's own classes to call. */
    static List<String> with(Class<?> main) {
        String tests = main.getProtectionDomain().getCodeSource().getLocation().getPath();
        return List.of(
                "-XX:SharedArchiveFile=" + INSTANCE.archive,
                "-cp",
                INSTANCE.jar + File.pathSeparator + tests,
                main.getName());
    }

    /**
     * The jar as it was built.
     *
     * @throws IllegalStateException when there is none
     */
    private static Path packaged() {
        String jar = System.getProperty("facteur.jar");
        if (jar == null || !Files.isRegularFile(Path.of(jar))) {
            throw new IllegalStateException("no packaged program: facteur.jar is " + jar + "; mvn package makes it");
        }
        return Path.of(jar);
    }

    private void java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(FacteurProcess.JAVA);
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + ": " + Files.readString(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
