package org.facteur.relay;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.facteur.smtp.Patience;

/** Makes connection slots. Those at one relay share what is learned of it; those that log in with
 * the same refresh token share its access token. Safe for several threads. */
public final class RelayClients {

    private final InstantSource clock;
    private final BooleanSupplier stopping;
    private final RotatedTokens rotated;
    private final Map<RelayName, Manners> manners = new ConcurrentHashMap<>();
    private final Map<Credentials.OAuth2, TokenSource> tokens = new ConcurrentHashMap<>();

    /**
     * @param clock tells when an access token has ended
     * @param stopping whether the run is to stop: then no server is waited for much longer
     * @param tokens folder, private to its owner, where refresh tokens are kept that an endpoint gives out in place of the job file's;
     *     need not exist
     */
    public RelayClients(InstantSource clock, BooleanSupplier stopping, Path tokens) {
        this.clock = clock;
        this.rotated = new RotatedTokens(tokens);
        this.stopping = stopping;
    }

    /**
     * One slot; it connects when its first letter is submitted.
     *
     * @param ehloName the domain that EHLO says: the From address's
     * @throws IllegalArgumentException when the relay's settings cannot be used: {@code tls: none} beyond this machine, a
     *     {@code trust} file without certificates, a token endpoint without TLS
     */
    public RelayClient open(Relay relay, String ehloName) {
        TokenSource source = relay.credentials() instanceof Credentials.OAuth2 oauth
                ? tokens.computeIfAbsent(
                        oauth,
                        key -> new OAuthTokens(key, clock, rotated, OAuthTokens.EndpointPatience.standard(stopping)))
                : null;
        return new SmtpRelayClient(
                relay,
                ehloName,
                source,
                manners.computeIfAbsent(relay.name(), name -> new Manners()),
                Patience.standard(relay.timeout()),
                stopping);
    }
}
