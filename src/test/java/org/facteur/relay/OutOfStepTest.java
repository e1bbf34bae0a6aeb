package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.impatientClientOf;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.relay;
import static org.facteur.relay.RelayFixtures.to;
import static org.facteur.smtp.Action.drip;
import static org.facteur.smtp.Action.flood;
import static org.facteur.smtp.Action.proceed;
import static org.facteur.smtp.Action.reply;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.facteur.smtp.Patience;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that answers more, less or other than it is asked: no letter gets an answer that is not its own. */
class OutOfStepTest {

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();
    private final SmtpRelayClient client = clientOf(plainRelay(server.port()));
    private int sealed;

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    private Submission submit(String recipient) {
        return submit(client, recipient);
    }

    private Submission submit(SmtpRelayClient at, String recipient) {
        return at.submit(to(recipient), letter(), () -> sealed++);
    }

    private List<? extends Class<? extends Submission>> submitFour() {
        return IntStream.rangeClosed(1, 4)
                .mapToObj(i -> submit("friend" + i + "@example.org").getClass())
                .toList();
    }

    private static List<Class<? extends Submission>> four(Class<? extends Submission> outcome) {
        return List.of(outcome, outcome, outcome, outcome);
    }

    @Test
    void a_stray_answer_behind_354_is_no_answer_to_a_dot() {
        server.on(Step.DATA, at -> reply("354 go ahead\r\n250 2.0.0 queued as stray"));

        assertThat(submitFour()).isEqualTo(four(Submission.Broken.class));
        assertThat(sealed).isZero();
    }

