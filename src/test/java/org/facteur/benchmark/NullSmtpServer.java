package org.facteur.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes every letter and keeps none, at as little cost as a thread for each connection allows: what is measured is the sender. Offers
 * PIPELINING (RFC 2920), may be far away, and knows when the first MAIL came and when the last letter had arrived.
 */
final class NullSmtpServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final Duration away;
    private final AtomicLong letters = new AtomicLong();
    private final AtomicLong roundTrips = new AtomicLong();
    private final AtomicLong firstMail = new AtomicLong();
    private final AtomicLong lastLetter = new AtomicLong();
    private volatile CountDownLatch begun = new CountDownLatch(1);

    NullSmtpServer() throws IOException {
        this(Duration.ZERO);
    }

    /** @param away how long the way there and back takes */
    NullSmtpServer(Duration away) throws IOException {
        this.away = away;
        daemon(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    daemon(() -> converse(socket));
                } catch (IOException e) {
                    // Closed.
                }
            }
        });
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "null-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Forgets what it has counted. */
    void reset() {
        letters.set(0);
        roundTrips.set(0);
        firstMail.set(0);
        lastLetter.set(0);
        begun = new CountDownLatch(1);
    }

    long letters() {
        return letters.get();
    }

    /** How often it answered: once for all commands that came together. */
    long roundTrips() {
        return roundTrips.get();
    }

    /** {@link System#nanoTime} of the first MAIL; 0: none yet. */
    long firstMail() {
        return firstMail.get();
    }

    /** {@link System#nanoTime} of the last final dot; 0: none yet. */
    long lastLetter() {
        return lastLetter.get();
    }

    /** Returns when the first MAIL has come. */
    CountDownLatch begun() {
        return begun;
    }

    private void converse(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            reply(out, "220 null.example ESMTP\r\n");
            byte[] buffer = new byte[1 << 16];
            Talk talk = new Talk();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                StringBuilder answers = new StringBuilder();
                for (int i = 0; i < read; i++) {
                    String answer = talk.take(buffer[i]);
                    if (answer != null) {
                        answers.append(answer).append("\r\n");
                    }
                }
                if (!answers.isEmpty()) {
                    Thread.sleep(away.toMillis());
                    reply(out, answers.toString());
                    roundTrips.incrementAndGet();
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client was killed.
        }
    }

    private static void reply(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** One conversation, byte by byte. */
    private final class Talk {

        private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};

        private boolean inBody;
        private int matched;
        private int verb;
        private boolean atStart = true;

        @org.jspecify.annotations.Nullable
        String take(byte b) {
            if (inBody) {
                matched = b == END[matched] ? matched + 1 : b == '\r' ? 1 : 0;
                if (matched == END.length) {
                    inBody = false;
                    lastLetter.set(System.nanoTime());
                    return "250 2.0.0 Ok: queued as " + letters.incrementAndGet();
                }
                return null;
            }
            if (atStart) {
                verb = b;
                atStart = false;
            }
            if (b != '\n') {
                return null;
            }
            atStart = true;
            return switch (verb) {
                case 'E' -> "250-null.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES";
                case 'M' -> {
                    if (firstMail.compareAndSet(0, System.nanoTime())) {
                        begun.countDown();
                    }
                    yield "250 2.1.0 Ok";
                }
                case 'D' -> {
                    inBody = true;
                    // The line end before the body counts: an empty one is a dot at once.
                    matched = 2;
                    yield "354 End data with <CR><LF>.<CR><LF>";
                }
                case 'Q' -> "221 2.0.0 Bye";
                default -> "250 2.0.0 Ok";
            };
        }
    }
}
