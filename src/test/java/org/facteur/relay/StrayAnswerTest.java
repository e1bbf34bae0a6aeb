package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.impatientClientOf;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.to;
import static org.facteur.smtp.Action.close;
import static org.facteur.smtp.Action.proceed;
import static org.facteur.smtp.Action.reply;
import static org.facteur.smtp.Action.silent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.facteur.message.Letter;
import org.facteur.smtp.Action;
import org.facteur.smtp.Context;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that is asked one command at a time, and an answer that nobody asked for, which comes while a dot is on its way: the dot's own
 * answers what is asked next.
 */
class StrayAnswerTest {

    private static final String REFUSED = "554 5.7.1 this is spam";
    private static final String TAKEN = "250 2.0.0 queued";

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();
    private final SmtpRelayClient client = clientOf(plainRelay(server.port()));
    private final Map<String, Submission> outcomes = new LinkedHashMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    private final class Piece implements Mailpiece {
        private final String recipient;

        private Piece(String recipient) {
            this.recipient = recipient;
        }

        @Override
        public Envelope envelope() {
            return to(recipient);
        }

        @Override
        public Letter letter() {
            return RelayFixtures.letter();
        }

        @Override
        public void seal() {
            // Nothing is kept.
        }

        @Override
        public void ended(Submission submission) {
            if (submission instanceof Submission.Untouched) {
                waiting.addFirst(recipient);
            } else {
                assertThat(outcomes.put(recipient, submission)).isNull();
            }
        }
    }

    private List<String> carry(int letters) {
        return carry(client, letters);
    }

    private List<String> carry(SmtpRelayClient by, int letters) {
        IntStream.rangeClosed(1, letters).forEach(i -> waiting.add("friend" + i + "@example.org"));
        for (int rounds = 0; !waiting.isEmpty(); rounds++) {
            assertThat(rounds).isLessThan(20);
            by.carry(new Piece(waiting.remove()), () -> waiting.isEmpty() ? null : new Piece(waiting.remove()));
        }
        return outcomes.values().stream()
                .map(how -> how.getClass().getSimpleName())
                .toList();
    }

    /** On the first connection, as if nothing had been answered to the dot of the letter before. */
    private static Function<Context, Action> first(Action action) {
        return at -> at.connection() == 1 ? action : proceed();
    }

    private void onSecondMail(Action action) {
        AtomicInteger senders = new AtomicInteger();
        server.on(Step.MAIL, at -> senders.incrementAndGet() == 2 ? action : proceed());
    }

