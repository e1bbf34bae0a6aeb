package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.facteur.relay.RelayFixtures.NO_SEAL;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.impatientClientOf;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.to;
import static org.facteur.smtp.Action.close;
import static org.facteur.smtp.Action.proceed;
import static org.facteur.smtp.Action.reply;
import static org.facteur.smtp.Action.reset;
import static org.facteur.smtp.Action.silent;

import java.util.function.Function;
import org.facteur.smtp.Action;
import org.facteur.smtp.Context;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of one letter, by what the server does. */
class SmtpTransactionTest {

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();
    private final SmtpRelayClient client = clientOf(plainRelay(server.port()));

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    private Submission submit() {
        return client.submit(to("marie@example.org"), letter(), NO_SEAL);
    }

    /** Does it the first time; then behaves. */
    private static Function<Context, Action> once(Action action) {
        return at -> at.transaction() <= 1 ? action : proceed();
    }

    @Test
    void an_accepted_letter_brings_the_whole_reply_with_its_queue_id() {
        server.on(Step.DOT, at -> reply("250-2.0.0 Ok\r\n250 2.0.0 queued as 4XyZ"));

        assertThat(submit())
                .isEqualTo(new Submission.Accepted(
                        new Reply(Phase.DOT, 250, new EnhancedStatus(2, 0, 0), "Ok\nqueued as 4XyZ")));
    }

    @Test
    void the_letter_arrives_as_it_was_written() {
        submit();

        assertThat(server.accepted()).singleElement().satisfies(letter -> {
            assertThat(letter.sender()).isEqualTo("zythom@ecole.example");
            assertThat(letter.recipient()).isEqualTo("marie@example.org");
            assertThat(letter.messageText())
                    .contains("Message-ID: <1@ecole.example>\r\n")
                    .endsWith("\r\n\r\nBonne année !\r\n.\r\n..et la suite\r\n");
        });
    }

    @ParameterizedTest
    @CsvSource({"MAIL", "RCPT", "DATA", "DOT"})
    void a_refusal_is_told_with_its_phase(Step step) {
        server.on(step, once(reply("450 4.2.0 <marie@example.org>: Greylisted")));

        assertThat(submit())
                .isEqualTo(new Submission.Refused(new Reply(
                        Phase.valueOf(step.name()),
                        450,
                        new EnhancedStatus(4, 2, 0),
                        "<marie@example.org>: Greylisted")));
        assertThat(server.accepted()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"RCPT", "DATA"})
    void the_letter_after_a_refused_one_takes_the_same_connection(Step step) {
        server.on(step, once(reply("550 5.7.1 no")));

        submit();
        server.on(step, at -> proceed());

        assertThat(submit()).isInstanceOf(Submission.Accepted.class);
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"MAIL", "RCPT", "DATA", "DOT"})
    void a_421_is_told_as_it_was_and_the_next_letter_takes_a_new_connection(Step step) {
        server.on(step, once(reply("421 4.7.0 Too many errors")));

        assertThat(submit()).isInstanceOfSatisfying(Submission.Refused.class, refused -> {
            assertThat(refused.reply().code()).isEqualTo(421);
            assertThat(refused.reply().phase()).isEqualTo(Phase.valueOf(step.name()));
        });
        server.on(step, at -> proceed());
        assertThat(submit()).isInstanceOf(Submission.Accepted.class);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"RCPT", "DATA"})
    void a_connection_lost_before_the_dot_is_broken(Step step) {
        server.on(step, at -> close());

        assertThat(submit())
                .isInstanceOfSatisfying(
                        Submission.Broken.class,
                        broken -> assertThat(broken.cause())
                                .asString()
                                .contains("127.0.0.1:" + server.port(), step.name(), "closed the connection"));
    }

    @Test
    void a_connection_lost_in_the_middle_of_the_body_is_broken_and_never_sealed() {
        server.on(Step.BODY, at -> at.line() == 20 ? reset() : proceed());
        boolean[] sealed = {false};

        Submission submission = client.submit(
                to("marie@example.org"), letter("Bonne année !\r\n".repeat(600_000)), () -> sealed[0] = true);

        assertThat(submission).isInstanceOf(Submission.Broken.class);
        assertThat(sealed[0]).isFalse();
    }

    @Test
    void a_connection_lost_after_the_dot_leaves_the_letter_unanswered() {
        server.on(Step.DOT, at -> close());

        assertThat(submit())
                .isInstanceOfSatisfying(
                        Submission.Unanswered.class,
                        unanswered -> assertThat(unanswered.cause()).asString().contains("after the final dot"));
    }

    @ParameterizedTest
    @CsvSource({"hello there", "ok", "250", "999 what"})
    void only_a_reply_counts_as_one(String text) {
        server.on(Step.DOT, at -> reply(text));

        assertThat(submit()).isInstanceOf(text.equals("250") ? Submission.Accepted.class : Submission.Unanswered.class);
    }

    @Test
    void no_reply_in_time_after_the_dot_leaves_the_letter_unanswered() {
        server.on(Step.DOT, at -> silent());
        try (SmtpRelayClient impatient = impatientClientOf(plainRelay(server.port()))) {

            assertThat(impatient.submit(to("marie@example.org"), letter(), NO_SEAL))
                    .isEqualTo(
                            new Submission.Unanswered(RelayReason.SILENT_DOT.of("127.0.0.1:" + server.port(), "2 s")));
        }
    }

    @Test
    void no_reply_in_time_before_the_dot_is_broken() {
        server.on(Step.RCPT, at -> silent());
        try (SmtpRelayClient impatient = impatientClientOf(plainRelay(server.port()))) {

            assertThat(impatient.submit(to("marie@example.org"), letter(), NO_SEAL))
                    .isEqualTo(new Submission.Broken(
                            RelayReason.SILENT.of("127.0.0.1:" + server.port(), "2 s", Phase.RCPT)));
        }
    }

    @Test
    void a_broken_letter_is_not_sent_again_by_itself() {
        server.on(Step.DOT, once(close()));

        submit();
        submit();

        assertThat(server.transactions()).hasSize(2);
        assertThat(server.countByRecipient()).containsOnly(entry("marie@example.org", 1L));
    }

    @Test
    void an_address_beyond_ascii_goes_with_SMTPUTF8_and_the_next_without() {
        server.capabilities("8BITMIME", "SMTPUTF8");

        assertThat(client.submit(to("amélie@example.org"), letter(), NO_SEAL)).isInstanceOf(Submission.Accepted.class);
        submit();

        assertThat(server.lines())
                .containsSubsequence(
                        "MAIL FROM:<zythom@ecole.example> SMTPUTF8",
                        "RCPT TO:<amélie@example.org>",
                        "MAIL FROM:<zythom@ecole.example>");
    }

    @Test
    void an_address_beyond_ascii_is_refused_where_SMTPUTF8_is_not_offered() {
        assertThat(client.submit(to("amélie@example.org"), letter(), NO_SEAL))
                .isInstanceOfSatisfying(
                        Submission.Refused.class,
                        refused -> assertThat(refused.reply())
                                .hasToString("553 5.6.7 the relay takes no addresses beyond ASCII (it does not offer"
                                        + " SMTPUTF8)"));
        assertThat(server.transactions()).isEmpty();
    }
}
