package org.facteur.relay;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From nothing to a connection that is logged in, and the farewell. */
final class Opening {

    /** How long we wait for the answer to QUIT: nothing hangs on it. */
    private static final int FAREWELL_MILLIS = 1000;

    private final Relay relay;
    private final Session session;
    private final Wire wire;
    private final @Nullable TokenSource tokens;

    sealed interface Result {
        record Open(SealedTransport transport) implements Result {}

        record Failed(Submission.Unopened trouble) implements Result {
            boolean loginRefused() {
                return trouble instanceof Submission.Unreachable unreachable
                        && unreachable.reply() != null
                        && unreachable.reply().phase() == Phase.AUTH
                        && unreachable.reply().code() == 535;
            }
        }
    }

    Opening(Relay relay, Session session, Wire wire, @Nullable TokenSource tokens) {
        if (relay.credentials() instanceof Credentials.OAuth2 && tokens == null) {
            throw new IllegalArgumentException("relay " + relay.name() + " needs a source of access tokens");
        }
        if (relay.credentials() instanceof Credentials.Withheld) {
            throw new IllegalArgumentException("relay " + relay.name() + " was read for looking at, not for sending");
        }
        this.relay = relay;
        this.session = session;
        this.wire = wire;
        this.tokens = tokens;
    }

    Result open() {
        return open(transport -> {});
    }

    /** @param onlooker is shown the connection after EHLO and STARTTLS, before the login */
    Result open(Consumer<SealedTransport> onlooker) {
        if (!(relay.credentials() instanceof Credentials.OAuth2 oauth) || tokens == null) {
            return open(null, null, onlooker);
        }
        try {
            String token = tokens.accessToken();
            Result result = open(oauth, token, onlooker);
            // It may have been withdrawn before its time.
            boolean again = result instanceof Result.Failed failed && failed.loginRefused() && tokens.forget(token);
            return again ? open(oauth, tokens.accessToken(), onlooker) : result;
        } catch (TokenSource.TokenException e) {
            String cause = String.valueOf(e.getMessage());
            // To whoever judges it, a refused refresh token is a refused login.
            Reply reply = e.isRefused() ? new Reply(Phase.AUTH, 535, new EnhancedStatus(5, 7, 8), cause) : null;
            return unreachable(cause, reply);
        }
    }

    private Result open(
            Credentials.@Nullable OAuth2 oauth, @Nullable String token, Consumer<SealedTransport> onlooker) {
        SealedTransport transport = new SealedTransport(session, wire);
        try {
            transport.connect(relay.host(), relay.port(), null, null);
            onlooker.accept(transport);
            String trouble = login(transport, oauth, token);
            if (trouble == null) {
                return new Result.Open(transport);
            }
            Reply reply = transport.reply();
            farewell(transport);
            String cause = Trouble.place(relay) + " " + trouble;
            // Not even asked, where it offers nothing that we could answer with.
            boolean asked = reply != null && reply.phase() == Phase.AUTH;
            return asked ? unreachable(cause, reply) : new Result.Failed(new Submission.OtherLogin(cause));
        } catch (MessagingException e) {
            wire.abort();
            Reply reply = transport.reply();
            return unreachable(
                    Trouble.connecting(relay, transport.phase(), reply, e),
                    reply != null && reply.code() >= 400 ? reply : null);
        }
    }

    private @Nullable String login(
            SealedTransport transport, Credentials.@Nullable OAuth2 oauth, @Nullable String token)
            throws MessagingException {
        if (oauth != null && token != null) {
            return new Login(transport).withToken(oauth.username(), token);
        }
        return relay.credentials() instanceof Credentials.Password password
                ? new Login(transport).withPassword(password)
                : null;
    }

    private static Result unreachable(String cause, @Nullable Reply reply) {
        return new Result.Failed(new Submission.Unreachable(cause, reply));
    }

    /** QUIT (RFC 5321, 4.1.1.10), within {@value #FAREWELL_MILLIS} ms. */
    void farewell(SealedTransport transport) {
        wire.waitAtMost(FAREWELL_MILLIS);
        try {
            transport.close();
        } catch (MessagingException e) {
            // It had gone already.
            wire.abort();
        }
    }
}
