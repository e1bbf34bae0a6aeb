package org.facteur.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged program, running. Its output goes to files, so that no pipe can fill up and hold it. */
public final class FacteurProcess implements AutoCloseable {

    /** Longer than any command of a test takes on a busy machine. */
    private static final long MOST_SECONDS = 300;

    /**
     * A child lives for seconds: what a compiler would optimise never pays, and little of what it would compile at all. Measured with {@code
     * run} and {@code status}: compiled after four times as many calls, a start costs a tenth less; after twenty times as many, no less.
     */
    static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=4",
            "-XX:+UseSerialGC",
            "-Duser.language=en");

    private final Process process;
    private final Path out;
    private final Path err;

    private FacteurProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * How it ended.
     *
     * @param exitCode above 128 for one that a signal ended
     */
    public record Ended(int exitCode, String out, String err) {}

    /**
     * {@code facteur ARGUMENTS}
     *
     * @param outputs existing directory for what it says
     */
    public static FacteurProcess start(Path outputs, List<String> arguments) {
        return java(outputs, List.of(), Unpacked.program(), arguments);
    }

    /**
     * A class of the tests in the packaged program's place, with the program's own classes to call.
     *
     * @param main has a {@code main} method
     */
    public static FacteurProcess startInstead(Path outputs, Class<?> main, List<String> arguments) {
        return java(outputs, List.of(), Unpacked.with(main), arguments);
    }

    /**
     * What is typed for {@code facteur}, ready for its arguments.
     *
     * @param options of the JVM; of two properties with one name the later one counts
     */
    public static List<String> command(String... options) {
        return Stream.of(JAVA, List.of(options), Unpacked.program())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The packaged program under a command that runs another.
     *
     * @param wrapper such as {@code strace -f}
     */
    public static FacteurProcess startUnder(Path outputs, List<String> wrapper, List<String> arguments) {
        return java(outputs, wrapper, Unpacked.program(), arguments);
    }

    private static FacteurProcess java(
            Path outputs, List<String> wrapper, List<String> program, List<String> arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(JAVA);
        command.addAll(program);
        command.addAll(arguments);
        try {
            Path out = Files.createTempFile(outputs, "facteur-", ".out");
            Path err = Files.createTempFile(outputs, "facteur-", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("FACTEUR_"));
            return new FacteurProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}: it has no chance to do anything more. */
    public Ended kill() {
        process.destroyForcibly();
        return ended();
    }

    /** Asks it to end: SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    public Ended ended() {
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("did not end within " + MOST_SECONDS + " s\n" + said());
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything it has said so far. */
    public String said() {
        try {
            return Files.readString(out) + Files.readString(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it where a test has left it running. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
