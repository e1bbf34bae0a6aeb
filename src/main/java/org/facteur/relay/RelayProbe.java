package org.facteur.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.facteur.address.EmailAddress;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.facteur.smtp.Patience;
import org.jspecify.annotations.Nullable;

/** Connects to a relay as a run would, logs in, says goodbye: whether letters could leave, without one. */
public final class RelayProbe {

    /** Somebody is looking on; a relay that greets slowly takes half a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private RelayProbe() {}

    /** How far we came. */
    public sealed interface Finding {

        /**
         * Logged in, where there is a login.
         *
         * @param toTagged its answer to a tagged return address ({@link Relay#tagged}); null where it was not asked, or gave none
         */
        record Welcome(ServerOffer offer, @Nullable Reply toTagged) implements Finding {}

        /**
         * The relay, or the server that gives out access tokens, does not take the user name, the password or the token.
         *
         * @param offer null where we did not come as far as the relay
         */
        record LoginRefused(Reason cause, @Nullable ServerOffer offer) implements Finding {}

        /** It takes logins, but of another kind than the job file has. */
        record OtherLogin(Reason cause, ServerOffer offer) implements Finding {}

        /**
         * No connection, no TLS that can be trusted, or no answer to the login for now.
         *
         * @param offer null where it did not come to an offer
         */
        record Unreachable(Reason cause, @Nullable ServerOffer offer) implements Finding {}
    }

    /**
     * @param ehloName a domain, for EHLO; the From address's
     * @param sender whose tagged return address is tried; null: none
     * @param clock tells when an access token has ended
     * @param tokensKept as for {@link RelayClients}
     * @throws IllegalArgumentException when the relay's settings cannot be used, see {@link RelayClients#open}
     */
    public static Finding probe(
            Relay relay, String ehloName, @Nullable EmailAddress sender, InstantSource clock, Path tokensKept) {
        TokenSource tokens = relay.credentials() instanceof Credentials.OAuth2 oauth
                ? TokenSource.of(oauth, clock, tokensKept, () -> false)
                : null;
        Patience patience = Patience.standard(relay.timeout()).atMost(LONGEST);
        Handshake handshake = new Handshake(relay, ehloName, tokens, patience, () -> false);
        AtomicReference<@Nullable ServerOffer> seen = new AtomicReference<>();
        Handshake.Result result = handshake.open(link -> seen.set(link.offer()));
        if (result instanceof Handshake.Result.Failed failed) {
            return failure(failed.trouble(), seen.get());
        }
        Link link = ((Handshake.Result.Open) result).link();
        @Nullable Reply toTagged = sender == null ? null : toTagged(link, sender);
        link.farewell();
        return new Finding.Welcome(Objects.requireNonNull(seen.get()), toTagged);
    }

    /** A letter to oneself is asked for. Where it is refused without a tag, too, nothing is known of tags. */
    private static @Nullable Reply toTagged(Link link, EmailAddress sender) {
        try {
            Reply tagged = link.wouldTake(
                    EmailAddress.of(
                            sender.localPart() + "+facteur@" + sender.domain().name()),
                    sender);
            boolean told = tagged.isPositive() || link.wouldTake(sender, sender).isPositive();
            return told ? tagged : null;
        } catch (IOException | InvalidValueException untold) {
            return null;
        }
    }

    private static Finding failure(Submission.Unopened trouble, @Nullable ServerOffer offer) {
        if (trouble instanceof Submission.OtherLogin && offer != null) {
            return new Finding.OtherLogin(trouble.cause(), offer);
        }
        Reply reply = trouble.reply();
        return reply != null && reply.phase() == Phase.AUTH && reply.isPermanent()
                ? new Finding.LoginRefused(trouble.cause(), offer)
                : new Finding.Unreachable(trouble.cause(), offer);
    }
}