    @Test
    void letters_in_a_row_cost_no_command_more_and_the_last_one_RSET() {
        assertThat(carry(3)).containsExactly("Accepted", "Accepted", "Accepted");

        assertThat(server.commands())
                .containsExactly(
                        "EHLO", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA", "RSET");
    }

    @Test
    void a_letter_that_was_refused_behind_a_stray_yes_is_in_doubt_when_it_is_the_last() {
        server.on(Step.DOT, first(reply("250 2.0.0 stray")));
        server.on(Step.RSET, first(reply(REFUSED + "\r\n250 2.0.0 Ok")));

        assertThat(carry(1)).containsExactly("Unanswered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 2.1.0 Ok\r\n221 2.0.0 Bye", "250 2.1.0 Ok\r\n250 Bye"})
    void a_letter_that_was_refused_behind_a_stray_yes_is_in_doubt_when_another_follows(String late) {
        server.on(Step.DOT, first(reply("250 2.0.0 stray")));
        onSecondMail(reply(REFUSED));
        server.on(Step.QUIT, first(reply(late)));

        assertThat(carry(3)).containsExactly("Unanswered", "Accepted", "Accepted");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void an_answer_to_MAIL_that_was_the_dots_and_came_with_its_own_is_noticed_too() {
        server.on(Step.DOT, first(reply("250 2.0.0 stray")));
        onSecondMail(reply(REFUSED + "\r\n250 2.1.0 Ok"));

        assertThat(carry(3)).containsExactly("Unanswered", "Accepted", "Accepted");
    }

    @Test
    void a_letter_that_was_taken_behind_a_stray_no_is_in_doubt_and_not_refused() {
        server.on(Step.DOT, first(reply("550 5.1.1 stray")));
        server.on(Step.QUIT, first(reply(TAKEN + "\r\n221 2.0.0 Bye")));

        assertThat(carry(2)).containsExactly("Unanswered", "Accepted");
    }

    @Test
    void a_letter_that_was_taken_behind_a_stray_yes_was_taken_and_the_next_keeps_its_own_answer() {
        server.on(Step.DOT, first(reply("250 2.0.0 stray")));
        // What was meant for the dot; its own comes with that to the next command.
        onSecondMail(reply(TAKEN));
        server.on(Step.RCPT, at -> at.connection() == 1 && outcomes.size() == 1 ? reply("250 2.1.0 late") : proceed());
        server.on(Step.DATA, at -> at.connection() == 1 && outcomes.size() == 1 ? reply("250 2.1.5 late") : proceed());

        assertThat(carry(3)).containsExactly("Accepted", "Broken", "Accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"502 5.5.1 not implemented", "500 unknown command", "421 4.3.2 closing"})
    void a_server_that_knows_no_RSET_or_leaves_has_taken_the_letter(String answer) {
        server.on(Step.RSET, at -> reply(answer));

        assertThat(carry(1)).containsExactly("Accepted");
    }

    @Test
    void one_that_ends_or_falls_silent_behind_its_answer_has_taken_the_letter() {
        server.on(Step.RSET, at -> at.connection() == 1 ? close() : silent());
        try (SmtpRelayClient impatient = impatientClientOf(plainRelay(server.port()))) {
            assertThat(carry(impatient, 1)).containsExactly("Accepted");
            waiting.add("friend2@example.org");
            assertThat(carry(impatient, 0)).containsExactly("Accepted", "Accepted");
        }
    }

    @Test
    void one_that_ends_where_the_next_is_offered_leaves_it_untouched() {
        onSecondMail(close());

        assertThat(carry(3)).containsExactly("Accepted", "Accepted", "Accepted");
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"221 2.0.0 Bye", "250 Bye"})
    void a_refusal_at_the_dot_that_QUIT_confirms_is_one(String farewell) {
        server.on(Step.DOT, first(reply(REFUSED)));
        server.on(Step.QUIT, at -> reply(farewell));

        assertThat(carry(2)).containsExactly("Refused", "Accepted");
    }

    @ParameterizedTest
    @CsvSource({"450 4.7.1 not so fast, Refused", "550 5.7.1 not you, Accepted", "421 4.3.2 shutting down, Accepted"})
    void a_sender_who_is_refused_behind_a_letter_that_was_taken_puts_it_in_no_doubt(String no, String second) {
        onSecondMail(reply(no));

        assertThat(carry(3)).containsExactly("Accepted", second, "Accepted");
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"RCPT", "DATA"})
    void a_refusal_later_on_keeps_the_connection(Step step) {
        server.on(step, at -> at.transaction() == 2 ? reply("550 5.1.1 no such user") : proceed());

        assertThat(carry(3)).containsExactly("Accepted", "Refused", "Accepted");
        assertThat(server.connections()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 2.1.5 Ok", "250 2.1.5 Ok\r\n503 5.5.1 need RCPT"})
    void a_recipient_who_was_taken_behind_a_stray_no_is_not_refused(String late) {
        server.on(Step.RCPT, first(reply("550 5.1.1 stray")));
        server.on(Step.DATA, first(reply(late)));

        assertThat(carry(1)).containsExactly("Broken");
    }

    @Test
    void a_letter_that_was_asked_for_behind_a_stray_no_is_not_refused() {
        server.on(Step.DATA, first(reply("554 5.7.1 stray")));
        server.on(Step.RSET, first(reply("354 go ahead")));

        assertThat(carry(1)).containsExactly("Broken");
    }

    @Test
    void a_sender_who_was_taken_behind_a_stray_no_is_not_refused() {
        server.on(Step.MAIL, first(reply("550 5.7.1 stray")));
        server.on(Step.QUIT, first(reply("250 2.1.0 Ok\r\n221 2.0.0 Bye")));

        assertThat(carry(1)).containsExactly("Broken");
    }

    @Test
    void a_refused_recipient_costs_DATA_and_no_connection() {
        server.on(Step.RCPT, at -> at.transaction() == 2 ? reply("550 5.1.1 no such user") : proceed());

        assertThat(carry(3)).containsExactly("Accepted", "Refused", "Accepted");
        assertThat(server.commands())
                .containsExactly(
                        "EHLO", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA", "RSET");
        assertThat(server.connections()).isOne();
    }

    @Test
    void a_server_that_says_nothing_to_DATA_behind_a_refused_recipient_has_refused_him() {
        server.on(Step.RCPT, first(reply("550 5.1.1 no such user")));
        server.on(Step.DATA, first(silent()));
        try (SmtpRelayClient impatient = impatientClientOf(plainRelay(server.port()))) {
            assertThat(carry(impatient, 1)).containsExactly("Refused");
        }
    }
}
