package org.facteur.relay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The relay {@code sandbox}: an SMTP server (RFC 5321) inside the process, on loopback, that keeps each letter as a file. What it
 * accepted is on the disk before it says so.
 */
public final class SandboxServer implements AutoCloseable {

    private final Path directory;
    private final ServerSocket listener;
    private final AtomicInteger count;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    /**
     * @param directory for the letters; made where it is not there. Letters of earlier runs stay.
     * @throws IOException when it cannot be written to or no port is free
     */
    public SandboxServer(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        try (Stream<Path> letters = Files.list(directory)) {
            count = new AtomicInteger(
                    letters.mapToInt(SandboxServer::number).max().orElse(0));
        }
        listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::listen, "sandbox");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return listener.getLocalPort();
    }

    public Path directory() {
        return directory;
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                Thread thread = new Thread(() -> serve(client), "sandbox-" + client.getPort());
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // Closed, or one client that went away at once; the loop's condition tells which.
                clients.removeIf(Socket::isClosed);
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = new BufferedOutputStream(client.getOutputStream())) {
            client.setTcpNoDelay(true);
            say(out, "220 sandbox ESMTP");
            String recipient = "";
            boolean open = true;
            while (open) {
                String line = line(in);
                String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> say(out, "250-sandbox\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES");
                    case "HELO" -> say(out, "250 sandbox");
                    case "MAIL", "RSET", "NOOP" -> say(out, "250 2.0.0 Ok");
                    case "RCPT" -> {
                        recipient = line.substring(Math.min(line.length(), 8));
                        say(out, "250 2.1.5 Ok");
                    }
                    case "DATA" -> {
                        say(out, "354 End data with <CR><LF>.<CR><LF>");
                        say(out, "250 2.0.0 Ok: kept as " + keep(body(in), recipient));
                    }
                    case "QUIT", "" -> {
                        say(out, "221 2.0.0 Bye");
                        open = false;
                    }
                    default -> say(out, "502 5.5.1 Not here");
                }
            }
        } catch (IOException e) {
            // The client broke off; without the final dot there is no letter.
            clients.remove(client);
        }
        clients.remove(client);
    }

    private String keep(byte[] letter, String recipient) throws IOException {
        String address = recipient.replaceAll("^[<\\s]+|>.*$", "");
        String safe = address.replaceAll("[^\\p{L}\\p{N}@._+-]", "_").replaceAll("\\.{2,}", "_");
        Path target;
        do {
            String name = "%05d-%s".formatted(count.incrementAndGet(), safe);
            target = directory.resolve(name.substring(0, Math.min(name.length(), 100)) + ".eml");
        } while (Files.exists(target));
        Path draft = Files.write(
                directory.resolve("." + target.getFileName() + ".part"), letter, StandardOpenOption.CREATE_NEW);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        return String.valueOf(target.getFileName());
    }

    /** Up to the final dot, dot-stuffing taken off (RFC 5321, 4.5.2). */
    private static byte[] body(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            byte[] line = bytes(in);
            if (line.length == 3 && line[0] == '.') {
                return body.toByteArray();
            }
            int from = line.length > 0 && line[0] == '.' ? 1 : 0;
            body.write(line, from, line.length - from);
        }
    }

    private static String line(InputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8).strip();
    }

    /** One line with its end. */
    private static byte[] bytes(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int previous = 0;
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new SocketException("closed");
            }
            line.write(c);
            if (c == '\n' && previous == '\r') {
                return line.toByteArray();
            }
            previous = c;
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static int number(Path letter) {
        String digits = String.valueOf(letter.getFileName()).replaceAll("^\\.?(\\d{1,9})?.*$", "$1");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            // Nothing hangs on it: each letter was on the disk before it was acknowledged.
            clients.clear();
        }
    }
}
