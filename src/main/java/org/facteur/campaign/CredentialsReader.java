package org.facteur.campaign;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.Function;
import org.facteur.campaign.Preset.Login;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.facteur.relay.Credentials;
import org.facteur.relay.Loopback;
import org.jspecify.annotations.Nullable;

/** Reads how a relay is logged in to: nothing, a user name with a password, or OAuth2. */
final class CredentialsReader {

    private final Section relay;
    private final @Nullable Preset preset;
    private final boolean needed;

    /**
     * @param preset null: none
     * @param needed whether anybody logs in; else secrets, and what placeholders say beside them, need not be there
     */
    CredentialsReader(Section relay, @Nullable Preset preset, boolean needed) {
        this.relay = relay;
        this.preset = preset;
        this.needed = needed;
    }

    /** {@code None} also where something is wrong; that is among the problems. {@code Withheld} where they are not needed. */
    Credentials read() {
        String username = value(relay, "username", Forms::oneLine);
        boolean hasPassword = Secrets.has(relay, "password");
        String password = Secrets.read(relay, "password", needed);
        boolean hasOAuth2 = relay.has("oauth2");
        Credentials.OAuth2 oauth2 = hasOAuth2 ? oauth2(relay.section("oauth2"), username) : null;
        if (hasPassword && hasOAuth2) {
            relay.problem("oauth2", JobFileReason.RELAY_LOGIN_BOTH.of());
        } else if (!relay.has("username") && (hasPassword || hasOAuth2)) {
            relay.problem("username", JobFileReason.RELAY_LOGIN_NAME.of());
        } else if (relay.has("username") && !hasPassword && !hasOAuth2) {
            relay.problem("username", JobFileReason.RELAY_LOGIN_PASSWORD.of());
        } else if (preset != null) {
            compare(preset, hasPassword, hasOAuth2);
        }
        if (!needed) {
            return username == null ? new Credentials.None() : new Credentials.Withheld(username);
        }
        if (oauth2 != null) {
            return oauth2;
        }
        return username == null || password == null
                ? new Credentials.None()
                : new Credentials.Password(username, password);
    }

    private <T> @Nullable T value(Section section, String key, Function<String, T> parser) {
        return needed ? section.read(key, parser) : section.readIfFilledIn(key, parser);
    }

    // A preset's host only: behind another one, a test server say, the provider's rules need not hold.
    private void compare(Preset known, boolean hasPassword, boolean hasOAuth2) {
        if (relay.has("host")) {
            return;
        }
        if (!hasPassword && !hasOAuth2 && !known.takes(Set.of(Login.NONE))) {
            boolean passwords = known.takes(Set.of(Login.PASSWORD, Login.APP_PASSWORD));
            relay.problem(JobFileReason.RELAY_LOGIN_ASKED.of(
                    known.name(), known.loginsInWords(), passwords ? "password: ${SMTP_PASSWORD}" : "oauth2:"));
        } else if (hasPassword && !known.takes(Set.of(Login.PASSWORD, Login.APP_PASSWORD))) {
            relay.problem(
                    relay.has("password") ? "password" : "password-file",
                    JobFileReason.RELAY_LOGIN_OAUTH2.of(known.name()));
        } else if (hasOAuth2 && !known.takes(Set.of(Login.OAUTH2))) {
            relay.problem("oauth2", JobFileReason.RELAY_LOGIN_TAKEN.of(known.name()));
        }
    }

    private Credentials.@Nullable OAuth2 oauth2(Section oauth2, @Nullable String username) {
        URI known = preset == null ? null : preset.tokenEndpoint();
        if (known == null && !oauth2.has("token-endpoint")) {
            oauth2.problem(
                    "token-endpoint",
                    JobFileReason.KEY_MISSING_EXAMPLE.of("token-endpoint: https://oauth2.googleapis.com/token"));
        }
        URI given = value(oauth2, "token-endpoint", CredentialsReader::endpoint);
        URI endpoint = given != null || oauth2.has("token-endpoint") ? given : known;
        if (!oauth2.has("client-id")) {
            oauth2.problem("client-id", JobFileReason.RELAY_LOGIN_CLIENT.of());
        }
        String clientId = value(oauth2, "client-id", Forms::oneLine);
        if (!Secrets.has(oauth2, "refresh-token")) {
            oauth2.problem("refresh-token", JobFileReason.RELAY_LOGIN_TOKEN.of());
        }
        Secrets.has(oauth2, "client-secret");
        String refreshToken = Secrets.read(oauth2, "refresh-token", needed);
        String clientSecret = Secrets.read(oauth2, "client-secret", needed);
        String scope = value(oauth2, "scope", Forms::oneLine);
        oauth2.refuseOthers();
        if (username == null || endpoint == null || clientId == null || refreshToken == null) {
            return null;
        }
        return new Credentials.OAuth2(username, endpoint, clientId, clientSecret, refreshToken, scope);
    }

    private static URI endpoint(String text) {
        Reason wrong = JobFileReason.VALUE_HTTPS.of(Forms.shown(text));
        try {
            URI endpoint = new URI(text.strip());
            String host = endpoint.getHost();
            boolean safe = "https".equals(endpoint.getScheme())
                    || ("http".equals(endpoint.getScheme()) && host != null && Loopback.is(host));
            if (safe && host != null) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            throw new InvalidValueException(wrong, e);
        }
        throw new InvalidValueException(wrong);
    }
}
