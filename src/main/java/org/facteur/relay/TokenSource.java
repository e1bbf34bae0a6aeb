package org.facteur.relay;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.facteur.reason.Reason;
import org.facteur.reason.ReasonedException;

/** Where an access token for XOAUTH2 comes from. Safe for several threads. */
public interface TokenSource {

    /**
     * Tokens by the refresh-token grant.
     *
     * @param kept folder for refresh tokens that took the place of others
     * @param stopping whether we are to stop: then no answer is waited for much longer
     */
    static TokenSource of(Credentials.OAuth2 credentials, InstantSource clock, Path kept, BooleanSupplier stopping) {
        return new OAuthTokens(
                credentials, clock, new RotatedTokens(kept), OAuthTokens.EndpointPatience.standard(stopping));
    }

    /**
     * A token that is believed to be valid.
     *
     * @throws TokenException when none can be had
     */
    String accessToken();

    /**
     * Tells that a relay refused this token.
     *
     * @return whether another may fare better: true when it had been kept for a while, false when it was brand new
     */
    boolean forget(String token);

    /** No token can be had; the reason is for the user and holds no secret. */
    final class TokenException extends ReasonedException {

        private static final long serialVersionUID = 1;

        private final boolean refused;

        /**
         * @param refused whether the endpoint said no, as against not being reached
         */
        public TokenException(Reason reason, boolean refused) {
            super(reason, null);
            this.refused = refused;
        }

        public boolean isRefused() {
            return refused;
        }
    }
}
