package org.facteur.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.facteur.relay.EnhancedStatus;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;

/**
 * A line of a file of replies: what a server said, and what people say it means.
 *
 * @param source where it was found
 */
record LabelledReply(Reply reply, String category, String scope, String source) {

    static Stream<LabelledReply> of(String file) {
        try (InputStream lines = Objects.requireNonNull(LabelledReply.class.getResourceAsStream(file), file)) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> parse(line.split("\t", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LabelledReply parse(String[] fields) {
        int code = fields[0].equals("-") ? 0 : Integer.parseInt(fields[0]);
        EnhancedStatus enhanced = EnhancedStatus.parse(fields[1]).orElse(null);
        Reply reply = new Reply(Phase.DOT, code, enhanced, fields[2].replace("\\n", "\n"));
        return new LabelledReply(reply, fields[3], fields[4], fields[5]);
    }

    Category wanted() {
        return Category.of(category).orElseThrow();
    }

    /** What a run does about it if it means that. */
    Action action() {
        boolean permanent = ReadReply.of(reply).permanent();
        Scope reached = Scope.valueOf(scope.toUpperCase(Locale.ROOT));
        return Action.of(wanted(), DefaultReaction.to(wanted(), reached, permanent));
    }

    /** Whether this reading calls an address bad that is not, or takes something else for a full mailbox. */
    boolean isGravelyMistaken(Category read) {
        return (read.fault() == Fault.ADDRESS && wanted().fault() != Fault.ADDRESS)
                || (read == Category.MAILBOX_FULL && wanted() != Category.MAILBOX_FULL);
    }

    /** What becomes of the letter and its address, whatever the reason is called. */
    enum Action {
        PUT_OFF,
        REFUSE_THIS_ONE,
        CALL_THE_ADDRESS_BAD,
        STOP_THE_RUN;

        static Action of(Category category, Reaction reaction) {
            return switch (reaction) {
                case STOP_RUN -> STOP_THE_RUN;
                case REFUSE -> category.fault() == Fault.ADDRESS ? CALL_THE_ADDRESS_BAD : REFUSE_THIS_ONE;
                default -> PUT_OFF;
            };
        }
    }

    @Override
    public String toString() {
        return category + ": " + reply;
    }
}
