package org.facteur.job.errand;

import java.time.Instant;
import java.util.List;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Reason;
import org.facteur.relay.Reply;

/** How a letter to somebody other than a recipient fared. */
public sealed interface ErrandResult {

    /** How a command ends that did nothing else. */
    int exitCode();

    /** A short form for a log. */
    Reason inShort();

    /** The relay has taken it. */
    record Taken(Reply reply) implements ErrandResult {
        @Override
        public int exitCode() {
            return ExitCodes.DONE;
        }

        @Override
        public Reason inShort() {
            return Reason.verbatim(reply.toString());
        }
    }

    /**
     * The relay said no, to the letter or already to the login.
     *
     * @param cause where and to what, for people
     * @param meaning of the reply, the lines that {@code explain} prints below it
     */
    record Refused(Reason cause, List<Reason> meaning, int exitCode) implements ErrandResult {
        @Override
        public Reason inShort() {
            return cause;
        }
    }

    /** Nobody said anything: no connection, or one that broke. */
    record Failed(Reason cause, int exitCode) implements ErrandResult {
        @Override
        public Reason inShort() {
            return cause;
        }
    }

    /**
     * Nothing was tried: a limit is reached, or somebody asked us to hold back.
     *
     * @param reason which, and how full it is
     * @param opensAt when one more letter may leave
     */
    record Closed(Reason reason, Instant opensAt) implements ErrandResult {
        @Override
        public int exitCode() {
            return ExitCodes.TRY_LATER;
        }

        @Override
        public Reason inShort() {
            return reason;
        }
    }
}
