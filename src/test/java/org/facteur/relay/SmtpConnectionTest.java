package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.relay.RelayFixtures.NO_SEAL;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.relay;
import static org.facteur.relay.RelayFixtures.to;
import static org.facteur.smtp.Action.close;
import static org.facteur.smtp.Action.proceed;
import static org.facteur.smtp.Action.reply;
import static org.facteur.smtp.Action.reset;
import static org.facteur.smtp.Action.silent;

import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a connection is kept, and what follows when the server does not keep it. */
class SmtpConnectionTest {

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();

    @AfterEach
    void end() {
        server.close();
    }

    private static Submission submit(SmtpRelayClient client) {
        return client.submit(to("marie@example.org"), letter(), NO_SEAL);
    }

    @Test
    void behind_a_letter_that_none_follows_at_once_nothing_is_said_but_RSET() {
        try (var client = clientOf(plainRelay(server.port()))) {
            submit(client);
            submit(client);
        }

        assertThat(server.lines())
                .containsExactly(
                        "EHLO ecole.example",
                        "MAIL FROM:<zythom@ecole.example>",
                        "RCPT TO:<marie@example.org>",
                        "DATA",
                        "RSET",
                        "MAIL FROM:<zythom@ecole.example>",
                        "RCPT TO:<marie@example.org>",
                        "DATA",
                        "RSET",
                        "QUIT");
    }

    @Test
    void a_connection_is_renewed_after_its_number_of_messages() {
        Relay relay =
                relay("127.0.0.1", server.port(), Tls.NONE, new Credentials.None(), null, 2, Duration.ofSeconds(20));
        try (var client = clientOf(relay)) {
            for (int letter = 0; letter < 5; letter++) {
                submit(client);
            }
        }

        assertThat(server.accepted()).extracting(Transaction::connection).containsExactly(1, 1, 2, 2, 3);
    }

    @Test
    void renew_makes_the_next_letter_take_a_fresh_connection() {
        try (var client = clientOf(plainRelay(server.port()))) {
            submit(client);
            client.renew();
            submit(client);
        }

        assertThat(server.accepted()).extracting(Transaction::connection).containsExactly(1, 2);
    }

    @Test
    void eight_refusals_are_enough_for_one_connection() {
        server.on(Step.RCPT, at -> reply("450 4.2.0 Greylisted"));
        try (var client = clientOf(plainRelay(server.port()))) {
            for (int letter = 0; letter < 8; letter++) {
                submit(client);
            }
            assertThat(server.connections()).isEqualTo(1);

            submit(client);

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    static Stream<Action> farewells() {
        return Stream.of(close(), reset(), reply("421 4.4.2 scripted.example Error: timeout exceeded"));
    }

    @ParameterizedTest
    @MethodSource("farewells")
    void a_connection_closed_while_idle_is_opened_again_unnoticed(Action farewell) {
        server.on(Step.AFTER_REPLY, at -> at.connection() == 1 ? farewell : proceed());
        try (var client = clientOf(plainRelay(server.port()))) {
            submit(client);
            Awaitility.await().until(() -> server.openConnections() == 0);

            assertThat(submit(client)).isInstanceOf(Submission.Accepted.class);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void it_is_opened_again_once_only() {
        server.on(Step.MAIL, at -> at.transaction() >= 1 || at.connection() > 1 ? close() : proceed());
        server.on(Step.AFTER_REPLY, at -> close());
        try (var client = clientOf(plainRelay(server.port()))) {
            submit(client);
            Awaitility.await().until(() -> server.openConnections() == 0);

            assertThat(submit(client)).isInstanceOf(Submission.Broken.class);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_421_at_MAIL_for_another_reason_is_the_relays_answer() {
        server.on(Step.MAIL, at -> server.accepted().isEmpty() ? proceed() : reply("421 4.7.0 Try again later"));
        try (var client = clientOf(plainRelay(server.port()))) {
            submit(client);

            assertThat(submit(client))
                    .isInstanceOfSatisfying(
                            Submission.Refused.class,
                            refused -> assertThat(refused.reply()).hasToString("421 4.7.0 Try again later"));
        }
    }

    @Test
    void a_server_that_will_not_reset_is_left_for_a_fresh_connection() {
        server.on(Step.RCPT, at -> at.connection() == 1 ? reply("550 5.1.1 no such user") : proceed());
        server.on(Step.RSET, at -> reply("421 4.3.0 shutting down"));
        try (var client = clientOf(plainRelay(server.port()))) {
            assertThat(submit(client))
                    .isInstanceOfSatisfying(
                            Submission.Refused.class,
                            refused -> assertThat(refused.reply()).hasToString("550 5.1.1 no such user"));
            assertThat(submit(client)).isInstanceOf(Submission.Accepted.class);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void closing_waits_for_the_answer_to_QUIT_a_moment_only() {
        server.on(Step.QUIT, at -> silent());
        var client = clientOf(plainRelay(server.port()));
        submit(client);

        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), client::close);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"MAIL", "RCPT", "DATA", "DOT"})
    void a_connection_that_is_broken_off_waits_for_no_answer(Step step) {
        try (var client = clientOf(plainRelay(server.port()))) {
            server.on(step, at -> {
                client.breakOff();
                return Action.silent();
            });

            assertThat(submit(client))
                    .isInstanceOf(step == Step.DOT ? Submission.Unanswered.class : Submission.Broken.class)
                    .extracting(Submission::cause)
                    .asString()
                    .doesNotContain(" min");
        }
    }
}
