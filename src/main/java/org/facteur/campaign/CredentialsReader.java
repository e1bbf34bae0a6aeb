package org.facteur.campaign;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.facteur.campaign.Preset.Login;
import org.facteur.relay.Credentials;
import org.jspecify.annotations.Nullable;

/** Reads how a relay is logged in to: nothing, a user name with a password, or OAuth2. */
final class CredentialsReader {

    private static final String EITHER = "write password: ${SMTP_PASSWORD} or password-file:";

    private final Section relay;
    private final @Nullable Preset preset;
    private final boolean used;

    /**
     * @param preset null: none
     * @param used whether the campaign sends through the relay; the secrets of others need not be there
     */
    CredentialsReader(Section relay, @Nullable Preset preset, boolean used) {
        this.relay = relay;
        this.preset = preset;
        this.used = used;
    }

    /** {@code None} also where something is wrong; that is among the problems. */
    Credentials read() {
        String username = relay.read("username", Forms::oneLine);
        boolean hasPassword = Secrets.has(relay, "password");
        String password = Secrets.read(relay, "password", used);
        boolean hasOAuth2 = relay.has("oauth2");
        Credentials.OAuth2 oauth2 = hasOAuth2 ? oauth2(relay.section("oauth2"), username) : null;
        if (hasPassword && hasOAuth2) {
            relay.problem("oauth2", "is given besides a password; keep one of them");
        } else if (!relay.has("username") && (hasPassword || hasOAuth2)) {
            relay.problem("username", "is missing; write the name to log in with, or leave out what goes with it");
        } else if (relay.has("username") && !hasPassword && !hasOAuth2) {
            relay.problem("username", "has no password; " + EITHER);
        } else if (preset != null) {
            compare(preset, hasPassword, hasOAuth2);
        }
        if (oauth2 != null) {
            return oauth2;
        }
        return username == null || password == null
                ? new Credentials.None()
                : new Credentials.Password(username, password);
    }

    // A preset's host only: behind another one, a test server say, the provider's rules need not hold.
    private void compare(Preset known, boolean hasPassword, boolean hasOAuth2) {
        if (relay.has("host")) {
            return;
        }
        if (!hasPassword && !hasOAuth2 && !known.takes(Set.of(Login.NONE))) {
            boolean passwords = known.takes(Set.of(Login.PASSWORD, Login.APP_PASSWORD));
            relay.problem("has no username; " + known.name() + " asks for " + known.loginsInWords()
                    + ": write username: and " + (passwords ? "password: ${SMTP_PASSWORD}" : "oauth2:"));
        } else if (hasPassword && !known.takes(Set.of(Login.PASSWORD, Login.APP_PASSWORD))) {
            relay.problem(
                    relay.has("password") ? "password" : "password-file",
                    "is not what " + known.name() + " takes; write oauth2: with client-id and refresh-token");
        } else if (hasOAuth2 && !known.takes(Set.of(Login.OAUTH2))) {
            relay.problem("oauth2", "is not what " + known.name() + " takes; " + EITHER);
        }
    }

    private Credentials.@Nullable OAuth2 oauth2(Section oauth2, @Nullable String username) {
        URI endpoint = preset != null && preset.tokenEndpoint() != null && !oauth2.has("token-endpoint")
                ? preset.tokenEndpoint()
                : oauth2.required(
                        "token-endpoint",
                        CredentialsReader::endpoint,
                        "write for example token-endpoint: https://oauth2.googleapis.com/token");
        String clientId = oauth2.required("client-id", Forms::oneLine, "write the id of the registered application");
        if (!Secrets.has(oauth2, "refresh-token")) {
            oauth2.problem("refresh-token", "is missing; write ${SMTP_REFRESH_TOKEN} or refresh-token-file:");
        }
        Secrets.has(oauth2, "client-secret");
        String refreshToken = Secrets.read(oauth2, "refresh-token", used);
        String clientSecret = Secrets.read(oauth2, "client-secret", used);
        String scope = oauth2.read("scope", Forms::oneLine);
        oauth2.refuseOthers();
        if (username == null || endpoint == null || clientId == null || refreshToken == null) {
            return null;
        }
        return new Credentials.OAuth2(username, endpoint, clientId, clientSecret, refreshToken, scope);
    }

    private static URI endpoint(String text) {
        String wrong =
                Forms.quoted(text) + " is not an https address; write for example https://oauth2.googleapis.com/token";
        try {
            URI endpoint = new URI(text.strip());
            String host = endpoint.getHost();
            boolean safe = "https".equals(endpoint.getScheme())
                    || ("http".equals(endpoint.getScheme()) && host != null && Endpoint.isLoopback(host));
            if (safe && host != null) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wrong, e);
        }
        throw new IllegalArgumentException(wrong);
    }
}
