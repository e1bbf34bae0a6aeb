package org.facteur.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;

/**
 * The packaged program as the distribution has it, unpacked and with an archive of its classes: a start costs a third less than from the
 * jar with its jars inside, and the tests make some hundred. Made once for each JVM of tests.
 */
final class Unpacked {

    private static final Unpacked INSTANCE = new Unpacked();

    private final Path folder;
    private final Path jar;
    private final Path archive;

    private Unpacked() {
        try {
            folder = Files.createTempDirectory("facteur-unpacked-");
            Path lib = folder.resolve("lib");
            jar = lib.resolve("facteur.jar");
            archive = folder.resolve("facteur.jsa");
            Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
            java("-Djarmode=tools", "-jar", packaged().toString(), "extract", "--destination", lib.toString());
            PathUtils.copyDirectory(Path.of("src/main/dist/prepare"), folder.resolve("home"));
            java(
                    "-XX:ArchiveClassesAtExit=" + archive,
                    "-jar",
                    jar.toString(),
                    "run",
                    folder.resolve("home/jobs/prepare.yaml").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What starts it: options of the JVM, ending with the jar. */
    static List<String> program() {
        return List.of("-XX:SharedArchiveFile=" + INSTANCE.archive, "-jar", INSTANCE.jar.toString());
    }

    /**
     * The jar as it was built.
     *
     * @throws IllegalStateException when there is none
     */
    static Path packaged() {
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
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + ": " + Files.readString(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void delete() {
        try {
            PathUtils.deleteDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
