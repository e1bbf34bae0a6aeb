package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.impatientClientOf;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.to;
import static org.facteur.smtp.Action.close;
import static org.facteur.smtp.Action.proceed;
import static org.facteur.smtp.Action.reply;
import static org.facteur.smtp.Action.reset;
import static org.facteur.smtp.Action.silent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.facteur.message.Letter;
import org.facteur.smtp.Action;
import org.facteur.smtp.Context;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The final dot of a letter and MAIL, RCPT, DATA of the next in one write, where the relay takes it. */
class PipeliningTest {

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain().capabilities("PIPELINING");
    private final SmtpRelayClient client = clientOf(plainRelay(server.port()));
    private final Map<String, Submission> outcomes = new LinkedHashMap<>();
    private final List<String> sealed = new ArrayList<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private @Nullable String failsAtSeal;

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
            if (recipient.equals(failsAtSeal)) {
                throw new IllegalStateException("disk full");
            }
            sealed.add(recipient);
        }

        @Override
        public void ended(Submission submission) {
            if (submission instanceof Submission.Untouched) {
                sealedNever(recipient);
                waiting.addFirst(recipient);
            } else {
                assertThat(outcomes.put(recipient, submission)).isNull();
            }
        }
    }

    private void sealedNever(String recipient) {
        assertThat(sealed).doesNotContain(recipient);
    }

    /** As the writer does: as long as there is a letter, over one connection after the other. */
    private List<String> carry(int letters) {
        return carry(client, letters);
    }

    private List<String> carry(SmtpRelayClient by, int letters) {
        IntStream.rangeClosed(1, letters).forEach(i -> waiting.add("friend" + i + "@example.org"));
        for (int rounds = 0; !waiting.isEmpty(); rounds++) {
            assertThat(rounds).isLessThan(100);
            by.carry(new Piece(waiting.remove()), () -> waiting.isEmpty() ? null : new Piece(waiting.remove()));
        }
        return IntStream.rangeClosed(1, letters)
                .mapToObj(i -> outcome("friend" + i + "@example.org").getClass().getSimpleName())
                .toList();
    }

    private Submission outcome(String recipient) {
        return Objects.requireNonNull(outcomes.get(recipient), recipient);
    }

    /** Those who were sent the letter have it once, those who were not have none; those in doubt may have it. */
    private void assertTrue() {
        outcomes.forEach((recipient, submission) -> {
            long letters = server.countByRecipient().getOrDefault(recipient, 0L);
            if (submission instanceof Submission.Accepted) {
                assertThat(letters).as(recipient).isEqualTo(1);
            } else if (submission instanceof Submission.Unanswered) {
                assertThat(letters).as(recipient).isLessThanOrEqualTo(1);
            } else {
                assertThat(letters).as(recipient).isZero();
            }
        });
    }

    /** Does it at the third letter, over the first connection. */
    private static Function<Context, Action> atTheThird(Action action) {
        return at -> at.connection() == 1 && at.transaction() == 3 ? action : proceed();
    }

    private static Function<Context, Action> afterTwo(Action action) {
        return at -> at.connection() == 1 && at.transaction() == 2 ? action : proceed();
    }

    @Test
    void a_letter_costs_one_round_trip() {
        assertThat(carry(20)).hasSize(20).containsOnly("Accepted");

        assertTrue();
        assertThat(server.connections()).isEqualTo(1);
        // The greeting, EHLO, the first envelope, then one for each letter's dot with what follows it, and its text.
        // RSET shows that the
        // answer to the last dot was its own.
        assertThat(server.lines()).hasSize(1 + 3 * 20 + 1).endsWith("RSET");
        assertThat(server.dotsWithMore()).isGreaterThanOrEqualTo(19);
    }

    @Test
    void where_it_is_not_offered_each_command_waits_for_the_answer_to_the_one_before() {
        server.capabilities("8BITMIME");

        assertThat(carry(5)).hasSize(5).containsOnly("Accepted");
        assertThat(server.dotsWithMore()).isZero();
    }

    @Test
    void where_the_job_file_says_off_it_is_not_used() {
        Relay relay = plainRelay(server.port());
        Relay off = new Relay(
                relay.name(),
                relay.host(),
                relay.port(),
                relay.tls(),
                relay.trust(),
                relay.credentials(),
                1,
                100,
                false,
                List.of(),
                relay.timeout(),
                null);
        try (SmtpRelayClient singly = clientOf(off)) {
            assertThat(carry(singly, 5)).containsOnly("Accepted");
        }
        assertThat(server.dotsWithMore()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"MAIL", "RCPT", "DATA", "DOT"})
    void a_refusal_at_any_place_is_for_its_own_letter_and_the_connection_goes_on(Step step) {
        server.on(step, atTheThirdOr(step, reply("450 4.2.0 Greylisted")));

        assertThat(carry(6)).containsExactly("Accepted", "Accepted", "Refused", "Accepted", "Accepted", "Accepted");
        assertTrue();
        assertThat(((Submission.Refused) outcome("friend3@example.org")).reply().phase())
                .isEqualTo(Phase.valueOf(step.name()));
        assertThat(server.connections()).isEqualTo(1);
    }

    /** At MAIL the transaction has no number yet: the third is the one after two. */
    private Function<Context, Action> atTheThirdOr(Step step, Action action) {
        return step == Step.MAIL
                ? at -> server.transactions().size() == 2
                                && server.commands().stream()
                                                .filter("MAIL"::equals)
                                                .count()
                                        == 3
                        ? action
                        : proceed()
                : atTheThird(action);
    }

    @ParameterizedTest
    @CsvSource({"MAIL", "RCPT", "DATA", "DOT"})
    void it_is_the_same_where_the_answers_to_a_group_come_as_one(Step step) {
        server.joinsAnswers();
        server.on(step, atTheThirdOr(step, reply("550-5.7.1 not\r\n550 5.7.1 today")));

        assertThat(carry(6)).containsExactly("Accepted", "Accepted", "Refused", "Accepted", "Accepted", "Accepted");
        assertTrue();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void a_refused_recipient_whose_DATA_is_granted_gets_a_dot_that_belongs_to_no_letter() {
        server.on(Step.RCPT, atTheThird(reply("550 5.1.1 no such user")));
        server.on(
                Step.DATA, at -> at.transaction() == 3 && at.recipient().isEmpty() ? reply("354 go ahead") : proceed());

        assertThat(carry(5)).containsExactly("Accepted", "Accepted", "Refused", "Accepted", "Accepted");
        assertTrue();
        assertThat(server.lines()).contains(".");
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_sender_who_is_refused_and_forgotten_leaves_no_letter_in_doubt_and_an_empty_one_to_nobody(int letter) {
        AtomicInteger senders = new AtomicInteger();
        // Whatever it said to MAIL, it says yes to the rest.
        server.on(Step.MAIL, at -> senders.incrementAndGet() == letter ? reply("450 4.7.1 not now") : proceed());
        server.on(Step.RCPT, at -> at.transaction() < letter ? reply("250 2.1.5 ok") : proceed());
        server.on(Step.DATA, at -> at.recipient().isEmpty() ? reply("354 go ahead") : proceed());

        assertThat(carry(5).get(letter - 1)).isEqualTo("Refused");

        assertThat(outcomes.values())
                .filteredOn(Submission.Accepted.class::isInstance)
                .hasSize(4);
        assertTrue();
        assertThat(server.lines()).doesNotContain(".");
    }

    static List<Action> ends() {
        return List.of(close(), reset(), reply("421 4.3.0 shutting down"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"MAIL", "RCPT", "DATA"})
    void a_connection_that_ends_before_a_letters_dot_puts_it_back_untouched(Step step) {
        for (Action end : ends()) {
            server.on(step, atTheThirdOr(step, end));
            outcomes.clear();
            sealed.clear();

            assertThat(carry(6)).as(end.toString()).containsOnly("Accepted");
            assertThat(server.countByRecipient()).hasSize(6);
        }
    }

    @Test
    void a_connection_that_ends_at_the_dot_leaves_one_in_doubt_and_the_next_untouched() {
        server.on(Step.DOT, atTheThird(close()));

        assertThat(carry(6)).containsExactly("Accepted", "Accepted", "Unanswered", "Accepted", "Accepted", "Accepted");
        assertTrue();
    }

    @Test
    void a_421_to_the_dot_is_its_refusal_and_the_next_is_untouched() {
        server.on(Step.DOT, atTheThird(reply("421 4.7.0 try later")));

        assertThat(carry(6)).containsExactly("Accepted", "Accepted", "Refused", "Accepted", "Accepted", "Accepted");
        assertTrue();
    }

    @Test
    void a_connection_that_ends_right_behind_the_answer_to_the_dot_leaves_none_in_doubt() {
        server.on(Step.AFTER_REPLY, afterTwo(close()));

        assertThat(carry(6)).containsOnly("Accepted");
        assertTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 no such user", "250 2.1.0 ok", "354 go", "nonsense"})
    void an_answer_too_many_behind_a_dot_is_believed_by_nobody(String stray) {
        server.on(
                Step.DOT,
                at -> at.connection() == 1 && at.transaction() == 3 ? reply("250 2.0.0 ok\r\n" + stray) : proceed());

        assertThat(carry(6)).containsExactly("Accepted", "Accepted", "Unanswered", "Accepted", "Accepted", "Accepted");
        assertTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 no such user", "250 2.1.0 ok"})
    void an_answer_too_many_behind_a_dot_is_believed_by_nobody_when_the_next_is_refused_too(String stray) {
        server.on(
                Step.DOT,
                at -> at.connection() == 1 && at.transaction() == 3 ? reply("250 2.0.0 ok\r\n" + stray) : proceed());
        server.on(Step.RCPT, at -> at.transaction() == 4 ? reply("550 5.7.1 not you") : proceed());

        carry(6);

        assertTrue();
        assertThat(outcomes.get("friend3@example.org")).isInstanceOf(Submission.Unanswered.class);
        assertThat(outcomes.get("friend4@example.org")).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void a_stray_answer_behind_354_reaches_no_dot() {
        server.on(
                Step.DATA,
                at -> at.connection() == 1 && at.transaction() == 3
                        ? reply("354 go ahead\r\n250 2.0.0 stray")
                        : proceed());

        assertThat(carry(6)).containsExactly("Accepted", "Accepted", "Broken", "Accepted", "Accepted", "Accepted");
        assertTrue();
        assertThat(sealed).doesNotContain("friend3@example.org");
    }

    @Test
    void a_relay_that_complains_of_groups_is_asked_singly_from_then_on_and_no_letter_is_the_worse_for_it() {
        server.on(
                Step.RCPT,
                at -> server.dotsWithMore() > 0 && at.connection() == 1
                        ? reply("503 5.5.1 improper use of pipelining")
                        : proceed());

        assertThat(carry(6)).containsOnly("Accepted");
        assertTrue();
        int atOnce = server.dotsWithMore();
        outcomes.clear();
        sealed.clear();
        carry(6);
        assertThat(server.dotsWithMore()).isEqualTo(atOnce);
    }

    @Test
    void a_seal_that_fails_sends_no_dot_and_puts_the_next_back() {
        failsAtSeal = "friend3@example.org";
        waiting.addAll(
                List.of("friend1@example.org", "friend2@example.org", "friend3@example.org", "friend4@example.org"));

        assertThatThrownBy(() -> client.carry(
                        new Piece(waiting.remove()), () -> waiting.isEmpty() ? null : new Piece(waiting.remove())))
                .hasMessage("disk full");

        assertThat(outcomes.keySet()).containsExactly("friend1@example.org", "friend2@example.org");
        assertThat(waiting).containsExactly("friend4@example.org");
        assertThat(server.countByRecipient()).containsOnlyKeys("friend1@example.org", "friend2@example.org");
    }

    @Test
    void a_letter_behind_which_no_next_can_be_found_for_a_fault_of_ours_does_not_leave_and_is_told() {
        assertThatThrownBy(() -> client.carry(new Piece("friend1@example.org"), () -> {
                    throw new IllegalStateException("our own");
                }))
                .hasMessage("our own");

        assertThat(outcome("friend1@example.org")).isInstanceOf(Submission.Broken.class);
        assertThat(server.accepted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "451 4.7.1 Too many messages in this connection",
                "550 This message has exceeded the max number of messages per session. Open a new session and try again. IB510",
                // OpenSMTPD's, of 100 letters and of 1,000 recipients a session.
                "452 4.5.3 Too many recipients: Too many messages sent",
                "451 4.5.3 Too many recipients: Too many recipients"
            })
    void a_relay_that_takes_so_many_letters_a_connection_is_given_no_more_from_then_on(String full) {
        server.on(Step.MAIL, at -> at.connection() == 1 && server.accepted().size() == 3 ? reply(full) : proceed());

        assertThat(carry(9)).containsOnly("Accepted");

        assertThat(server.accepted().stream().map(t -> t.connection()).toList())
                .containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3);
    }

    @Test
    void one_that_says_so_over_a_fresh_connection_too_means_the_letter() {
        server.on(Step.MAIL, at -> server.accepted().size() == 3 ? reply("450 4.7.1 Too many messages") : proceed());

        assertThat(carry(4)).containsExactly("Accepted", "Accepted", "Accepted", "Refused");

        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "450 4.7.1 Error: too much mail from 127.0.0.1",
                "452 4.5.3 Too many recipients this hour",
                "451 4.7.0 Too many messages for this account"
            })
    void limits_of_more_than_a_connection_are_not_tried_again_over_the_next(String full) {
        server.on(Step.MAIL, at -> server.accepted().size() == 3 ? reply(full) : proceed());

        assertThat(carry(4)).containsExactly("Accepted", "Accepted", "Accepted", "Refused");

        assertThat(server.connections()).isOne();
    }

    @Test
    void one_that_says_nothing_more_behind_a_dot_leaves_the_next_untouched() {
        server.on(Step.RCPT, atTheThird(silent()));
        try (SmtpRelayClient impatient = impatientClientOf(plainRelay(server.port()))) {
            assertThat(carry(impatient, 5)).containsOnly("Accepted");
        }
        assertTrue();
    }

    /** As Courier does. */
    @Test
    void one_that_throws_away_what_comes_with_a_dot_is_asked_singly_from_then_on() {
        server.on(Step.MAIL, at -> server.dotsWithMore() > 0 && at.connection() == 1 ? silent() : proceed());
        try (SmtpRelayClient impatient = impatientClientOf(plainRelay(server.port()))) {
            assertThat(carry(impatient, 6)).containsOnly("Accepted");
            assertTrue();
            outcomes.clear();
            sealed.clear();
            carry(impatient, 6);
        }
        assertThat(server.dotsWithMore()).isEqualTo(1);
    }

    @Test
    void an_answer_too_few_behind_a_refusal_leaves_the_letter_before_in_doubt() {
        server.on(Step.RCPT, at -> at.transaction() == 4 ? reply("550 5.1.1 no such user") : proceed());
        server.on(Step.DATA, at -> at.transaction() == 4 ? silent() : proceed());
        try (SmtpRelayClient impatient = impatientClientOf(plainRelay(server.port()))) {
            assertThat(carry(impatient, 5))
                    .containsExactly("Accepted", "Accepted", "Unanswered", "Accepted", "Accepted");
        }
        assertTrue();
    }

    @Test
    void an_answer_too_few_behind_a_dot_leaves_its_letter_in_doubt() {
        // That to the dot is missing: as the client sees it, the go-ahead for the text is the answer to RCPT, and none
        // comes to DATA.
        server.on(Step.RCPT, atTheThird(reply("354 go ahead")));
        server.on(Step.DATA, atTheThird(silent()));

        assertThat(carry(5)).containsExactly("Accepted", "Unanswered", "Accepted", "Accepted", "Accepted");
        assertTrue();
    }

    @Test
    void a_relay_with_DSN_is_told_nothing_beyond_ASCII_of_a_recipient_who_is() {
        server.capabilities("PIPELINING", "DSN", "SMTPUTF8");
        waiting.add("zoé+a=b@example.org");
        waiting.add("a+b=c@example.org");

        client.carry(new Piece(waiting.remove()), () -> waiting.isEmpty() ? null : new Piece(waiting.remove()));

        // RFC 3461, 4.2: xtext, and an ORCPT may be left out.
        assertThat(server.lines())
                .contains(
                        "MAIL FROM:<zythom@ecole.example> SMTPUTF8 RET=HDRS ENVID=1@ecole.example",
                        "RCPT TO:<zoé+a=b@example.org> NOTIFY=FAILURE,DELAY",
                        "RCPT TO:<a+b=c@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;a+2Bb+3Dc@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 555 5.5.4 Unsupported option: RET=HDRS",
        "MAIL, 501 Syntax error in parameters or arguments",
        "RCPT, 501 5.5.4 Bad NOTIFY parameter",
        "RCPT, 504 command parameter is not implemented"
    })
    void a_relay_that_does_not_know_the_DSN_that_it_offers_is_asked_without(Step step, String no) {
        server.capabilities("PIPELINING", "DSN");
        String parameter = step == Step.MAIL ? "RET=" : "NOTIFY=";
        server.on(
                step, at -> server.lines().get(server.lines().size() - 1).contains(parameter) ? reply(no) : proceed());

        assertThat(carry(6)).containsOnly("Accepted");

        assertTrue();
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "501 syntax error in parameters",
                "501 Syntax error in parameters or arguments",
                "555 5.5.2 Syntax error, goodbye"
            })
    void a_bad_address_called_a_bad_parameter_is_refused_and_the_others_keep_their_DSN(String no) {
        server.capabilities("PIPELINING", "DSN");
        server.on(
                Step.RCPT,
                at -> server.lines().get(server.lines().size() - 1).contains("<friend3@") ? reply(no) : proceed());

        assertThat(carry(6)).containsExactly("Accepted", "Accepted", "Refused", "Accepted", "Accepted", "Accepted");
        client.renew();
        waiting.add("later@example.org");
        waiting.add("friend3@elsewhere.example");
        waiting.add("last@example.org");
        assertThat(carry(0)).isEmpty();

        assertThat(server.lines())
                .contains("RCPT TO:<friend3@example.org>", rcptWithDsn("later@example.org"))
                .containsOnlyOnce(rcptWithDsn("friend3@elsewhere.example"))
                .contains(rcptWithDsn("last@example.org"));
        assertTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"friend1", "friend3"})
    void a_relay_that_says_the_same_of_DSN_and_of_a_bad_address_refuses_that_one_alone(String bad) {
        server.capabilities("PIPELINING", "DSN");
        server.on(Step.RCPT, at -> {
            String rcpt = server.lines().get(server.lines().size() - 1);
            return rcpt.contains("NOTIFY=") || rcpt.contains("<" + bad + "@")
                    ? reply("501 syntax error in parameters")
                    : proceed();
        });

        List<String> ended = new ArrayList<>(carry(6));
        client.renew();
        waiting.add("later@example.org");
        carry(0);

        assertThat(ended.remove(Integer.parseInt(bad.substring(6)) - 1)).isEqualTo("Refused");
        assertThat(ended).containsOnly("Accepted");
        assertThat(outcome("later@example.org")).isInstanceOf(Submission.Accepted.class);
        assertTrue();
    }

    private static String rcptWithDsn(String address) {
        return "RCPT TO:<" + address + "> NOTIFY=FAILURE,DELAY ORCPT=rfc822;" + address;
    }

    @Test
    void a_bad_address_says_nothing_of_DSN() {
        server.capabilities("PIPELINING", "DSN");
        server.on(Step.RCPT, atTheThird(reply("501 5.1.3 Bad recipient address syntax, no parameters")));

        assertThat(carry(4)).containsExactly("Accepted", "Accepted", "Refused", "Accepted");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void what_a_relay_with_DSN_is_told_names_the_letter() {
        server.capabilities("PIPELINING", "DSN");

        carry(1);

        assertThat(server.lines())
                .contains(
                        "MAIL FROM:<zythom@ecole.example> RET=HDRS ENVID=1@ecole.example",
                        "RCPT TO:<friend1@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;friend1@example.org");
    }
}
