package org.facteur.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.facteur.reason.Reason;
import org.facteur.smtp.ClosedException;
import org.jspecify.annotations.Nullable;

/**
 * AUTH (RFC 4954) with PLAIN (RFC 4616), LOGIN or XOAUTH2. Angus's own login takes a 334 that explains an XOAUTH2 refusal for the
 * refusal itself, and tells no 454 from a 535.
 */
final class Login {

    private static final int ACCEPTED = 235;
    private static final int GO_ON = 334;

    private final Link connection;
    private final String place;

    /** @param place of the relay */
    Login(Link connection, String place) {
        this.connection = connection;
        this.place = place;
    }

    /**
     * With PLAIN where it is offered, else LOGIN: both say the same to a server that TLS has proved to be the right one.
     *
     * @return null when we are in; else what stands in the way
     * @throws IOException when the connection was lost
     */
    @Nullable
    Reason withPassword(Credentials.Password account) throws IOException {
        List<String> offered = connection.offer().logins();
        String password = base64(account.password());
        if (offered.contains("PLAIN")) {
            String response = base64("\0" + account.username() + "\0" + account.password());
            return verdict(
                    connection.authenticate("AUTH PLAIN " + response, List.of(response, password, account.password())));
        }
        if (!offered.contains("LOGIN")) {
            return RelayReason.LOGIN_PASSWORD.of(place, listed(offered));
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
    Reason withToken(String username, String token) throws IOException {
        List<String> offered = connection.offer().logins();
        if (!offered.contains("XOAUTH2")) {
            return RelayReason.LOGIN_XOAUTH2.of(place, listed(offered));
        }
        String response = base64("user=" + username + "\1auth=Bearer " + token + "\1\1");
        List<String> secrets = List.of(response, token);
        int code = connection.authenticate("AUTH XOAUTH2 " + response, secrets);
        // A refusal comes in two steps: its reason as a challenge, then, after an empty answer, the reply.
        return verdict(code == GO_ON ? connection.authenticate("", secrets) : code);
    }

    private @Nullable Reason verdict(int code) throws IOException {
        if (code == ACCEPTED) {
            return null;
        }
        Reply reply = connection.reply();
        if (reply == null) {
            throw new ClosedException();
        }
        return (reply.isPermanent() ? RelayReason.LOGIN : RelayReason.LOGIN_LATER).of(place, reply);
    }

    private static Reason listed(List<String> offered) {
        return offered.isEmpty() ? RelayReason.LOGIN_NONE.of() : RelayReason.LOGIN_ONLY.of(offered);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
