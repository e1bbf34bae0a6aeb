package org.facteur.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The relay {@code sandbox}: an SMTP server (RFC 5321) inside the process, on loopback, that keeps each letter as an {@code .eml}
 * file. What it accepted is in its place before it says so.
 */
public final class SandboxServer implements AutoCloseable {

    /** More clients than this wait; the relay itself has {@link #CONNECTIONS}. */
    private static final int BACKLOG = 50;

    private static final int CONNECTIONS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SandboxFolder folder;
    private final ServerSocket listener;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    /**
     * Listens at once, on a port that is free.
     *
     * @param directory for the letters; made where it is not there. Letters of earlier runs stay.
     * @throws IOException when it cannot be written to or no port is free
     */
    public SandboxServer(Path directory) throws IOException {
        folder = SandboxFolder.open(directory);
        listener = new ServerSocket(0, BACKLOG, InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1}));
        daemon(this::listen, "sandbox");
    }

    /** 1 to 65535. */
    public int port() {
        return listener.getLocalPort();
    }

    public Path directory() {
        return folder.directory();
    }

    /** How to reach it: no TLS, no login, no limits. */
    public Relay relay() {
        return new Relay(
                RelayName.SANDBOX,
                "127.0.0.1",
                port(),
                Tls.NONE,
                null,
                new Credentials.None(),
                CONNECTIONS,
                Integer.MAX_VALUE,
                true,
                List.of(),
                TIMEOUT,
                null);
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                daemon(() -> serve(client), "sandbox-" + client.getPort());
            } catch (IOException e) {
                // Closed, or one client that went away at once; the loop's condition tells which.
                clients.removeIf(Socket::isClosed);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            // A client that hangs must not keep its thread for ever (RFC 5321, 4.5.3.2.7).
            client.setSoTimeout((int) Duration.ofMinutes(5).toMillis());
            client.setTcpNoDelay(true);
            new SandboxConversation(folder, client.getInputStream(), client.getOutputStream()).run();
        } catch (IOException e) {
            // The client broke off; without the final dot there is no letter.
            clients.remove(client);
        } finally {
            clients.remove(client);
        }
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends every connection. A letter without its reply may be there or not, like with any relay. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            // Nothing hangs on it: each letter was in its place before it was acknowledged.
            clients.clear();
        }
    }
}
