package org.facteur.relay;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Angus connects, greets, starts TLS and writes the message; the transaction's own commands are given here, so that
 * each reply is kept with its phase, the seal comes right before the final dot, and no RSET of Angus's hides a 421.
 */
final class SealedTransport extends SMTPTransport {

    private final Wire wire;
    private Phase phase = Phase.GREETING;
    /** RSET and QUIT: what they are answered says nothing of a letter. */
    private boolean aside;

    private @Nullable Reply reply;
    private boolean answered;
    private ServerText serverText = new ServerText(List.of());
    private @Nullable Offer offer;

    SealedTransport(Session session, Wire wire) {
        super(session, null, "smtp", false);
        this.wire = wire;
    }

    /** The answer to the last command that matters; null where none came. */
    @Nullable
    Reply reply() {
        return reply;
    }

    Phase phase() {
        return phase;
    }

    /** Whether the final dot was handed to the network: from then on the relay may have the letter. */
    boolean dotSent() {
        return offer != null && offer.dotSent();
    }

    /** Whether the connection ended where a reply was due; something that is no SMTP reply is not nothing. */
    boolean saidNothing() {
        return !answered;
    }

    /** What the seal threw. */
    @Nullable
    Throwable sealFailure() {
        return offer == null ? null : offer.sealFailure();
    }

    /**
     * One transaction. It is not preceded by NOOP: that would be a round trip a letter.
     *
     * @param utf8 whether the addresses need SMTPUTF8 (RFC 6531)
     * @throws MessagingException when it was not accepted: {@link #reply}, {@link #dotSent} and {@link #sealFailure} tell why
     */
    synchronized void send(Envelope envelope, boolean utf8, MimeMessage message, Seal seal) throws MessagingException {
        offer = new Offer(envelope, utf8, seal);
        phase = Phase.MAIL;
        reply = null;
        InternetAddress recipient = new InternetAddress();
        recipient.setAddress(envelope.recipient().toString());
        sendMessage(message, new Address[] {recipient});
    }

    /** Forgets a transaction that was refused half-way; false when the connection cannot be used any more. */
    synchronized boolean reset() {
        try {
            return simpleCommand("RSET") == 250;
        } catch (MessagingException e) {
            return false;
        }
    }

    /** Gives a command of the login; what it holds is blotted out should the server repeat it. */
    synchronized int authenticate(String command, List<String> hidden) throws MessagingException {
        serverText = new ServerText(hidden);
        return give(Phase.AUTH, command);
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        phase = Phase.EHLO;
        return super.ehlo(domain);
    }

    @Override
    protected void helo(String domain) throws MessagingException {
        if (reply != null && reply.code() == 421) {
            throw new MessagingException(reply.toString());
        }
        super.helo(domain);
    }

    @Override
    protected void startTLS() throws MessagingException {
        phase = Phase.STARTTLS;
        super.startTLS();
    }

    @Override
    protected void mailFrom() throws MessagingException {
        Offer current = current();
        expect(250, Phase.MAIL, "MAIL FROM:<" + current.envelope().sender() + (current.utf8() ? "> SMTPUTF8" : ">"));
    }

    @Override
    protected void rcptTo() throws MessagingException {
        int code = give(Phase.RCPT, "RCPT TO:<" + current().envelope().recipient() + ">");
        if (code != 250 && code != 251) {
            throw unexpected();
        }
    }

    @Override
    protected OutputStream data() throws MessagingException {
        expect(354, Phase.DATA, "DATA");
        try {
            return current().bodyTo(wire.out());
        } catch (IOException e) {
            throw new MessagingException("the connection was lost", e);
        }
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        current().sealed();
        int code = give(Phase.DOT, ".");
        if (code < 200 || code > 299) {
            throw unexpected();
        }
    }

    private Offer current() {
        if (offer == null) {
            throw new IllegalStateException("no letter");
        }
        return offer;
    }

    private void expect(int code, Phase at, String command) throws MessagingException {
        if (give(at, command) != code) {
            throw unexpected();
        }
    }

    private int give(Phase at, String command) throws MessagingException {
        phase = at;
        aside = false;
        reply = null;
        answered = false;
        return simpleCommand(command.getBytes(StandardCharsets.UTF_8));
    }

    private MessagingException unexpected() {
        return new MessagingException(
                reply != null
                        ? reply.toString()
                        : answered
                                ? "the relay gave no SMTP reply: "
                                        + serverText.of(getLastServerResponse()).strip()
                                : "the relay closed the connection");
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        aside = command.equals("RSET") || command.equals("QUIT");
        super.sendCommand(command);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        boolean matters = !aside;
        if (matters) {
            reply = null;
        }
        int code = super.readServerResponse();
        answered = !getLastServerResponse().startsWith("[EOF]");
        if (matters && code >= 200 && code <= 599) {
            reply = Reply.parse(phase, serverText.of(getLastServerResponse()));
        }
        return code;
    }
}
