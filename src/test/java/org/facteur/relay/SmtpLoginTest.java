package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.relay.RelayFixtures.NO_SEAL;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.relay;
import static org.facteur.relay.RelayFixtures.to;
import static org.facteur.smtp.Action.reply;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.facteur.reason.Reason;
import org.facteur.smtp.Patience;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpLoginTest {

    private static final Credentials.Password PASSWORD = new Credentials.Password("zythom", "s3cret pässword");
    private static final Credentials.OAuth2 OAUTH = new Credentials.OAuth2(
            "zythom", URI.create("https://login.example/token"), "facteur", null, "refresh-s3cret", null);

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain().login("zythom", PASSWORD.password());

    @AfterEach
    void end() {
        server.close();
    }

    private Submission submit(Credentials credentials, TokenSource tokens) {
        try (var client = clientOf(relay(server.port(), Tls.NONE, credentials, null), tokens)) {
            return client.submit(to("marie@example.org"), letter(), NO_SEAL);
        }
    }

    private Submission submit() {
        return submit(PASSWORD, new Tokens());
    }

    /** Hands out one token after the other; the first is said to have been kept for a while. */
    private static final class Tokens implements TokenSource {
        private final Deque<String> left;
        private boolean brandNew;

        Tokens(String... tokens) {
            left = new ArrayDeque<>(List.of(tokens));
        }

        @Override
        public String accessToken() {
            return left.remove();
        }

        @Override
        public boolean forget(String token) {
            boolean kept = !brandNew;
            brandNew = true;
            return kept;
        }
    }

    @Test
    void a_run_that_is_to_stop_blames_no_relay_for_a_token_that_it_did_not_wait_for() {
        assertThat(stoppedBy(RelayReason.TOKEN_INTERRUPTED.of())).isInstanceOf(Submission.Untouched.class);
    }

    @Test
    void a_new_refresh_token_that_is_lost_is_told_even_by_a_run_that_is_to_stop() {
        assertThat(stoppedBy(RelayReason.TOKEN_KEEP.of("no space left on device")))
                .isInstanceOf(Submission.Unreachable.class)
                .extracting(Submission::cause)
                .asString()
                .contains("no space left");
    }

    private Submission stoppedBy(Reason reason) {
        TokenSource failing = new TokenSource() {
            @Override
            public String accessToken() {
                throw new TokenException(reason, false);
            }

            @Override
            public boolean forget(String token) {
                return false;
            }
        };
        Relay relay = relay(server.port(), Tls.NONE, OAUTH, null);
        try (var client = new SmtpRelayClient(
                relay, "ecole.example", failing, new Manners(), Patience.standard(relay.timeout()), () -> true)) {
            return client.submit(to("marie@example.org"), letter(), NO_SEAL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5 LOGIN PLAIN"})
    void it_logs_in_with_what_is_offered(String offered) {
        server.capabilities("AUTH " + offered);

        assertThat(submit()).isInstanceOf(Submission.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "535 5.7.8 Error: authentication failed,refused our login",
        "454 4.7.0 Temporary authentication failure,cannot judge our login now"
    })
    void a_login_that_fails_is_told_with_the_relays_reply(String text, String words) {
        server.on(Step.AUTH, at -> reply(text));

        assertThat(submit()).isInstanceOfSatisfying(Submission.Unreachable.class, trouble -> {
            assertThat(trouble.reply()).isEqualTo(Reply.parse(Phase.AUTH, text));
            assertThat(trouble.cause()).asString().contains("127.0.0.1:" + server.port(), words, text);
        });
        assertThat(server.commands()).containsOnlyOnce("AUTH").endsWith("QUIT");
    }

    @Test
    void a_relay_that_offers_no_login_is_told_as_such() {
        server.capabilities("AUTH CRAM-MD5");

        assertThat(submit())
                .isEqualTo(new Submission.OtherLogin(RelayReason.LOGIN_PASSWORD.of(
                        "127.0.0.1:" + server.port(), RelayReason.LOGIN_ONLY.of(List.of("CRAM-MD5")))));
    }

    @Test
    void a_421_at_the_login_is_the_relays_answer() {
        server.on(Step.AUTH, at -> reply("421 4.7.0 Too many logins"));

        assertThat(submit())
                .isInstanceOfSatisfying(
                        Submission.Unreachable.class,
                        trouble -> assertThat(trouble.reply()).hasToString("421 4.7.0 Too many logins"));
    }

    @Test
    void a_server_that_repeats_the_password_is_not_repeated() {
        server.on(
                Step.AUTH,
                at -> reply("535 5.7.8 " + PASSWORD.password() + " is wrong: "
                        + server.lines().get(server.lines().size() - 1)));

        assertThat(submit()).isInstanceOfSatisfying(Submission.Unreachable.class, trouble -> {
            assertThat(trouble.reply()).hasToString("535 5.7.8 *** is wrong: AUTH PLAIN ***");
            assertThat(trouble.cause()).asString().doesNotContain(PASSWORD.password());
        });
    }

    @Test
    void a_password_that_comes_back_in_what_is_no_reply_is_not_repeated() {
        server.on(Step.MAIL, at -> reply("what is " + PASSWORD.password() + "?"));

        assertThat(submit())
                .isInstanceOfSatisfying(
                        Submission.Broken.class,
                        broken -> assertThat(broken.cause()).asString().contains("no SMTP reply: what is ***?"));
    }

    @Test
    void xoauth2_logs_in_with_the_token() {
        server.login("zythom", "token-1");

        assertThat(submit(OAUTH, new Tokens("token-1"))).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void a_token_that_was_withdrawn_is_replaced_once() {
        server.login("zythom", "token-2");

        assertThat(submit(OAUTH, new Tokens("token-1", "token-2"))).isInstanceOf(Submission.Accepted.class);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void a_new_token_that_is_refused_too_is_a_refused_login() {
        assertThat(submit(OAUTH, new Tokens("token-1", "token-2", "token-3")))
                .isInstanceOfSatisfying(Submission.Unreachable.class, trouble -> {
                    assertThat(trouble.reply()).hasToString("535 5.7.8 Error: authentication failed");
                    assertThat(trouble.toString()).doesNotContain("token-");
                });
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void a_refresh_token_that_is_refused_counts_as_a_refused_login() {
        TokenSource refused = new TokenSource() {
            @Override
            public String accessToken() {
                throw new TokenException(RelayReason.TOKEN_REFUSED.of("invalid_grant", 400), true);
            }

            @Override
            public boolean forget(String token) {
                return false;
            }
        };

        assertThat(submit(OAUTH, refused)).isInstanceOfSatisfying(Submission.Unreachable.class, trouble -> {
            assertThat(trouble.cause())
                    .asString()
                    .isEqualTo(
                            RelayReason.TOKEN_REFUSED.of("invalid_grant", 400).toString());
            assertThat(trouble.reply()).asString().startsWith("535 5.7.8 the token endpoint says \"invalid_grant\"");
        });
        assertThat(server.connections()).isZero();
    }
}
