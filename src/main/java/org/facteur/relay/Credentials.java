package org.facteur.relay;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How we log in. Secrets in here appear in no {@code toString}. */
public sealed interface Credentials {

    /** Whose account it is; null where there is no login. */
    @Nullable
    String username();

    /** No login: the relay knows us by our address. */
    record None() implements Credentials {
        @Override
        public @Nullable String username() {
            return null;
        }
    }

    record Password(String username, String password) implements Credentials {
        @Override
        public String toString() {
            return "Password[" + username + ", ***]";
        }
    }

    /** Whose secret was not looked for: enough to know the account by, not to log in. */
    record Withheld(String username) implements Credentials {}

    /**
     * XOAUTH2 with a refresh-token grant (RFC 6749, 6).
     *
     * @param clientSecret null for public clients
     * @param scope null: the token's own
     */
    record OAuth2(
            String username,
            URI tokenEndpoint,
            String clientId,
            @Nullable String clientSecret,
            String refreshToken,
            @Nullable String scope)
            implements Credentials {
        @Override
        public String toString() {
            return "OAuth2[" + username + ", " + tokenEndpoint + ", ***]";
        }
    }
}
