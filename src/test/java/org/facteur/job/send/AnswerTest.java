package org.facteur.job.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.ledger.Outcome;
import org.facteur.reason.Reason;
import org.facteur.relay.EnhancedStatus;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.facteur.relay.Submission;
import org.facteur.verdict.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerTest {

    private static final Reason CAUSE = Reason.verbatim("relay ecole: \"fermé\" {0}");
    private static final Reply GREYLISTED = new Reply(
            Phase.RCPT, 450, EnhancedStatus.parse("4.2.0").orElseThrow(), "Greylisted, « voir »\nhttp://x.example");
    private static final Reply PLAIN = new Reply(Phase.DOT, 250, null, "ok");

    static Stream<Answer> answers() {
        Reason said = Reason.verbatim(GREYLISTED.toString());
        return Stream.of(
                new Answer(new Submission.Accepted(PLAIN), new Outcome.Sent(Category.ACCEPTED, CAUSE)),
                new Answer(
                        new Submission.Refused(GREYLISTED),
                        new Outcome.Deferred(
                                Instant.parse("2027-01-04T12:10:00.123Z"), Category.GREYLISTED, said, true, true)),
                new Answer(new Submission.Refused(GREYLISTED), new Outcome.Refused(Category.NO_SUCH_USER, said)),
                new Answer(new Submission.Refused(GREYLISTED), new Outcome.Expired(Category.GREYLISTED, said)),
                new Answer(new Submission.Unanswered(CAUSE), new Outcome.InDoubt(Category.UNANSWERED, CAUSE)),
                new Answer(
                        new Submission.Broken(CAUSE),
                        new Outcome.Deferred(Instant.EPOCH, Category.CONNECTION_LOST, CAUSE, false, false)),
                new Answer(new Submission.Unreachable(CAUSE, null), null),
                new Answer(new Submission.Unreachable(CAUSE, PLAIN), null),
                new Answer(new Submission.OtherLogin(CAUSE), null),
                new Answer(new Submission.BeyondAscii(CAUSE, PLAIN), null),
                new Answer(new Submission.TooLarge(CAUSE), null),
                new Answer(new Submission.Untouched(CAUSE), null),
                new Answer(new Submission.Unwritten(CAUSE), null));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void a_head_reads_what_its_worker_wrote(Answer answer) {
        assertThat(Answer.of(answer.toJson())).isEqualTo(answer);
    }

    @Test
    void no_kind_of_submission_is_left_out_here() {
        Set<Class<?>> kinds = Stream.of(Submission.Opened.class, Submission.Unopened.class)
                .flatMap(half -> Stream.of(half.getPermittedSubclasses()))
                .collect(Collectors.toSet());

        assertThat(answers()
                        .<Class<?>>map(answer -> answer.submission().getClass())
                        .collect(Collectors.toSet()))
                .isEqualTo(kinds);
    }

    @Test
    void what_is_no_answer_is_refused() {
        assertThatThrownBy(() -> Answer.of("{\"how\": \"Newer\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Newer");
    }
}
