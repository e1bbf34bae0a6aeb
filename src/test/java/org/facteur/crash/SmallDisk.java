package org.facteur.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of its own for a folder, small enough to be filled. */
final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 1 << 20;

    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    /**
     * Skips the test where it cannot be mounted.
     *
     * @param folder is made where it is missing
     */
    static SmallDisk mount(Path folder, int mebibytes) throws IOException {
        Files.createDirectories(folder);
        assumeTrue(
                ran("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m,mode=0700", "tmpfs", folder.toString()),
                "a small disk can be mounted by root only, on Linux");
        return new SmallDisk(folder);
    }

    /** Another program's file takes the room, all but so many KiB of it. */
    void fill(long leftKib) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (long more = room() - (leftKib << 10); more > 0; more = room() - (leftKib << 10)) {
                out.write(new byte[(int) Math.min(more, BLOCK)]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long room() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** The file goes. */
    void free() {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!ran("umount", folder.toString())) {
            throw new IOException(folder + " is still mounted");
        }
    }

    private static boolean ran(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
