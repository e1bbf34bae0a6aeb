package org.facteur.ledger.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * How much of the embedded ledger's log there was, and its sum. Only ever added to until a checkpoint empties it, the log has to begin with
 * the same bytes when it is read again.
 *
 * @param base which checkpoint the log follows, see {@link #base}
 * @param length in bytes, 0 or more
 * @param sum CRC-32C of them
 */
public record LogMark(String base, long length, long sum) {

    private static final int BUFFER = 64 << 10;

    /** Each checkpoint writes the script again, and by nothing else. */
    static String base(Path script) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(script, BasicFileAttributes.class);
        return attributes.size() + "." + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    /** Whether the log still begins with what was marked; one that follows another checkpoint tells nothing. */
    boolean isBeginningOf(Path log, Path script) throws IOException {
        if (!base.equals(base(script))) {
            return true;
        }
        CRC32C found = new CRC32C();
        try (InputStream in = Files.newInputStream(log)) {
            byte[] buffer = new byte[BUFFER];
            long left = length;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    return false;
                }
                found.update(buffer, 0, read);
                left -= read;
            }
        }
        return found.getValue() == sum;
    }
}
