package org.facteur.relay;

import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** How one SMTP transaction for one recipient went: {@link Opened}, or {@link Unopened} where none began. */
public sealed interface Submission {

    /** What the server said; null where it said nothing. */
    default @Nullable Reply reply() {
        return null;
    }

    /** Why it went so, where no reply says it; null where one does. */
    default @Nullable Reason cause() {
        return null;
    }

    /** There was a transaction. */
    sealed interface Opened extends Submission {}

    /** The relay took responsibility for the letter (RFC 5321, 4.2.5). */
    record Accepted(Reply reply) implements Opened {}

    /** The relay said no to this transaction, for now (4xx) or for good (5xx). No letter was taken. */
    record Refused(Reply reply) implements Opened {}

    /** Lost before the final dot: the relay cannot have the letter. */
    record Broken(Reason cause) implements Opened {}

    /** Lost after the final dot and before a reply: the relay may have the letter. */
    record Unanswered(Reason cause) implements Opened {}

    /** No transaction began. */
    sealed interface Unopened extends Submission {
        /** With the place, and what to write instead where that is known. */
        @Override
        Reason cause();
    }

    /**
     * The connection, the greeting, TLS or the login failed.
     *
     * @param reply what the server said, null where it said nothing (refused connection, time-out, TLS handshake)
     */
    record Unreachable(Reason cause, @Nullable Reply reply) implements Unopened {}

    /** The relay offers no login of the kind that we were told to use: another try would meet the same. */
    record OtherLogin(Reason cause) implements Unopened {}

    /**
     * The relay takes no letters of that size (RFC 1870), and says so before the first: this one, or another of its mailing, has it.
     *
     * @param cause with both sizes
     */
    record TooLarge(Reason cause) implements Unopened {}

    /**
     * An address in the letter is beyond ASCII, which the relay does not take (RFC 6531, 3.5). It was not asked; another relay may take the letter.
     *
     * @param reply what it would have said
     */
    record BeyondAscii(Reason cause, Reply reply) implements Unopened {

        /** What it is where no other relay is left. */
        public Refused refused() {
            return new Refused(reply);
        }
    }

    /** Nothing was said that concerns the letter: the run is to stop, or other letters' fate ended the connection. It is as it was. */
    record Untouched(Reason cause) implements Unopened {}

    /** The letter could not be written, by a fault on our side: a file that has gone. The relay was not asked, or cannot have it. */
    record Unwritten(Reason cause) implements Unopened {}
}
