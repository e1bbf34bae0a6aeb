package org.facteur.smtp;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection to a {@link ScriptedSmtpServer}, from the greeting to QUIT. */
final class Conversation implements Runnable {

    /** Thrown to leave the conversation as the script wants it. */
    private static final class Over extends IOException {}

    private static final long DRIP_NANOS = 20_000_000;

    private final ScriptedSmtpServer server;
    private final Socket raw;
    private final int number;
    private Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private boolean loggedIn;
    private @Nullable Transaction transaction;

    Conversation(ScriptedSmtpServer server, Socket raw, int number) {
        this.server = server;
        this.raw = raw;
        this.socket = raw;
        this.number = number;
    }

    @Override
    public void run() {
        try {
            raw.setTcpNoDelay(true);
            streams();
            if (server.isImplicitTls()) {
                encrypt();
            }
            if (!intercepted(Step.GREETING)) {
                reply("220 scripted.example ESMTP");
            }
            while (answer(line())) {
                // each command in its turn, pipelined or not
            }
        } catch (IOException e) {
            // The script or the client ended it; what arrived has been noted.
        } finally {
            over();
            closeQuietly(socket);
            closeQuietly(raw);
            server.ended(raw);
        }
    }

    private boolean answer(String command) throws IOException {
        String verb = command.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        server.saw(command);
        switch (verb) {
            case "EHLO", "HELO" -> unlessIntercepted(Step.EHLO, this::capabilities);
            case "STARTTLS" ->
                unlessIntercepted(Step.STARTTLS, () -> {
                    reply("220 2.0.0 Ready to start TLS");
                    encrypt();
                });
            case "AUTH" -> unlessIntercepted(Step.AUTH, () -> loggedIn = login(command));
            case "MAIL" -> unlessIntercepted(Step.MAIL, () -> mail(command));
            case "RCPT" -> rcpt(command);
            case "DATA" -> unlessIntercepted(Step.DATA, this::data);
            case "RSET" ->
                unlessIntercepted(Step.RSET, () -> {
                    over();
                    reply("250 2.0.0 Ok");
                });
            case "NOOP" -> reply("250 2.0.0 Ok");
            case "QUIT" -> {
                unlessIntercepted(Step.QUIT, () -> reply("221 2.0.0 Bye"));
                return false;
            }
            default -> reply("502 5.5.2 Error: command not recognized");
        }
        return true;
    }

    private void capabilities() throws IOException {
        StringBuilder lines = new StringBuilder("250-scripted.example\r\n");
        for (String keyword : server.offered()) {
            lines.append("250-").append(keyword).append("\r\n");
        }
        if (server.tls() != null && !(socket instanceof SSLSocket)) {
            lines.append("250-STARTTLS\r\n");
        } else if (server.account() != null && server.offered().stream().noneMatch(k -> k.startsWith("AUTH"))) {
            lines.append("250-AUTH PLAIN LOGIN XOAUTH2\r\n");
        }
        reply(lines.append("250 HELP").toString());
    }

    private boolean login(String command) throws IOException {
        ScriptedSmtpServer.Account account = server.account();
        boolean ok = account != null
                && new Login(account, challenge -> {
                            reply(challenge);
                            return line();
                        })
                        .judges(command.split(" ", 3));
        reply(ok ? "235 2.7.0 Authentication successful" : "535 5.7.8 Error: authentication failed");
        return ok;
    }

    private void mail(String command) throws IOException {
        if (server.account() != null && !loggedIn) {
            reply("530 5.7.0 Authentication required");
            return;
        }
        over();
        transaction = new Transaction(
                /* connection= */ number, /* number= */ server.nextTransaction(), path(command), server.now());
        server.began(transaction);
        reply("250 2.1.0 Ok");
    }

    private void over() {
        if (transaction != null) {
            server.over(transaction);
            transaction = null;
        }
    }

    private void rcpt(String command) throws IOException {
        String recipient = path(command);
        if (transaction != null) {
            transaction.asked(recipient);
        }
        if (intercepted(Step.RCPT, recipient, 0)) {
            return;
        }
        if (transaction == null) {
            reply("503 5.5.1 Error: need MAIL command");
            return;
        }
        transaction.recipient(recipient, server.now());
        reply("250 2.1.5 Ok");
    }

