package org.facteur.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What MAIL, RCPT and DATA of one letter came to. */
sealed interface Offer {

    /** The message is waited for. */
    record Wanted() implements Offer {}

    /**
     * @param emptyDotDue whether DATA was granted all the same: a dot alone, whose answer belongs to no letter, ends that
     */
    record Refused(Turn turn, Response response, boolean emptyDotDue) implements Offer {}

    /** Not to be believed, or not there. */
    record Failed(Turn turn, IOException cause) implements Offer {}

    /**
     * The answers to a group (RFC 2920): each has to fit to those before it, else one of them belongs to something else.
     *
     * @param rcpt null where MAIL was answered 421: the server hangs up (RFC 5321, 3.8)
     * @param data null where RCPT was
     */
    static Offer of(Response mail, @Nullable Response rcpt, @Nullable Response data) {
        if (!mail.isSuccess() && !mail.isRefusal()) {
            return unfit(Turn.MAIL, mail);
        }
        if (rcpt == null) {
            return new Refused(Turn.MAIL, mail, false);
        }
        if (!rcpt.isRefusal() && !(rcpt.isSuccess() && mail.isSuccess())) {
            return unfit(Turn.RCPT, rcpt);
        }
        if (data != null && !data.isRefusal() && data.code() != 354) {
            return unfit(Turn.DATA, data);
        }
        boolean granted = data != null && data.code() == 354;
        if (mail.isRefusal()) {
            return new Refused(Turn.MAIL, mail, granted);
        }
        if (rcpt.isRefusal() || data == null) {
            return new Refused(Turn.RCPT, rcpt, granted);
        }
        return granted ? new Wanted() : new Refused(Turn.DATA, data, false);
    }

    private static Offer unfit(Turn turn, Response response) {
        return new Failed(turn, new OutOfStepException(SmtpReason.STEP_UNFIT.of(turn, response.code())));
    }
}
