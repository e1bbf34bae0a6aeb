package org.facteur.relay;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.WriteTimeoutSocket;
import org.jspecify.annotations.Nullable;

/**
 * The socket beneath a connection. Angus keeps it to itself, and we need it for three things: to flush a letter's body before the
 * seal, to drop a connection without a word (Angus says QUIT, even inside a body), and to bound the farewell.
 */
final class Wire {

    /** Closes sockets whose writes hang; one for all, where Angus would start a thread for each. */
    static final ScheduledExecutorService WRITE_TIMER = writeTimer();

    private @Nullable Socket raw;
    private @Nullable Socket top;

    private static ScheduledExecutorService writeTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "smtp-write-timeout");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** @throws IOException when there is no connection */
    OutputStream out() throws IOException {
        Socket socket = top;
        if (socket == null) {
            throw new SocketException("not connected");
        }
        return socket.getOutputStream();
    }

    /** Null where the connection is not encrypted. */
    @Nullable
    SSLSession encryption() {
        return top instanceof SSLSocket socket ? socket.getSession() : null;
    }

    /** From here on no read waits longer. */
    void waitAtMost(int milliseconds) {
        Socket socket = top;
        if (socket != null) {
            try {
                socket.setSoTimeout(milliseconds);
            } catch (SocketException e) {
                abort();
            }
        }
    }

    /** Ends the connection at once; nothing that is still buffered leaves. */
    void abort() {
        // The one beneath TLS: closing a TLS socket writes, and may wait for a write that hangs.
        Socket socket = raw;
        raw = null;
        top = null;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                raw = null;
            }
        }
    }

    private <S extends Socket> S begin(S socket) throws SocketException {
        // The final dot is a small packet after a small packet: with Nagle's algorithm it waits for a delayed ACK.
        socket.setTcpNoDelay(true);
        raw = socket;
        top = socket;
        return socket;
    }

    /** For connections that begin without TLS. */
    SocketFactory plain(int writeTimeoutMillis) {
        return new SocketFactory() {
            @Override
            public Socket createSocket() throws IOException {
                return begin(new WriteTimeoutSocket(new Socket(), writeTimeoutMillis, WRITE_TIMER));
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
            public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
                throw new UnsupportedOperationException();
            }
        };
    }

    /** For TLS over a socket that is connected already, from the first byte or after STARTTLS. */
    SSLSocketFactory encrypted(SSLSocketFactory tls) {
        return new SSLSocketFactory() {
            @Override
            public Socket createSocket(Socket beneath, String host, int port, boolean autoClose) throws IOException {
                begin(beneath);
                Socket socket = tls.createSocket(beneath, host, port, autoClose);
                top = socket;
                return socket;
            }

            @Override
            public String[] getDefaultCipherSuites() {
                return tls.getDefaultCipherSuites();
            }

            @Override
            public String[] getSupportedCipherSuites() {
                return tls.getSupportedCipherSuites();
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
            public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
