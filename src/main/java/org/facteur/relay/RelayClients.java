package org.facteur.relay;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes connection slots. Those that log in with the same refresh token share its access token. Safe for several threads. */
public final class RelayClients {

    private final InstantSource clock;
    private final Map<Credentials.OAuth2, TokenSource> tokens = new ConcurrentHashMap<>();

    /** @param clock tells when an access token has ended */
    public RelayClients(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * One slot; it connects when its first letter is submitted.
     *
     * @param ehloName the domain that EHLO says: the From address's
     * @throws IllegalArgumentException when the relay's settings cannot be used: {@code tls: none} beyond this machine, a
     *     {@code trust} file without certificates, a token endpoint without TLS
     */
    public RelayClient open(Relay relay, String ehloName) {
        return relay.credentials() instanceof Credentials.OAuth2 oauth
                ? new SmtpRelayClient(
                        relay, ehloName, tokens.computeIfAbsent(oauth, key -> new OAuthTokens(key, clock)))
                : new SmtpRelayClient(relay, ehloName, null);
    }
}
