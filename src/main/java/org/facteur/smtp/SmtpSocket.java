package org.facteur.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection: commands out, answers in, each within its time and size. An answer has to have the form of one, and no byte may be
 * there that nobody asked for: see {@link #requireInStep}. After any exception the connection is good for nothing but {@link #close}.
 *
 * <p>For one thread.
 */
public final class SmtpSocket implements Closeable {

    /** A piece of a letter that has {@link Patience#block} to go. */
    private static final int BLOCK = 65_536;

    /** The answer to QUIT comes right behind one that should have come before. */
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private static final byte[] CRLF = {'\r', '\n'};

    private final Patience patience;
    private final Deadline deadline;
    private final Socket raw = new Socket();
    private Socket top = raw;
    private ResponseReader responses = new ResponseReader(InputStream.nullInputStream());
    private OutputStream out = OutputStream.nullOutputStream();

    private SmtpSocket(Patience patience, BooleanSupplier stopping) {
        this.patience = patience;
        this.deadline = new Deadline(patience, stopping, this::abort);
    }

    /**
     * @param stopping whether we are to stop: then what is waited for gets {@link Patience#stopBeforeDot} or {@link
     *     Patience#stopAfterDot}, all together
     * @throws IOException when there is no connection
     */
    public static SmtpSocket connect(InetAddress address, int port, Patience patience, BooleanSupplier stopping)
            throws IOException {
        SmtpSocket socket = new SmtpSocket(patience, stopping);
        try {
            socket.deadline.within(patience.connecting());
            socket.raw.connect(new InetSocketAddress(address, port));
            // The final dot is a small packet after a small packet: with Nagle's algorithm it waits for a delayed ACK.
            socket.raw.setTcpNoDelay(true);
            socket.streams();
            socket.deadline.off();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw socket.whatHappened(e);
        }
    }

    private void streams() throws IOException {
        responses = new ResponseReader(top.getInputStream());
        out = top.getOutputStream();
    }

    /**
     * TLS 1.2 or newer from here on. Its certificate must be trusted and for this host (RFC 6125).
     *
     * @throws IOException when we cannot agree
     */
    public void encrypt(SSLSocketFactory factory, String host) throws IOException {
        try {
            deadline.within(patience.connecting());
            SSLSocket tls = (SSLSocket) factory.createSocket(raw, host, raw.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            top = tls;
            streams();
            deadline.off();
        } catch (IOException e) {
            throw whatHappened(e);
        }
    }

    /** Null where the connection is not encrypted. */
    public @Nullable SSLSession encryption() {
        return top instanceof SSLSocket tls ? tls.getSession() : null;
    }

    /**
     * The server's greeting. One that begins like a welcome and ends with a refusal is one: some servers greet with the first line of an
     * answer to see who does not wait for the rest.
     */
    public Response greeting() throws IOException {
        return answer(patience.command(), true);
    }

    /** Gives a command and waits for its answer, with the time that MAIL, RCPT and most others have. */
    public Response command(String command) throws IOException {
        return command(command, patience.command());
    }

    /**
     * @param command without its line end
     * @param time for the command and its answer
     */
    public Response command(String command, Duration time) throws IOException {
        requireInStep();
        write(line(command), time);
        return answer(time, false);
    }

    /** Gives commands, one after the other, without waiting: each is to be answered in its turn. */
    void write(byte[] bytes, Duration time) throws IOException {
        try {
            deadline.within(time);
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw whatHappened(e);
        }
    }

    /** Writes a final dot, and perhaps what follows it; from here on the server may have the letter. */
    void writeDot(byte[] bytes) throws IOException {
        deadline.afterDot(patience.block());
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw whatHappened(e);
        }
    }

    /** Writes a letter, or a part of one; each piece of {@value #BLOCK} bytes has its time. */
    void writeBlocks(byte[] bytes, int length) throws IOException {
        try {
            for (int at = 0; at < length; at += BLOCK) {
                deadline.within(patience.block());
                out.write(bytes, at, Math.min(BLOCK, length - at));
            }
            out.flush();
            deadline.off();
        } catch (IOException e) {
            throw whatHappened(e);
        }
    }

    static byte[] line(String command) {
        if (command.indexOf('\r') >= 0 || command.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a command of more than one line");
        }
        byte[] text = command.getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[text.length + 2];
        System.arraycopy(text, 0, line, 0, text.length);
        System.arraycopy(CRLF, 0, line, text.length, 2);
        return line;
    }

    /** The answer to the final dot, which has left. */
    Response answerToDot() throws IOException {
        deadline.afterDot(patience.dot());
        return answer(false);
    }

    /** The next answer. */
    Response answer(Duration time) throws IOException {
        return answer(time, false);
    }

    private Response answer(Duration time, boolean greeting) throws IOException {
        deadline.within(time);
        return answer(greeting);
    }

    private Response answer(boolean greeting) throws IOException {
        try {
            Response response = greeting ? responses.greeting() : responses.next();
            deadline.off();
            return response;
        } catch (IOException e) {
            throw whatHappened(e);
        }
    }

    /**
     * Before anything is asked, and before a final dot leaves, nothing may have been answered.
     *
     * @throws OutOfStepException when something is there that nobody asked for
     */
    public void requireInStep() throws IOException {
        if (isUnread()) {
            throw new OutOfStepException(SmtpReason.STEP_UNASKED.of(), responses.unread());
        }
    }

    /** The beginning of an answer that has arrived and has not been read; empty if nothing has. */
    String unread() throws IOException {
        return isUnread() ? responses.unread() : "";
    }

    private boolean isUnread() throws IOException {
        if (!responses.unread().isEmpty()) {
            return true;
        }
        try {
            if (raw.getInputStream().available() == 0 && top.getInputStream().available() == 0) {
                return false;
            }
            if (top == raw) {
                return responses.fill();
            }
            // It may be a TLS record that holds nothing for us, such as a session ticket.
            top.setSoTimeout(1);
            try {
                return responses.fill();
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                top.setSoTimeout(0);
            }
        } catch (IOException e) {
            throw whatHappened(e);
        }
    }

    private IOException whatHappened(IOException e) {
        Duration passed = deadline.passed();
        return passed == null || e instanceof OverdueException
                ? e
                : new OverdueException(passed, deadline.isStopped(), e);
    }

    /**
     * QUIT, the last command (RFC 5321, 4.1.1.10). It is answered 221, as nothing else is, or with whatever nothing follows.
     *
     * @throws OutOfStepException when there was an answer too many
     */
    void quit(Duration time) throws IOException {
        Response response = command("QUIT", time);
        if (response.code() == 221 || response.code() == 421) {
            return;
        }
        try {
            answer(LAST_WORD);
        } catch (ClosedException e) {
            return;
        }
        throw new OutOfStepException(SmtpReason.STEP_UNFIT.of("QUIT", response.code()));
    }

    /** QUIT (RFC 5321, 4.1.1.10), and the end: nothing hangs on the answer. */
    public void farewell(Duration time) {
        try {
            if (!isUnread()) {
                write(line("QUIT"), time);
                answer(time, false);
            }
        } catch (IOException e) {
            // It had gone already, or has nothing to say that we need.
            abort();
        } finally {
            close();
        }
    }

    /** Ends the connection at once; nothing more is said, and of a letter that was not finished the server has no dot. */
    @Override
    public void close() {
        deadline.close();
        abort();
    }

    /** The socket beneath TLS: closing a TLS socket writes, and may wait for a write that hangs. */
    private void abort() {
        try {
            raw.close();
        } catch (IOException e) {
            // Nothing is left to lose.
            assert raw.isClosed();
        }
    }
}
