package org.facteur.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * AUTH (RFC 4954) with PLAIN (RFC 4616), LOGIN or XOAUTH2. Angus's own login takes a 334 that explains an XOAUTH2 refusal for the
 * refusal itself, and tells no 454 from a 535.
 */
final class Login {

    private static final int ACCEPTED = 235;
    private static final int GO_ON = 334;

    private final Link connection;

    Login(Link connection) {
        this.connection = connection;
    }

    /**
     * With PLAIN where it is offered, else LOGIN: both say the same to a server that TLS has proved to be the right one.
     *
     * @return null when we are in; else what stands in the way, in words
     * @throws IOException when the connection was lost
     */
    @Nullable
    String withPassword(Credentials.Password account) throws IOException {
        List<String> offered = connection.offer().logins();
        String password = base64(account.password());
        if (offered.contains("PLAIN")) {
            String response = base64("\0" + account.username() + "\0" + account.password());
            return verdict(
                    connection.authenticate("AUTH PLAIN " + response, List.of(response, password, account.password())));
        }
        if (!offered.contains("LOGIN")) {
            return "offers no login by password" + listed(offered);
        }
        List<String> secrets = List.of(password, account.password());
        int code = connection.authenticate("AUTH LOGIN", secrets);
        if (code == GO_ON) {
            code = connection.authenticate(base64(account.username()), secrets);
        }
        if (code == GO_ON) {
            code = connection.authenticate(password, secrets);
        }
        return verdict(code);
    }

    /** Like {@link #withPassword}, with an access token. */
    @Nullable
    String withToken(String username, String token) throws IOException {
        List<String> offered = connection.offer().logins();
        if (!offered.contains("XOAUTH2")) {
            return "offers no login by XOAUTH2" + listed(offered);
        }
        String response = base64("user=" + username + "\1auth=Bearer " + token + "\1\1");
        List<String> secrets = List.of(response, token);
        int code = connection.authenticate("AUTH XOAUTH2 " + response, secrets);
        // A refusal comes in two steps: its reason as a challenge, then, after an empty answer, the reply.
        return verdict(code == GO_ON ? connection.authenticate("", secrets) : code);
    }

    private @Nullable String verdict(int code) throws IOException {
        if (code == ACCEPTED) {
            return null;
        }
        Reply reply = connection.reply();
        if (reply == null) {
            throw new IOException("the relay closed the connection");
        }
        return (reply.isPermanent() ? "refused our login: " : "cannot judge our login now: ") + reply;
    }

    private static String listed(List<String> offered) {
        return offered.isEmpty() ? " and no other" : ", only " + String.join(", ", offered);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
