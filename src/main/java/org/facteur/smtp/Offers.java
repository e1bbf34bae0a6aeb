package org.facteur.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Offers letters over one connection: MAIL, RCPT and DATA, in a group or one at a time. A refusal counts once it is known to be the answer
 * to what was asked.
 */
final class Offers {

    static final byte[] DOT = SmtpSocket.line(".");

    private final SmtpSocket socket;
    private final Patience patience;
    private boolean usable = true;
    /** A recipient or DATA was refused: the server still holds the sender. */
    private boolean resetDue;
    /** What travelled with a dot has been answered. */
    private boolean answersBehindDots;

    Offers(SmtpSocket socket, Patience patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /** Whether another letter can be offered. */
    boolean isUsable() {
        return usable;
    }

    /** One command at a time. */
    Offer singly(Parcel parcel) {
        return inStep(asked(parcel));
    }

    private Offer asked(Parcel parcel) {
        try {
            if (resetDue) {
                requireReset();
            }
            return asked(parcel, socket.command(parcel.mail()));
        } catch (IOException e) {
            return new Offer.Failed(Turn.MAIL, e);
        }
    }

    /**
     * The same, once it has been asked to take the sender.
     *
     * @param mail what MAIL was answered
     */
    Offer singly(Parcel parcel, Response mail) {
        return inStep(asked(parcel, mail));
    }

    private Offer asked(Parcel parcel, Response mail) {
        if (!mail.isSuccess()) {
            return Offer.of(mail, null, null);
        }
        Turn turn = Turn.RCPT;
        try {
            resetDue = true;
            Response rcpt = socket.command(parcel.rcpt());
            if (!rcpt.isSuccess()) {
                return Offer.of(mail, rcpt, rcpt.isRefusal() ? dataInVain(rcpt) : null);
            }
            turn = Turn.DATA;
            Response data = socket.command("DATA", patience.data());
            resetDue = data.code() != 354;
            return Offer.of(mail, rcpt, data);
        } catch (IOException e) {
            return new Offer.Failed(turn, e);
        }
    }

    /** Asked for the sake of its answer: where RCPT was granted after all, and a stray answer came before, that stands here. Null where none came. */
    private @Nullable Response dataInVain(Response rcpt) throws OutOfStepException {
        if (rcpt.code() == 421 || !goesOn(SmtpReason.STEP_UNASKED)) {
            usable = false;
            return null;
        }
        try {
            return socket.command("DATA", patience.data());
        } catch (OutOfStepException e) {
            throw e;
        } catch (IOException e) {
            usable = false;
            return null;
        }
    }

    /** A refusal is believed when what is asked next has an answer of its own: one of two may be another's. */
    private Offer inStep(Offer offer) {
        if (!(offer instanceof Offer.Refused refused) || refused.response().code() == 421 || !usable) {
            return offer;
        }
        try {
            if (!goesOn(SmtpReason.STEP_UNASKED)) {
                usable = false;
            } else if (refused.turn() == Turn.MAIL) {
                usable = false;
                socket.quit(patience.command());
            } else {
                return believed(offer, false);
            }
            return offer;
        } catch (OutOfStepException e) {
            return new Offer.Failed(refused.turn(), e);
        } catch (IOException e) {
            return offer;
        }
    }

    private void requireReset() throws IOException {
        requireReset(false);
    }

    /** @param mayBeUnknown whether a server that does not know RSET is in step all the same; no dot is answered so */
    void requireReset(boolean mayBeUnknown) throws IOException {
        Response reset = socket.command("RSET");
        boolean unknown = mayBeUnknown && (reset.code() == 500 || reset.code() == 502);
        if (!reset.isSuccess() && !unknown) {
            throw reset.code() == 421
                    ? new ClosedException()
                    : new OutOfStepException(SmtpReason.STEP_RESET.of(reset.code()));
        }
        resetDue = false;
    }

    /** In a group. */
    Offer atOnce(Parcel parcel) {
        try {
            socket.requireInStep();
            socket.write(group(parcel, false), patience.command());
        } catch (IOException e) {
            return new Offer.Failed(Turn.MAIL, e);
        }
        return believed(answers(patience.command()), false);
    }

    static byte[] group(Parcel parcel, boolean afterDot) {
        ByteArrayOutputStream group = new ByteArrayOutputStream(256);
        if (afterDot) {
            group.writeBytes(DOT);
        }
        group.writeBytes(SmtpSocket.line(parcel.mail()));
        group.writeBytes(SmtpSocket.line(parcel.rcpt()));
        group.writeBytes(SmtpSocket.line("DATA"));
        return group.toByteArray();
    }

    /** What a group is answered whose dot has had its answer. */
    Offer behindDot() {
        Offer offer = answers(answersBehindDots ? patience.command() : patience.behindFirstDot());
        answersBehindDots |= !(offer instanceof Offer.Failed);
        return believed(offer, true);
    }

    private Offer answers(Duration longest) {
        Turn turn = Turn.MAIL;
        try {
            Response mail = socket.answer(longest);
            if (isLast(mail)) {
                return Offer.of(mail, null, null);
            }
            turn = Turn.RCPT;
            Response rcpt = socket.answer(patience.command());
            if (isLast(rcpt)) {
                return Offer.of(mail, rcpt, null);
            }
            turn = Turn.DATA;
            return Offer.of(mail, rcpt, answerToData(rcpt));
        } catch (IOException e) {
            return new Offer.Failed(turn, e);
        }
    }

    /** Nothing comes after a 421; and after a 354, which is DATA's, nothing that is worth waiting for. */
    private static boolean isLast(Response response) {
        return response.code() == 421 || !(response.isSuccess() || response.isRefusal());
    }

    /** A refusal behind which DATA gets no answer may have been DATA's own: then each answer before it belongs to another command. */
    private Response answerToData(Response rcpt) throws IOException {
        try {
            return socket.answer(patience.data());
        } catch (OverdueException e) {
            if (rcpt.isRefusal() && !e.isStopped()) {
                throw new OutOfStepException(SmtpReason.STEP_UNFIT.of(Turn.RCPT, rcpt.code()));
            }
            throw e;
        }
    }

    /**
     * A refusal out of a group is believed when RSET, asked alone, is answered as RSET is: else an answer that nobody asked for may have
     * been taken for it.
     *
     * @param afterDot whether the group began with a final dot; before any other group nothing was left unread
     */
    private Offer believed(Offer offer, boolean afterDot) {
        if (!(offer instanceof Offer.Refused refused) || refused.response().code() == 421) {
            return offer;
        }
        if (refused.granted() == Offer.Granted.SOMEBODYS) {
            // That DATA was granted shows that each answer is to its own command.
            usable = false;
            return offer;
        }
        try {
            socket.requireInStep();
            if (refused.granted() == Offer.Granted.NOBODYS) {
                socket.write(DOT, patience.dot());
                // A message that nobody wrote to nobody: whatever it is answered belongs to no letter.
                socket.answer(patience.dot());
            }
            requireReset();
            return offer;
        } catch (IOException e) {
            usable = false;
            return afterDot || e instanceof OutOfStepException ? new Offer.Failed(refused.turn(), e) : offer;
        }
    }

    /**
     * Whether the server stays once it has answered. It may leave at any time, with a 421 that nobody asked for (RFC 5321, 3.8) or
     * without a word: what it answered before counts.
     *
     * @throws OutOfStepException when there is an answer too many: then the one before may not be what it seems
     */
    boolean goesOn(SmtpReason otherwise) throws OutOfStepException {
        String unread;
        try {
            unread = socket.unread();
        } catch (IOException e) {
            return false;
        }
        if (unread.isEmpty() || unread.startsWith("421")) {
            return unread.isEmpty();
        }
        throw new OutOfStepException(otherwise.of());
    }
}