    @Test
    void a_stray_refusal_behind_the_answer_to_a_dot_reaches_no_other_recipient() {
        server.on(Step.DOT, at -> reply("250 2.0.0 ok\r\n550 5.1.1 no such user"));

        assertThat(submitFour()).isEqualTo(four(Submission.Unanswered.class));
        assertThat(server.connections()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 4.3.2 closing", "421-4.3.2 one letter\r\n421 4.3.2 a connection"})
    void a_relay_that_takes_a_letter_and_leaves_at_once_has_taken_it(String farewell) {
        server.on(Step.DOT, at -> reply("250 2.0.0 ok\r\n" + farewell));

        assertThat(submitFour()).isEqualTo(four(Submission.Accepted.class));
        assertThat(server.connections()).isEqualTo(4);
    }

    @Test
    void a_relay_that_refuses_a_letter_at_the_dot_and_leaves_at_once_has_refused_it() {
        server.on(Step.DOT, at -> reply("554 5.7.1 no\r\n421 4.3.2 closing"));

        assertThat(submitFour()).isEqualTo(four(Submission.Refused.class));
    }

    @Test
    void a_MAIL_that_is_answered_twice_costs_the_connection_and_no_letter() {
        server.on(Step.MAIL, at -> reply("250 2.1.0 ok\r\n250 2.1.0 ok"));

        assertThat(submitFour()).isEqualTo(four(Submission.Broken.class));
        assertThat(sealed).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"MAIL", "RCPT", "DATA"})
    void a_refusal_with_an_answer_too_many_behind_it_is_charged_to_nobody(Step step) {
        server.on(step, at -> reply("550 5.1.1 no such user\r\n250 2.1.0 ok"));

        assertThat(submitFour()).isEqualTo(four(Submission.Broken.class));
        assertThat(server.connections()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"MAIL", "RCPT", "DATA"})
    void a_relay_that_refuses_a_letter_and_leaves_at_once_has_refused_it(Step step) {
        server.on(step, at -> reply("550 5.1.1 no such user\r\n421 4.3.2 closing"));

        assertThat(submitFour()).isEqualTo(four(Submission.Refused.class));
        assertThat(server.connections()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 503 5.5.1 Error: nested MAIL command",
        "MAIL, 503 Sender already specified",
        "RCPT, 503 5.5.1 Error: need MAIL command",
        "RCPT, 503 bad sequence of commands",
        "DATA, 503 valid RCPT command must precede DATA",
        "DATA, 503 5.5.1 Error: need RCPT command"
    })
    void a_relay_that_has_lost_count_of_the_commands_is_asked_anew_and_refuses_nobody(Step step, String lost) {
        server.on(step, at -> at.connection() == 1 ? reply(lost) : proceed());

        assertThat(submit("first@example.org")).isInstanceOf(Submission.Broken.class);
        assertThat(submit("first@example.org")).isInstanceOf(Submission.Accepted.class);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void a_503_that_asks_for_a_login_is_what_it_says() {
        server.on(Step.MAIL, at -> reply("503 AUTH command must precede MAIL: authentication required"));

        assertThat(submitFour()).isEqualTo(four(Submission.Refused.class));
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"GREETING", "EHLO"})
    void answers_that_are_shifted_from_the_beginning_begin_no_transaction(Step step) {
        server.on(step, at -> reply("220 hello\r\n250 one too many"));

        assertThat(submitFour()).isEqualTo(four(Submission.Unreachable.class));
    }

    @Test
    void a_refusal_amid_the_text_breaks_off_before_the_dot() {
        server.on(Step.BODY, at -> at.line() == 3 ? reply("552 5.3.4 too large") : proceed());

        // More than sockets hold: it cannot all be on its way before the server reads its third line.
        Submission submission =
                client.submit(to("marie@example.org"), letter("Bonne année !\r\n".repeat(1_000_000)), () -> sealed++);

        assertThat(submission).isInstanceOf(Submission.Broken.class);
        assertThat(sealed).isZero();
        server.on(Step.BODY, at -> proceed());
        assertThat(submit("paul@example.org")).isInstanceOf(Submission.Accepted.class);
        assertThat(server.countByRecipient()).containsOnlyKeys("paul@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"250-x\r\n550 no", "550-x\r\n250 ok", "2500 hello", "354 more", "hello"})
    void a_malformed_answer_to_the_dot_leaves_the_letter_in_doubt(String text) {
        server.on(Step.DOT, at -> reply(text));

        assertThat(submit("marie@example.org")).isInstanceOf(Submission.Unanswered.class);
        assertThat(submit("paul@example.org")).isInstanceOf(Submission.Unanswered.class);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"250-x\r\n550 no", "550-x\r\n250 ok", "2500 hello", "hello"})
    void a_malformed_answer_to_RCPT_is_no_refusal(String text) {
        server.on(Step.RCPT, at -> reply(text));

        assertThat(submit("marie@example.org")).isInstanceOf(Submission.Broken.class);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void what_comes_behind_STARTTLS_in_clear_is_not_taken_into_tls(@TempDir Path directory) {
        TestCertificate certificate = TestCertificate.forLoopback(directory);
        try (var tls = ScriptedSmtpServer.startTls(certificate);
                var injected = clientOf(relay(tls.port(), Tls.STARTTLS, new Credentials.None(), certificate.pem()))) {
            tls.on(Step.STARTTLS, at -> reply("220 2.0.0 ready\r\n250 AUTH PLAIN"));

            assertThat(submit(injected, "marie@example.org")).isInstanceOf(Submission.Unreachable.class);
            assertThat(tls.commands()).containsExactly("EHLO", "STARTTLS");
        }
    }

    @Test
    void a_stray_refusal_that_comes_too_late_to_be_seen_refuses_no_sender() {
        // Behind the answer to the first dot, and taken for that to the second MAIL.
        server.on(
                Step.MAIL,
                at -> at.connection() == 1 && server.accepted().size() == 1
                        ? reply("550 5.1.1 no such user")
                        : proceed());

        assertThat(submitFour()).isEqualTo(four(Submission.Accepted.class));
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void any_2xx_to_RCPT_is_a_yes() {
        server.on(Step.RCPT, at -> reply("252 2.5.0 cannot VRFY the user, but will take the message"));

        assertThat(submit("marie@example.org")).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void a_greeting_that_ends_with_a_refusal_quotes_the_server() {
        server.on(Step.GREETING, at -> reply("220-mx.example ESMTP\r\n521 5.3.2 blocked, see https://mx.example/"));

        assertThat(submit("marie@example.org"))
                .isInstanceOfSatisfying(
                        Submission.Unreachable.class,
                        trouble ->
                                assertThat(trouble.reply()).hasToString("521 5.3.2 blocked, see https://mx.example/"));
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, Unreachable",
        "EHLO, Unreachable",
        "MAIL, Broken",
        "RCPT, Broken",
        "DATA, Broken",
        "DOT, Unanswered"
    })
    void a_server_that_drips_has_no_more_time_than_one_that_says_nothing(Step step, String outcome) {
        server.on(step, at -> drip("250-"));
        try (SmtpRelayClient impatient = impatientClientOf(plainRelay(server.port()))) {
            assertThat(submit(impatient, "marie@example.org").getClass().getSimpleName())
                    .isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, Untouched",
        "EHLO, Untouched",
        "MAIL, Untouched",
        "RCPT, Untouched",
        "DATA, Untouched",
        "DOT, Unanswered"
    })
    void a_run_that_is_to_stop_waits_for_no_server_that_drips(Step step, String outcome) {
        server.on(step, at -> drip("250-"));
        Duration hour = Duration.ofHours(1);
        Duration moment = Duration.ofMillis(50);
        // All that comes before the dot has its time together, and a busy machine may need it.
        Duration beforeDot = step == Step.DOT ? hour : moment;
        Patience patience = new Patience(hour, hour, hour, hour, hour, beforeDot, moment, Duration.ofMillis(10));
        try (SmtpRelayClient stopped = new SmtpRelayClient(
                plainRelay(server.port()), "ecole.example", null, new Manners(), patience, () -> true)) {
            assertThat(submit(stopped, "marie@example.org").getClass().getSimpleName())
                    .isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 220-hello, Unreachable",
        "EHLO, 250-hello, Unreachable",
        "MAIL, 250-hello, Broken",
        "DOT, 250-hello, Unanswered"
    })
    void an_endless_answer_is_no_answer(Step step, String line, String outcome) {
        server.on(step, at -> flood(line));

        assertThat(submit("marie@example.org").getClass().getSimpleName()).isEqualTo(outcome);
    }

    @Test
    void a_long_answer_is_shortened_where_it_is_told() {
        server.on(Step.RCPT, at -> reply("550 5.1.1 " + "no ".repeat(20_000)));

        assertThat(submit("marie@example.org"))
                .isInstanceOfSatisfying(
                        Submission.Refused.class,
                        refused -> assertThat(refused.reply().text()).hasSizeLessThan(2100));
    }
}
