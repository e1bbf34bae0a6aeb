package org.facteur.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Commands in a folder, with an environment of their own: what the build was started with must not help them. */
final class Shell {

    private static final long MOST_SECONDS = 300;

    private final Path folder;
    private final Map<String, String> env = new TreeMap<>();

    /** @param folder existing; commands start in it */
    Shell(Path folder) {
        this.folder = folder;
        env.put("PATH", System.getenv("PATH"));
        env.put("HOME", folder.toString());
        env.put("LC_ALL", "C.UTF-8");
        // No archive is made in the background, where it would outlive the test.
        env.put("FACTEUR_PREPARE", "no");
        env.put("FACTEUR_CACHE", folder.resolve("cache").toString());
    }

    /** How a command ended; both streams together. */
    record Ended(int exitCode, String said) {}

    Shell with(String name, String value) {
        env.put(name, value);
        return this;
    }

    Ended run(String... command) {
        try {
            // A file, not a pipe: a child that stays behind could hold a pipe open.
            Path said = Files.createTempFile("said", "");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(said.toFile());
            builder.environment().clear();
            builder.environment().putAll(env);
            Process process = builder.start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException(List.of(command) + " did not end within " + MOST_SECONDS + " s");
            }
            String text = Files.readString(said, StandardCharsets.UTF_8);
            Files.delete(said);
            return new Ended(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static boolean has(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    static void assumeInstalled(String program) {
        Assumptions.assumeTrue(has(program), program + " is not installed");
    }

    /** A folder for PATH with these programs of the machine and no others. */
    static String pathOf(Path folder, String... programs) throws IOException {
        Files.createDirectories(folder);
        for (String program : programs) {
            for (String dir : System.getenv("PATH").split(":", -1)) {
                Path real = Path.of(dir, program);
                if (Files.isExecutable(real) && Files.notExists(folder.resolve(program))) {
                    Files.createSymbolicLink(folder.resolve(program), real);
                }
            }
        }
        return folder.toString();
    }

    /** What the build made. */
    static Path built(String pattern) {
        List<Path> found = new ArrayList<>();
        Path target = Path.of(System.getProperty("facteur.built", "target"));
        try (var files = Files.newDirectoryStream(target, pattern)) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found.size() != 1) {
            throw new IllegalStateException(target + " has " + found.size() + " " + pattern + "; mvn -Pdist package");
        }
        return found.get(0).toAbsolutePath();
    }
}
