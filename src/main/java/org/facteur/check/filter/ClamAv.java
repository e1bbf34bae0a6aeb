package org.facteur.check.filter;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks clamd by its command INSTREAM. */
final class ClamAv {

    private static final int CHUNK = 1 << 16;

    private final SocketAddress clamd;

    ClamAv(SocketAddress clamd) {
        this.clamd = clamd;
    }

    /**
     * @return the name of what is in it; empty: nothing
     * @throws IOException when it does not answer, or could not look at all of it
     */
    Optional<String> virusIn(InputStream content, Duration patience) throws IOException {
        byte[] answer = Wire.ask(clamd, patience, out -> {
            out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[CHUNK];
            for (int read = content.readNBytes(buffer, 0, CHUNK);
                    read > 0;
                    read = content.readNBytes(buffer, 0, CHUNK)) {
                out.write(ByteBuffer.allocate(4).putInt(read).array());
                out.write(buffer, 0, read);
            }
            out.write(new byte[4]);
        });
        String said =
                new String(answer, StandardCharsets.UTF_8).replace("\0", "").strip();
        if (said.endsWith(" FOUND")) {
            return Optional.of(said.replaceFirst("^stream: ", "").replaceFirst(" FOUND$", ""));
        }
        if (said.endsWith("OK")) {
            return Optional.empty();
        }
        throw new IOException(said);
    }
}
