package org.facteur.relay;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.Locale;
import org.facteur.address.EmailAddress;
import org.facteur.message.Letter;
import org.jspecify.annotations.Nullable;

/** A connection slot at an SMTP relay (RFC 5321), on Angus Mail. */
public final class SmtpRelayClient implements RelayClient {

    /** Postfix delays each reply after 10 errors in a session and closes it after 20 ({@code smtpd_soft_error_limit}). */
    static final int MOST_REFUSALS = 8;

    private final Relay relay;
    private final Session session;
    private final Wire wire = new Wire();
    private final Opening opening;
    private @Nullable SealedTransport connection;
    private int transactions;
    private int refusals;
    /** A recipient or DATA was refused: the server still holds the sender. */
    private boolean halfDone;
    /** The connection ended where the reply to MAIL was due. */
    private boolean lostAtMail;

    /**
     * Connects when the first letter is submitted.
     *
     * @param ehloName a domain, for EHLO; the From address's
     * @param tokens for {@link Credentials.OAuth2}; null for other logins
     * @throws IllegalArgumentException when the relay's TLS settings cannot be used, or tokens are missing
     */
    public SmtpRelayClient(Relay relay, String ehloName, @Nullable TokenSource tokens) {
        this.relay = relay;
        this.session = RelaySession.of(relay, ehloName, wire);
        this.opening = new Opening(relay, session, wire, tokens);
    }

    @Override
    public Submission submit(Envelope envelope, Letter letter, Seal seal) {
        if (halfDone && connection != null && !connection.reset()) {
            drop();
        }
        boolean kept = connection != null;
        Submission submission = attempt(envelope, letter, seal);
        if (kept && connection == null && wasClosedWhileIdle(submission)) {
            return attempt(envelope, letter, seal);
        }
        return submission;
    }

    /** Whether a server that had grown tired of waiting closed the connection before our MAIL reached it. */
    private boolean wasClosedWhileIdle(Submission submission) {
        if (submission instanceof Submission.Refused refused) {
            Reply reply = refused.reply();
            boolean saysIdle = reply.enhanced() == null
                    ? reply.text().toLowerCase(Locale.ROOT).matches("(?s).*\\b(timed? ?-?out|timeout|idle)\\b.*")
                    : reply.enhanced().equals(new EnhancedStatus(4, 4, 2));
            return reply.phase() == Phase.MAIL && reply.code() == 421 && saysIdle;
        }
        return submission instanceof Submission.Broken && lostAtMail;
    }

    private Submission attempt(Envelope envelope, Letter letter, Seal seal) {
        lostAtMail = false;
        SealedTransport current = connection;
        if (current == null) {
            Opening.Result result = opening.open();
            if (result instanceof Opening.Result.Failed failed) {
                return failed.trouble();
            }
            current = ((Opening.Result.Open) result).transport();
            connection = current;
            transactions = 0;
            refusals = 0;
            halfDone = false;
        }
        boolean utf8 = letter.utf8() || !isAscii(envelope.sender()) || !isAscii(envelope.recipient());
        if (utf8 && !current.supportsExtension("SMTPUTF8")) {
            // RFC 6531, 3.5: what such a server would say, had we asked it.
            return new Submission.Refused(Reply.parse(
                    Phase.RCPT, "553 5.6.7 the relay takes no addresses beyond ASCII (it does not offer SMTPUTF8)"));
        }
        Submission submission = transact(current, envelope, utf8, letter, seal);
        afterwards(submission);
        return submission;
    }

    private Submission transact(SealedTransport current, Envelope envelope, boolean utf8, Letter letter, Seal seal) {
        try {
            current.send(envelope, utf8, letter.message(), seal);
            return accepted(current);
        } catch (MessagingException e) {
            Throwable failure = current.sealFailure();
            if (failure != null) {
                drop();
                throw rethrown(failure);
            }
            Reply reply = current.reply();
            if (reply != null && reply.code() >= 400) {
                return new Submission.Refused(reply);
            }
            String cause = Trouble.during(relay, current.phase(), e);
            if (current.dotSent()) {
                return new Submission.Unanswered(cause);
            }
            lostAtMail = current.phase() == Phase.MAIL && !Trouble.isTimeout(e) && current.saidNothing();
            return new Submission.Broken(cause);
        } catch (RuntimeException | Error e) {
            // Not the relay's doing, such as a letter that cannot be written. The server waits for more of it.
            drop();
            throw e;
        }
    }

    private static Submission accepted(SealedTransport current) {
        Reply reply = current.reply();
        return reply == null ? new Submission.Unanswered("no reply") : new Submission.Accepted(reply);
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    private void afterwards(Submission submission) {
        transactions++;
        halfDone = false;
        if (submission instanceof Submission.Refused refused) {
            refusals++;
            Phase phase = refused.reply().phase();
            halfDone = phase == Phase.RCPT || phase == Phase.DATA;
            if (refused.reply().code() == 421) {
                drop();
            }
        } else if (!(submission instanceof Submission.Accepted)) {
            drop();
        }
        if (transactions >= relay.messagesPerConnection() || refusals >= MOST_REFUSALS) {
            renew();
        }
    }

    @Override
    public void renew() {
        if (connection != null) {
            opening.farewell(connection);
        }
        drop();
    }

    @Override
    public void close() {
        renew();
    }

    private void drop() {
        wire.abort();
        connection = null;
        halfDone = false;
    }

    private static boolean isAscii(EmailAddress address) {
        return address.localPart().chars().allMatch(c -> c < 128);
    }
}
