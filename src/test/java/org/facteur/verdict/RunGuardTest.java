package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.facteur.address.Domain;
import org.facteur.reason.Reason;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.junit.jupiter.api.Test;

class RunGuardTest {

    private final RunGuard guard = new RunGuard();

    @Test
    void blocked_at_three_domains_stops_the_run() {
        assertThat(note(Category.POLICY_BLOCKED, "a.example")).isEmpty();
        assertThat(note(Category.POLICY_BLOCKED, "a.example")).isEmpty();
        assertThat(note(Category.POLICY_BLOCKED, "b.example")).isEmpty();
        assertThat(note(Category.POLICY_BLOCKED, "c.example"))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("3 domains (a.example, b.example, c.example)")
                        .endsWith("550 5.7.1 No"));
    }

    @Test
    void content_refused_three_times_stops_the_run_even_if_others_took_it() {
        assertThat(note(Category.CONTENT_REJECTED, "a.example")).isEmpty();
        assertThat(note(Category.ACCEPTED, "b.example")).isEmpty();
        assertThat(note(Category.CONTENT_REJECTED, "a.example")).isEmpty();
        assertThat(note(Category.CONTENT_REJECTED, "a.example"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("content was refused 3 times"));
    }

    @Test
    void three_letters_in_a_row_that_are_too_large_stop_the_run_before_everybody_is_refused() {
        assertThat(note(Category.MESSAGE_TOO_LARGE, "a.example")).isEmpty();
        assertThat(note(Category.MESSAGE_TOO_LARGE, "b.example")).isEmpty();
        assertThat(note(Category.MESSAGE_TOO_LARGE, "c.example"))
                .hasValueSatisfying(
                        reason -> assertThat(reason).startsWith("3 letters in a row were refused as too large"));
    }

    @Test
    void a_letter_that_was_accepted_is_no_sign_that_letters_are_too_large() {
        note(Category.MESSAGE_TOO_LARGE, "a.example");
        note(Category.MESSAGE_TOO_LARGE, "b.example");
        note(Category.ACCEPTED, "c.example");

        assertThat(note(Category.MESSAGE_TOO_LARGE, "d.example")).isEmpty();
    }

    @Test
    void addresses_that_the_relay_cannot_write_are_no_refusal_of_the_content() {
        Verdict verdict = new Verdict(Category.CONTENT_REJECTED, Scope.RECIPIENT, Reaction.REFUSE, null);
        Reply notAscii = Reply.parse(Phase.RCPT, "553 5.6.7 the relay takes no addresses beyond ASCII");

        for (int i = 0; i < 10; i++) {
            assertThat(guard.note(verdict, notAscii, new Domain("a.example"))).isEmpty();
        }
    }

    @Test
    void five_unknown_refusals_in_a_row_stop_the_run() {
        for (int i = 0; i < 4; i++) {
            assertThat(note(Category.UNKNOWN_PERMANENT, "a.example")).isEmpty();
        }
        assertThat(note(Category.NO_SUCH_USER, "a.example")).isEmpty();
        assertThat(note(Category.UNKNOWN_PERMANENT, "a.example"))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("5 letters in a row"));
    }

    @Test
    void what_would_stop_the_run_if_it_were_certain_counts_as_unknown() {
        Verdict likely = new Verdict(Category.SENDER_REJECTED, Scope.RUN, Reaction.REFUSE, null);
        Reply reply = Reply.parse(Phase.RCPT, "550 Sender looks odd");

        for (int i = 0; i < 4; i++) {
            assertThat(guard.note(likely, reply, new Domain("a.example"))).isEmpty();
        }
        assertThat(guard.note(likely, reply, new Domain("a.example"))).isPresent();
    }

    @Test
    void an_accepted_letter_starts_a_new_row() {
        for (int i = 0; i < 4; i++) {
            note(Category.UNKNOWN_PERMANENT, "a.example");
        }
        note(Category.ACCEPTED, "a.example");

        assertThat(note(Category.UNKNOWN_PERMANENT, "a.example")).isEmpty();
    }

    @Test
    void what_the_owner_wants_refused_is_not_counted() {
        Verdict wanted = new Verdict(Category.SENDER_REJECTED, Scope.RUN, Reaction.REFUSE, null, true);
        Reply reply = Reply.parse(Phase.RCPT, "550 Sender looks odd");

        for (int i = 0; i < 10; i++) {
            assertThat(guard.note(wanted, reply, new Domain("a.example"))).isEmpty();
        }
        assertThat(guard.uncertain()).isEmpty();
    }

    private Optional<String> note(Category category, String domain) {
        Verdict verdict = new Verdict(category, Scope.RECIPIENT, Reaction.REFUSE, null);
        return guard.note(verdict, Reply.parse(Phase.DOT, "550 5.7.1 No"), new Domain(domain))
                .map(Reason::toString);
    }
}
