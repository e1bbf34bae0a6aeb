package org.facteur.inbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets that are cut once their time is over, in the midst of an answer, too: a read time-out begins again with each byte that a server drips.
 * With TLS it is the socket below that is cut, so that no handshake or farewell can hold it up.
 */
final class TimedSockets implements AutoCloseable {

    private static final long LOOKS_MILLIS = 250;

    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mailbox-time");
        thread.setDaemon(true);
        return thread;
    });
    private final Future<?> watching;

    /** @param isOver asked a few times a second, by a thread of its own */
    TimedSockets(BooleanSupplier isOver) {
        watching = watch.scheduleWithFixedDelay(
                () -> {
                    if (isOver.getAsBoolean()) {
                        open.forEach(TimedSockets::cut);
                    }
                },
                LOOKS_MILLIS,
                LOOKS_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAllTheSame) {
            // Thrown, it would keep the others open, and be the last look.
        }
    }

    SocketFactory clear() {
        return new Clear();
    }

    /** @param tls lays it over a connected socket */
    SSLSocketFactory under(SSLSocketFactory tls) {
        return new Under(tls);
    }

    @Override
    public void close() {
        watching.cancel(false);
        watch.shutdown();
    }

    /** Only what Angus asks of one. */
    private final class Clear extends SocketFactory {

        /** Not connected yet. */
        @Override
        public Socket createSocket() {
            Socket socket = new Socket();
            open.add(socket);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    /** The same. TLS is always laid over a socket that is connected; only such a one can be cut while something is read. */
    private final class Under extends SSLSocketFactory {

        private final SSLSocketFactory tls;

        Under(SSLSocketFactory tls) {
            this.tls = tls;
        }

        @Override
        public Socket createSocket(Socket under, String host, int port, boolean autoClose) throws IOException {
            open.add(under);
            return tls.createSocket(under, host, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.getSupportedCipherSuites();
        }
    }
}
