package org.facteur.inbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.facteur.relay.Tls;
import org.jspecify.annotations.Nullable;

/** An IMAP server of one message for one client, which gives its answer to one command byte by byte, and never comes to its end. */
final class DrippingImap implements AutoCloseable {

    private final ServerSocket server;
    private final String slow;
    private final Tls tls;
    private final @Nullable SSLContext context;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean dripping;

    /** @param slow the command that it does not come to the end of */
    DrippingImap(String slow) throws IOException {
        this(slow, Tls.NONE, null);
    }

    /** @param context with its certificate; null: it has none */
    DrippingImap(String slow, Tls tls, @Nullable SSLContext context) throws IOException {
        this.slow = slow;
        this.tls = tls;
        this.context = context;
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "dripping-imap");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    boolean isDripping() {
        return dripping;
    }

    private void serve() {
        try (Socket client = server.accept()) {
            Socket socket = tls == Tls.IMPLICIT ? under(client) : client;
            socket.getOutputStream().write("* OK ready\r\n".getBytes(US_ASCII));
            if (talk(socket)) {
                talk(under(client));
            }
        } catch (IOException | InterruptedException gone) {
            // As clients do that have waited for long enough.
        }
    }

    private Socket under(Socket client) throws IOException {
        SSLSocketFactory sockets = Objects.requireNonNull(context).getSocketFactory();
        SSLSocket socket = (SSLSocket) sockets.createSocket(client, null, client.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    /** Until the client hangs up, or wants TLS. */
    private boolean talk(Socket socket) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        OutputStream out = socket.getOutputStream();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] command = line.split(" ", 2);
            if (command[1].startsWith(slow)) {
                drip(out);
            }
            out.write((untagged(command[1]) + command[0] + " OK done\r\n").getBytes(US_ASCII));
            if (command[1].equals("STARTTLS")) {
                return true;
            }
        }
        return false;
    }

    private void drip(OutputStream out) throws IOException, InterruptedException {
        out.write("* 1 FETCH (UID 1 BODY[]<0> {9999}\r\n".getBytes(US_ASCII));
        dripping = true;
        while (!closed.await(20, TimeUnit.MILLISECONDS)) {
            out.write('x');
        }
    }

    private String untagged(String command) {
        if (command.startsWith("CAPABILITY")) {
            return "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN" + (tls == Tls.STARTTLS ? " STARTTLS\r\n" : "\r\n");
        } else if (command.startsWith("EXAMINE")) {
            return "* 1 EXISTS\r\n* OK [UIDVALIDITY 1]\r\n* OK [UIDNEXT 2]\r\n* FLAGS ()\r\n";
        }
        return command.startsWith("UID SEARCH") ? "* SEARCH 1\r\n" : "";
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
