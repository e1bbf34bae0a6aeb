package org.facteur.relay;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.facteur.address.EmailAddress;
import org.facteur.message.Letter;
import org.jspecify.annotations.Nullable;

/** One connection slot at an SMTP relay, kept over letters (RFC 5321). */
public final class SmtpRelayClient implements RelayClient {

    /** Postfix slows a session down after 10 errors and closes it after 20 ({@code smtpd_soft_error_limit}, hard). */
    private static final int MOST_REFUSALS = 8;

    private final Relay relay;
    private final Session session;
    private final @Nullable TokenSource tokens;
    private @Nullable SealedTransport connection;
    private int messages;
    private int refusals;

    /**
     * @param heloName what EHLO says
     * @param tokens for XOAUTH2; null for other logins
     * @throws IllegalArgumentException when the relay's TLS settings cannot be used
     */
    public SmtpRelayClient(Relay relay, String heloName, @Nullable TokenSource tokens) {
        this.relay = relay;
        this.session = RelaySession.of(relay, heloName);
        this.tokens = tokens;
    }

    @Override
    public Submission submit(Envelope envelope, Letter letter, Seal seal) {
        boolean kept = connection != null;
        Submission first = attempt(envelope, letter, seal);
        // A kept connection may have been closed by the server while we paused: nothing began, so a fresh one may try.
        return kept && closedWhileIdle ? attempt(envelope, letter, seal) : first;
    }

    private boolean closedWhileIdle;

    private Submission attempt(Envelope envelope, Letter letter, Seal seal) {
        closedWhileIdle = false;
        SealedTransport transport = connection;
        if (transport == null) {
            Submission.Unreachable trouble = connect();
            transport = connection;
            if (trouble != null || transport == null) {
                return trouble == null ? new Submission.Unreachable("no connection", null) : trouble;
            }
        }
        boolean needsUtf8 = !isAscii(envelope.recipient()) || !isAscii(envelope.sender());
        if (needsUtf8 && !transport.offersUtf8()) {
            return new Submission.Refused(
                    Reply.parse(Phase.RCPT, "553 5.6.7 the relay does not take addresses beyond ASCII (no SMTPUTF8)"));
        }
        transport.prepare(seal, needsUtf8);
        session.getProperties().put("mail.smtp.from", envelope.sender().toString());
        Submission submission = send(transport, envelope, letter);
        afterwards(transport, submission);
        return submission;
    }

    private Submission send(SealedTransport transport, Envelope envelope, Letter letter) {
        try {
            transport.sendMessage(
                    letter.message(),
                    new Address[] {new InternetAddress(envelope.recipient().toString(), "", "UTF-8")});
            Reply reply = transport.reply();
            return reply != null && reply.isPositive()
                    ? new Submission.Accepted(reply)
                    : new Submission.Unanswered("the relay's reply could not be read");
        } catch (MessagingException | java.io.IOException e) {
            if (e.getCause() instanceof SealedTransport.SealFailure failed) {
                connection = null;
                throw failed.failure();
            }
            Reply reply = transport.reply();
            if (reply != null && reply.code() >= 400) {
                return new Submission.Refused(reply);
            }
            if (transport.dotSent()) {
                return new Submission.Unanswered(Causes.of(e) + " after the final dot");
            }
            closedWhileIdle = transport.phase() == Phase.MAIL && reply == null;
            return new Submission.Broken(Causes.of(e) + " at " + transport.phase());
        }
    }

    private void afterwards(SealedTransport transport, Submission submission) {
        messages++;
        boolean goodbye = false;
        if (submission instanceof Submission.Refused refused) {
            refusals++;
            goodbye = refused.reply().code() == 421;
            closedWhileIdle = goodbye && refused.reply().phase() == Phase.MAIL && messages > 1;
        }
        if (submission instanceof Submission.Accepted || submission instanceof Submission.Refused) {
            if (goodbye
                    || messages >= relay.messagesPerConnection()
                    || refusals >= MOST_REFUSALS
                    || !transport.isConnected()) {
                renew();
            }
        } else {
            drop(transport);
        }
    }

    private Submission.@Nullable Unreachable connect() {
        messages = 0;
        refusals = 0;
        SealedTransport transport = new SealedTransport(session);
        try {
            login(transport);
            connection = transport;
            return null;
        } catch (TokenSource.TokenException e) {
            return new Submission.Unreachable(
                    e.getMessage() == null ? "no access token" : e.getMessage(),
                    e.isRefused()
                            ? Reply.parse(Phase.AUTH, "535 5.7.8 the token endpoint refused: " + e.getMessage())
                            : null);
        } catch (MessagingException e) {
            Reply reply = transport.reply();
            drop(transport);
            boolean said = reply != null && reply.code() >= 400;
            if (e instanceof AuthenticationFailedException && !said) {
                reply = Reply.parse(Phase.AUTH, String.valueOf(e.getMessage()));
                said = reply.code() >= 400;
            }
            return new Submission.Unreachable(
                    relay.host() + ":" + relay.port() + ": " + (said && reply != null ? reply.toString() : explain(e)),
                    said ? reply : null);
        }
    }

    private void login(SealedTransport transport) throws MessagingException {
        if (relay.credentials() instanceof Credentials.Password password) {
            transport.connect(relay.host(), relay.port(), password.username(), password.password());
        } else if (relay.credentials() instanceof Credentials.OAuth2 oauth && tokens != null) {
            try {
                transport.connect(relay.host(), relay.port(), oauth.username(), tokens.accessToken());
            } catch (AuthenticationFailedException e) {
                // The token may have been withdrawn before its time: once more with a new one.
                tokens.forget();
                transport.connect(relay.host(), relay.port(), oauth.username(), tokens.accessToken());
            }
        } else {
            transport.connect(relay.host(), relay.port(), null, null);
        }
    }

    private String explain(MessagingException e) {
        Throwable root = Causes.root(e);
        if (root instanceof UnknownHostException) {
            return "no such host; check relays." + relay.name() + ".host";
        } else if (root instanceof ConnectException) {
            return "connection refused; is the relay running, and is " + relay.port() + " its port?";
        } else if (root instanceof SocketTimeoutException) {
            return "no answer within " + relay.timeout().toSeconds() + " s";
        } else if (root instanceof SSLException
                || root instanceof java.security.cert.CertificateException
                || root instanceof java.security.GeneralSecurityException) {
            return "TLS failed: " + Causes.of(e) + "; if the relay has a certificate of its own, name it under relays."
                    + relay.name() + ".trust";
        }
        return Causes.of(e);
    }

    @Override
    public void renew() {
        SealedTransport transport = connection;
        connection = null;
        if (transport != null) {
            try {
                transport.close();
            } catch (MessagingException e) {
                drop(transport);
            }
        }
    }

    @Override
    public void close() {
        renew();
    }

    private void drop(SealedTransport transport) {
        connection = null;
        try {
            transport.close();
        } catch (MessagingException e) {
            // It was broken already: there is nothing to say goodbye to.
            connection = null;
        }
    }

    private static boolean isAscii(EmailAddress address) {
        return address.localPart().chars().allMatch(c -> c < 128);
    }
}