    private void data() throws IOException {
        Transaction current = transaction;
        if (current == null || current.recipient().isEmpty()) {
            reply("503 5.5.1 Error: need RCPT command");
            return;
        }
        reply("354 End data with <CR><LF>.<CR><LF>");
        current.dot(body(), server.now());
        if (in.available() > 0) {
            server.cameWithDot();
        }
        if (!intercepted(Step.DOT)) {
            server.accepted(current);
            reply("250 2.0.0 Ok: queued as " + current.number());
        }
        current.replied(server.now());
        intercepted(Step.AFTER_REPLY);
        over();
    }

    private byte[] body() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream(8192);
        for (int lines = 1; ; lines++) {
            byte[] line = rawLine();
            if (line.length == 3 && line[0] == '.' && line[1] == '\r') {
                return message.toByteArray();
            }
            int stuffed = line[0] == '.' ? 1 : 0;
            if (server.remembers()) {
                message.write(line, stuffed, line.length - stuffed);
            }
            intercepted(Step.BODY, recipient(), lines);
        }
    }

    private interface Answer {
        void give() throws IOException;
    }

    private void unlessIntercepted(Step step, Answer answer) throws IOException {
        if (!intercepted(step)) {
            answer.give();
        }
    }

    private boolean intercepted(Step step) throws IOException {
        return intercepted(step, recipient(), 0);
    }

    private String recipient() {
        return transaction == null ? "" : transaction.recipient();
    }

    /** Whether the script answered instead of us. */
    private boolean intercepted(Step step, String recipient, int line) throws IOException {
        int running = transaction == null ? 0 : transaction.number();
        Action action = server.ask(step, new Context(number, running, recipient, line));
        switch (action.kind()) {
            case PROCEED -> {
                return false;
            }
            case REPLY -> {
                Transaction current = transaction;
                if (step == Step.DOT && current != null && action.text().startsWith("2")) {
                    server.accepted(current);
                }
                if (step == Step.RCPT && current != null && action.text().startsWith("2")) {
                    current.recipient(recipient, server.now());
                }
                reply(action.text());
                if (current != null && action.text().matches("(?s)[45].*")) {
                    server.over(current);
                }
                if (action.text().startsWith("421")) {
                    throw new Over();
                }
                return true;
            }
            case CLOSE -> throw new Over();
            case RESET -> {
                raw.setSoLinger(true, 0);
                raw.close();
                throw new Over();
            }
            case DRIP -> {
                out.write(action.text().getBytes(StandardCharsets.UTF_8));
                while (!raw.isClosed()) {
                    out.write('.');
                    out.flush();
                    LockSupport.parkNanos(DRIP_NANOS);
                }
                throw new Over();
            }
            case FLOOD -> {
                while (!raw.isClosed()) {
                    reply(action.text());
                }
                throw new Over();
            }
            case SILENT -> {
                in.transferTo(OutputStream.nullOutputStream());
                throw new Over();
            }
        }
        throw new IllegalStateException(action.toString());
    }

    private void encrypt() throws IOException {
        SSLContext tls = Objects.requireNonNull(server.tls(), "no certificate");
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
        encrypted.setUseClientMode(false);
        if (!server.tlsVersions().isEmpty()) {
            encrypted.setEnabledProtocols(server.tlsVersions().toArray(new String[0]));
        }
        encrypted.startHandshake();
        socket = encrypted;
        streams();
    }

    private void streams() throws IOException {
        in = new BufferedInputStream(socket.getInputStream(), 16_384);
        out = new BufferedOutputStream(socket.getOutputStream());
    }

    private void reply(String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        if (!server.isJoiningAnswers() || in.available() == 0) {
            out.flush();
        }
    }

    private String line() throws IOException {
        return new String(rawLine(), StandardCharsets.UTF_8).stripTrailing();
    }

    private byte[] rawLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int previous = -1;
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n' && previous == '\r') {
                return line.toByteArray();
            }
            previous = b;
        }
        throw new EOFException();
    }

    private static String path(String command) {
        int from = command.indexOf('<');
        int to = command.indexOf('>', from);
        return from < 0 || to < 0 ? "" : command.substring(from + 1, to);
    }

    static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // nothing left to lose
        }
    }
}
