package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.relay.RelayFixtures.NO_SEAL;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.impatientClientOf;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.relay;
import static org.facteur.relay.RelayFixtures.to;
import static org.facteur.smtp.Action.close;
import static org.facteur.smtp.Action.reply;
import static org.facteur.smtp.Action.silent;

import java.time.Duration;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When no transaction begins: what the user is told. */
class SmtpUnreachableTest {

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();

    @AfterEach
    void end() {
        server.close();
    }

    private static Submission.Unreachable submit(Relay relay) {
        return submit(clientOf(relay));
    }

    private static Submission.Unreachable submit(SmtpRelayClient client) {
        try (client) {
            Submission submission = client.submit(to("marie@example.org"), letter(), NO_SEAL);
            assertThat(submission).isInstanceOf(Submission.Unreachable.class);
            return (Submission.Unreachable) submission;
        }
    }

    @ParameterizedTest
    @CsvSource({"GREETING,421 4.3.2 Too busy", "GREETING,554 5.7.1 Your address is listed", "EHLO,421 4.7.0 Try later"})
    void a_relay_that_takes_no_letters_is_told_with_its_reply(Step step, String text) {
        server.on(step, at -> reply(text));

        Submission.Unreachable trouble = submit(plainRelay(server.port()));

        assertThat(trouble.reply()).isEqualTo(Reply.parse(Phase.valueOf(step.name()), text));
        assertThat(trouble.cause()).asString().contains("127.0.0.1:" + server.port(), text);
    }

    @Test
    void the_next_letter_tries_again() {
        server.on(Step.GREETING, at -> at.connection() == 1 ? reply("421 4.3.2 Too busy") : reply("220 hello"));
        try (var client = clientOf(plainRelay(server.port()))) {
            assertThat(client.submit(to("marie@example.org"), letter(), NO_SEAL))
                    .isInstanceOf(Submission.Unreachable.class);
            assertThat(client.submit(to("marie@example.org"), letter(), NO_SEAL))
                    .isInstanceOf(Submission.Accepted.class);
        }
    }

    @Test
    void a_greeting_that_does_not_come_is_a_time_out() {
        server.on(Step.GREETING, at -> silent());

        Submission.Unreachable trouble = submit(impatientClientOf(plainRelay(server.port())));

        assertThat(trouble.cause()).asString().contains("did not answer within 2 s", "tls: implicit");
        assertThat(trouble.reply()).isNull();
    }

    @Test
    void a_server_that_hangs_up_before_its_greeting_is_told_as_such() {
        server.on(Step.GREETING, at -> close());

        assertThat(submit(plainRelay(server.port())).cause())
                .asString()
                .isEqualTo("127.0.0.1:" + server.port() + " gave no greeting: the relay closed the connection");
    }

    @Test
    void a_refused_connection_names_host_and_port() {
        server.leave();

        Submission.Unreachable trouble = submit(plainRelay(server.port()));

        assertThat(trouble.cause())
                .asString()
                .isEqualTo("127.0.0.1:" + server.port() + " refuses the connection; check relays.ecole.port");
        assertThat(trouble.reply()).isNull();
    }

    @Test
    void an_unknown_host_is_named() {
        Relay relay =
                relay("relay.invalid", 587, Tls.STARTTLS, new Credentials.None(), null, 1, Duration.ofSeconds(20));

        assertThat(submit(relay).cause())
                .asString()
                .isEqualTo("relay.invalid:587 cannot be found; check relays.ecole.host");
    }

    @Test
    void a_relay_without_STARTTLS_gets_no_letter() {
        Submission.Unreachable trouble = submit(relay(server.port(), Tls.STARTTLS, new Credentials.None(), null));

        assertThat(trouble.cause()).asString().contains("does not offer STARTTLS", "tls: implicit");
        assertThat(server.transactions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp.ecole.example", "127.evil.example", "10.0.0.1"})
    void no_relay_beyond_this_machine_is_spoken_to_without_tls(String host) {
        Relay relay = relay(host, 25, Tls.NONE, new Credentials.None(), null, 1, Duration.ofSeconds(1));

        assertThatThrownBy(() -> clientOf(relay))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("relays.ecole.tls: none is for this machine only, not for " + host);
    }
}
