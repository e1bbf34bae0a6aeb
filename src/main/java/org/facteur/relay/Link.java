package org.facteur.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import org.facteur.address.EmailAddress;
import org.facteur.smtp.Exchange;
import org.facteur.smtp.Patience;
import org.facteur.smtp.Response;
import org.facteur.smtp.SmtpSocket;
import org.jspecify.annotations.Nullable;

/** A connection to a relay, from the greeting to the login. Keeps the last answer with its phase, for the one who has to tell of it. */
final class Link implements AutoCloseable {

    /** How long we wait for the answer to QUIT: nothing hangs on it. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** Of an answer to a letter: it stands in the log and in the ledger, once for each. */
    private static final int LONGEST_TOLD = 2000;

    private final Patience patience;
    private final BooleanSupplier stopping;
    private @Nullable SmtpSocket socket;
    private Phase phase = Phase.GREETING;
    private @Nullable Reply reply;
    private ServerText serverText = new ServerText(List.of());
    private ServerOffer offer = new ServerOffer("", List.of(), null);

    Link(Patience patience, BooleanSupplier stopping) {
        this.patience = patience;
        this.stopping = stopping;
    }

    /** The answer to the last command; null where none came. */
    @Nullable
    Reply reply() {
        return reply;
    }

    Phase phase() {
        return phase;
    }

    /** What EHLO was answered last. */
    ServerOffer offer() {
        return offer;
    }

    /** The connection itself and the greeting, inside TLS where it begins so. */
    void connect(InetAddress address, Relay relay, @Nullable SSLSocketFactory tls) throws IOException {
        begin(Phase.GREETING);
        SmtpSocket connected = SmtpSocket.connect(address, relay.port(), patience, stopping);
        socket = connected;
        if (relay.tls() == Tls.IMPLICIT && tls != null) {
            connected.encrypt(tls, name(relay));
        }
        take(connected.greeting());
        require(reply);
    }

    /**
     * EHLO (RFC 5321, 4.1.1.1).
     *
     * @throws RefusedException when the server does not want to hear it; one that is too old for it offers nothing
     */
    void hello(String ehloName) throws IOException {
        begin(Phase.EHLO);
        Response response = socket().command("EHLO " + ehloName);
        take(response);
        if (response.isSuccess()) {
            offer = ServerOffer.of(reply, encryption());
            return;
        }
        offer = ServerOffer.of(null, encryption());
        if (response.code() == 421) {
            require(reply);
        }
        take(socket().command("HELO " + ehloName));
        require(reply);
    }

    /** STARTTLS (RFC 3207). */
    void startTls(SSLSocketFactory tls, Relay relay) throws IOException {
        begin(Phase.STARTTLS);
        take(socket().command("STARTTLS"));
        require(reply);
        // What came before TLS is not protected by it (RFC 3207, 4.2).
        requireInStep();
        socket().encrypt(tls, name(relay));
    }

    /** Gives a command of the login; what it holds is blotted out should the server repeat it. */
    int authenticate(String command, List<String> hidden) throws IOException {
        serverText = new ServerText(hidden);
        begin(Phase.AUTH);
        Response response = socket().command(command);
        take(response);
        return response.code();
    }

    /** Nothing has been said that nobody asked for: else every answer from here on would be to something else. */
    void requireInStep() throws IOException {
        socket().requireInStep();
    }

    Exchange exchange(boolean pipelining) {
        return new Exchange(socket(), patience, pipelining);
    }

    /** Makes text of what the server says. */
    ServerText text() {
        return serverText;
    }

    Reply replyOf(Phase at, Response response) {
        String said = response.text();
        boolean told = at != Phase.EHLO && said.length() > LONGEST_TOLD;
        return Reply.parse(at, serverText.of(told ? said.substring(0, LONGEST_TOLD) : said));
    }

    @Nullable
    SSLSession encryption() {
        return socket().encryption();
    }

    private void begin(Phase next) {
        phase = next;
        reply = null;
    }

    private void take(Response response) {
        reply = replyOf(phase, response);
    }

    private void require(@Nullable Reply answer) throws RefusedException {
        if (answer != null && answer.code() >= 300) {
            throw new RefusedException(answer);
        }
    }

    private SmtpSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not connected");
        }
        return socket;
    }

    private static String name(Relay relay) {
        return relay.host().replaceAll("[\\[\\]]", "");
    }

    /**
     * Whether a letter may come from an address; none does. Many a server says no to a sender only as it hears for whom the letter is
     * (Postfix's {@code smtpd_delay_reject}).
     */
    Reply wouldTake(EmailAddress sender, EmailAddress recipient) throws IOException {
        begin(Phase.MAIL);
        Reply answer = replyOf(Phase.MAIL, socket().command("MAIL FROM:<" + sender + ">"));
        if (answer.isPositive()) {
            begin(Phase.RCPT);
            answer = replyOf(Phase.RCPT, socket().command("RCPT TO:<" + recipient + ">"));
        }
        take(socket().command("RSET"));
        return answer;
    }

    /** QUIT, and the end. */
    void farewell() {
        if (socket != null) {
            socket.farewell(FAREWELL);
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }

    /** The server said no before any letter was spoken of. */
    static final class RefusedException extends IOException {
        RefusedException(Reply reply) {
            super(reply.toString());
        }
    }
}
