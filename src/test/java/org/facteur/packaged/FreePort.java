package org.facteur.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are told where to listen.
 *
 * <p>They are below those that the system gives out by itself (32768 and up on Linux, RFC 6335's dynamic ports from
 * 49152): one of these may be another test's before the server starts.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int BEHIND_LAST = 32_000;

    private FreePort() {}

    /** One where nobody listens on the loopback address. */
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Taken; there are others.
            }
        }
    }
}
