package org.facteur.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What MAIL, RCPT and DATA of one letter came to. */
sealed interface Offer {

    /** The message is waited for. */
    record Wanted() implements Offer {}

    record Refused(Turn turn, Response response, Granted granted) implements Offer {}

    /** What a server expects that has granted DATA all the same. */
    enum Granted {
        NOTHING,
        /** Text for nobody: a dot alone, whose answer belongs to no letter, ends that. */
        NOBODYS,
        /** Text for the recipient, whom it took although it had refused the sender: it would deliver an empty letter. */
        SOMEBODYS
    }

    /** Not to be believed, or not there. */
    record Failed(Turn turn, IOException cause) implements Offer {}

    /**
     * The answers to a group (RFC 2920): each has to fit to those before it, else one of them belongs to something else.
     *
     * @param rcpt null where nothing was to come after the answer to MAIL, such as a 421: the server hangs up (RFC 5321, 3.8)
     * @param data the same after the answer to RCPT
     */
    static Offer of(Response mail, @Nullable Response rcpt, @Nullable Response data) {
        if (!mail.isSuccess() && !mail.isRefusal()) {
            return unfit(Turn.MAIL, mail);
        }
        if (rcpt == null) {
            return new Refused(Turn.MAIL, mail, Granted.NOTHING);
        }
        boolean text = data != null && data.code() == 354;
        // Some servers refuse a sender and forget it; only the last answer shows that each belongs to its own command.
        if (!rcpt.isRefusal() && !(rcpt.isSuccess() && (mail.isSuccess() || text))) {
            return unfit(Turn.RCPT, rcpt);
        }
        if (data != null && !data.isRefusal() && !text) {
            return unfit(Turn.DATA, data);
        }
        Granted granted = !text ? Granted.NOTHING : rcpt.isRefusal() ? Granted.NOBODYS : Granted.SOMEBODYS;
        if (mail.isRefusal()) {
            return new Refused(Turn.MAIL, mail, granted);
        }
        if (rcpt.isRefusal() || data == null) {
            return new Refused(Turn.RCPT, rcpt, granted);
        }
        return granted == Granted.SOMEBODYS ? new Wanted() : new Refused(Turn.DATA, data, granted);
    }

    private static Offer unfit(Turn turn, Response response) {
        return new Failed(turn, new OutOfStepException(SmtpReason.STEP_UNFIT.of(turn, response.code())));
    }
}
