package org.facteur.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.facteur.smtp.OverdueException;
import org.facteur.smtp.Patience;
import org.jspecify.annotations.Nullable;

/** From nothing to a connection that is logged in. */
final class Handshake {

    private final Relay relay;
    private final String ehloName;
    private final @Nullable SSLSocketFactory tls;
    private final @Nullable TokenSource tokens;
    private final Patience patience;
    private final BooleanSupplier stopping;
    private final Names names;

    sealed interface Result {
        record Open(Link link) implements Result {}

        record Failed(Submission.Unopened trouble) implements Result {
            boolean saidSomething() {
                return trouble.reply() != null;
            }

            boolean loginRefused() {
                Reply reply = trouble.reply();
                return reply != null && reply.phase() == Phase.AUTH && reply.code() == 535;
            }
        }
    }

    /**
     * @param ehloName what EHLO says (RFC 5321, 4.1.1.1); looking up our host name could take seconds
     * @throws IllegalArgumentException when a relay that is not on this machine would be spoken to without TLS, the file of certificates
     *     to trust cannot be used, or the login lacks its secret
     */
    Handshake(Relay relay, String ehloName, @Nullable TokenSource tokens, Patience patience, BooleanSupplier stopping) {
        this(relay, ehloName, tokens, patience, stopping, InetAddress::getAllByName);
    }

    /** Which addresses a name has. */
    interface Names {
        InetAddress[] of(String name) throws UnknownHostException;
    }

    Handshake(
            Relay relay,
            String ehloName,
            @Nullable TokenSource tokens,
            Patience patience,
            BooleanSupplier stopping,
            Names names) {
        if (relay.credentials() instanceof Credentials.OAuth2 && tokens == null) {
            throw new IllegalArgumentException("relay " + relay.name() + " needs a source of access tokens");
        }
        if (relay.credentials() instanceof Credentials.Withheld) {
            throw new IllegalArgumentException("relay " + relay.name() + " was read for looking at, not for sending");
        }
        if (relay.tls() == Tls.NONE && !Loopback.is(relay.host())) {
            throw new InvalidValueException(RelayReason.PLAIN.of(relay.name(), relay.host()));
        }
        this.relay = relay;
        this.ehloName = ehloName;
        this.tls = relay.tls() == Tls.NONE ? null : Trust.socketFactory(relay.trust());
        this.tokens = tokens;
        this.patience = patience;
        this.stopping = stopping;
        this.names = names;
    }

    Result open() {
        return open(link -> {});
    }

    /** @param onlooker is shown the connection after EHLO and STARTTLS, before the login */
    Result open(Consumer<Link> onlooker) {
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
            if (e.reason().equals(RelayReason.TOKEN_INTERRUPTED.of())) {
                return new Result.Failed(new Submission.Untouched(Trouble.stopped(relay, Phase.AUTH)));
            }
            // To those who judge it, a refused refresh token is a refused login.
            Reply reply =
                    e.isRefused() ? new Reply(Phase.AUTH, 535, new EnhancedStatus(5, 7, 8), e.getMessage()) : null;
            return unreachable(e.reason(), reply);
        }
    }

    /** Each address of the relay's name is tried (RFC 5321, 5.1), until one greets. */
    private Result open(Credentials.@Nullable OAuth2 oauth, @Nullable String token, Consumer<Link> onlooker) {
        InetAddress[] addresses;
        try {
            addresses = names.of(relay.host());
        } catch (UnknownHostException e) {
            return unreachable(Trouble.connecting(relay, Phase.GREETING, null, e, new ServerText(List.of())), null);
        }
        Result.@Nullable Failed first = null;
        for (InetAddress address : addresses) {
            Link link = new Link(patience, stopping);
            Result result = open(link, address, oauth, token, onlooker);
            if (!(result instanceof Result.Failed failed) || link.phase() != Phase.GREETING) {
                return result;
            }
            // What a server said is worth more than that another one said nothing.
            first = first == null || (link.reply() != null && !first.saidSomething()) ? failed : first;
            if (stopping.getAsBoolean()) {
                break;
            }
        }
        return Objects.requireNonNull(first, "a name without an address");
    }

    private Result open(
            Link link,
            InetAddress address,
            Credentials.@Nullable OAuth2 oauth,
            @Nullable String token,
            Consumer<Link> onlooker) {
        try {
            link.connect(address, relay, tls);
            link.hello(ehloName);
            if (relay.tls() == Tls.STARTTLS && tls != null) {
                if (!link.offer().offers("STARTTLS")) {
                    link.farewell();
                    return unreachable(Trouble.withoutStartTls(relay), null);
                }
                link.startTls(tls, relay);
                link.hello(ehloName);
            }
            onlooker.accept(link);
            Reason trouble = login(link, oauth, token);
            if (trouble == null) {
                link.requireInStep();
                return new Result.Open(link);
            }
            Reply reply = link.reply();
            link.farewell();
            // Not even asked, where it offers nothing that we could answer with.
            boolean asked = reply != null && reply.phase() == Phase.AUTH;
            return asked ? unreachable(trouble, reply) : new Result.Failed(new Submission.OtherLogin(trouble));
        } catch (IOException e) {
            link.close();
            if (e instanceof OverdueException overdue && overdue.isStopped()) {
                return new Result.Failed(new Submission.Untouched(Trouble.stopped(relay, link.phase())));
            }
            Reply reply = link.reply();
            return unreachable(
                    Trouble.connecting(relay, link.phase(), reply, e, link.text()),
                    reply != null && reply.code() >= 400 ? reply : null);
        }
    }

    private @Nullable Reason login(Link link, Credentials.@Nullable OAuth2 oauth, @Nullable String token)
            throws IOException {
        if (oauth != null && token != null) {
            return new Login(link, Trouble.place(relay)).withToken(oauth.username(), token);
        }
        return relay.credentials() instanceof Credentials.Password password
                ? new Login(link, Trouble.place(relay)).withPassword(password)
                : null;
    }

    private static Result.Failed unreachable(Reason cause, @Nullable Reply reply) {
        return new Result.Failed(new Submission.Unreachable(cause, reply));
    }
}
