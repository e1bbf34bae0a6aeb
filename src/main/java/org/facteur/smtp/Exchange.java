package org.facteur.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The letters of one connection, one after the other. Where the server takes pipelining, the end of a letter's text and MAIL, RCPT and
 * DATA of the next travel together (RFC 2920, 3.1): one round trip a letter.
 *
 * <p>A letter's outcome is told when all that travelled with its final dot has been answered, or, where nothing did, what was asked next:
 * only then is it known that no answer was one too many.
 */
public final class Exchange {

    private static final byte[] DOT = SmtpSocket.line(".");

    private final SmtpSocket socket;
    private final Patience patience;
    private final DotStuffing text = new DotStuffing();
    private final boolean pipelining;
    private boolean usable = true;
    /** A recipient or DATA was refused: the server still holds the sender. */
    private boolean resetDue;

    private Misunderstanding misunderstanding = Misunderstanding.NONE;

    /** @param pipelining whether the server offers it, and it is wanted */
    public Exchange(SmtpSocket socket, Patience patience, boolean pipelining) {
        this.socket = socket;
        this.patience = patience;
        this.pipelining = pipelining;
    }

    /** Whether the connection can carry another letter. */
    public boolean isUsable() {
        return usable;
    }

    /** Whether the server had better be asked one command at a time. */
    public Misunderstanding misunderstanding() {
        return misunderstanding;
    }

    /**
     * Carries a letter and those that follow, for as long as each is wanted and another is there. Each letter that was taken is told its
     * {@link Ending}.
     *
     * @param following the next letter that may leave now; null when there is none. With pipelining it is asked when all of a letter but
     *     its dot has been written, else when the dot has been answered
     * @throws RuntimeException what a seal threw; the connection has been dropped
     */
    public void carry(Parcel first, Supplier<@Nullable Parcel> following) {
        IOException unwritten = write(first);
        if (unwritten != null) {
            first.ended(new Ending.Unwritten(unwritten));
            return;
        }
        @Nullable Parcel current = opened(first, pipelining ? offerAtOnce(first) : inStep(offerSingly(first)));
        while (current != null && isBodySent(current)) {
            beginSeal(current);
            Parcel next = pipelining ? nextWhileSealing(current, following) : null;
            seal(current, next);
            if (!isInStep(current, next)) {
                return;
            }
            current = next == null ? dotAlone(current, following) : dot(current, next);
        }
    }

    /** Puts the letter into the buffer; what stood in the way, or null. */
    private @Nullable IOException write(Parcel parcel) {
        try {
            text.reset();
            parcel.writeTo(text);
            text.finish();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private Offer offerSingly(Parcel parcel) {
        try {
            if (resetDue) {
                requireReset();
            }
            return offerSingly(parcel, socket.command(parcel.mail()));
        } catch (IOException e) {
            return new Offer.Failed(Turn.MAIL, e);
        }
    }

    /** @param mail what MAIL was answered */
    private Offer offerSingly(Parcel parcel, Response mail) {
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
    private void requireReset(boolean mayBeUnknown) throws IOException {
        Response reset = socket.command("RSET");
        boolean unknown = mayBeUnknown && (reset.code() == 500 || reset.code() == 502);
        if (!reset.isSuccess() && !unknown) {
            throw reset.code() == 421
                    ? new ClosedException()
                    : new OutOfStepException(SmtpReason.STEP_RESET.of(reset.code()));
        }
        resetDue = false;
    }

    private Offer offerAtOnce(Parcel parcel) {
        try {
            socket.requireInStep();
            socket.write(group(parcel, false), patience.command());
        } catch (IOException e) {
            return new Offer.Failed(Turn.MAIL, e);
        }
        return believed(answers(), false);
    }

    private static byte[] group(Parcel parcel, boolean afterDot) {
        ByteArrayOutputStream group = new ByteArrayOutputStream(256);
        if (afterDot) {
            group.writeBytes(DOT);
        }
        group.writeBytes(SmtpSocket.line(parcel.mail()));
        group.writeBytes(SmtpSocket.line(parcel.rcpt()));
        group.writeBytes(SmtpSocket.line("DATA"));
        return group.toByteArray();
    }

    /** What a group is answered. */
    private Offer answers() {
        Turn turn = Turn.MAIL;
        try {
            Response mail = socket.answer(patience.command());
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

    /** Tells the letter that was offered how it went, unless it is wanted: then it is the one to go on with. */
    private @Nullable Parcel opened(Parcel parcel, Offer offer) {
        if (offer instanceof Offer.Wanted) {
            return parcel;
        }
        if (offer instanceof Offer.Failed failed) {
            usable = false;
            boolean ofGroup = pipelining && failed.cause() instanceof OutOfStepException;
            misunderstanding = ofGroup ? Misunderstanding.CERTAIN : misunderstanding;
            parcel.ended(ofGroup ? new Ending.NotReached(null) : new Ending.Broken(failed.turn(), failed.cause()));
        } else if (offer instanceof Offer.Refused refused) {
            refused(parcel, refused);
        }
        return null;
    }

    private void refused(Parcel parcel, Offer.Refused refused) {
        Response response = refused.response();
        Misunderstanding ofGroup = pipelining ? Misunderstanding.in(response) : Misunderstanding.NONE;
        usable &= response.code() != 421;
        if (ofGroup != Misunderstanding.NONE) {
            usable = false;
            misunderstanding = ofGroup;
            parcel.ended(new Ending.NotReached(response));
        } else if (response.isOutOfTurn()) {
            usable = false;
            parcel.ended(new Ending.Broken(
                    refused.turn(),
                    new OutOfStepException(
                            SmtpReason.STEP_UNFIT.of(refused.turn(), response.code()), response.text())));
        } else {
            parcel.ended(new Ending.Refused(refused.turn(), response));
        }
    }

    private boolean isBodySent(Parcel parcel) {
        try {
            socket.writeBlocks(text.bytes(), text.size());
            // A refusal in the middle of the text: what is left of it would be taken for commands.
            socket.requireInStep();
            return true;
        } catch (IOException e) {
            usable = false;
            parcel.ended(new Ending.Broken(Turn.DATA, e));
            return false;
        }
    }

    private void beginSeal(Parcel current) {
        try {
            current.beginSeal();
        } catch (RuntimeException | Error e) {
            usable = false;
            socket.close();
            throw e;
        }
    }

    private @Nullable Parcel nextWhileSealing(Parcel current, Supplier<@Nullable Parcel> following) {
        try {
            return following.get();
        } catch (RuntimeException | Error e) {
            // It may be sealed by now, and its dot never leaves.
            usable = false;
            socket.close();
            current.ended(new Ending.Broken(Turn.DATA, new ClosedException()));
            throw e;
        }
    }

    private void seal(Parcel current, @Nullable Parcel next) {
        try {
            current.seal();
        } catch (RuntimeException | Error e) {
            usable = false;
            socket.close();
            if (next != null) {
                next.ended(new Ending.NotReached(null));
            }
            throw e;
        }
    }

    /** Once more, right before the dot: the seal took its time. */
    private boolean isInStep(Parcel current, @Nullable Parcel next) {
        try {
            socket.requireInStep();
            return true;
        } catch (IOException e) {
            usable = false;
            current.ended(new Ending.Broken(Turn.DATA, e));
            if (next != null) {
                next.ended(new Ending.NotReached(null));
            }
            return false;
        }
    }

    /**
     * The dot of a letter that no other travels with. Its answer is believed when what is asked next has one of its own: an answer that
     * nobody asked for, and that came while the dot was on its way, looks like the dot's; then the dot's own looks like the next one's.
     *
     * @return the next where it is wanted; else all has been told
     */
    private @Nullable Parcel dotAlone(Parcel current, Supplier<@Nullable Parcel> following) {
        Ending ending;
        try {
            socket.writeDot(DOT);
            Response response = socket.answerToDot();
            ending = ending(response);
            usable &= response.code() != 421 && goesOn(SmtpReason.STEP_DOT);
        } catch (IOException e) {
            usable = false;
            ending = new Ending.Unanswered(e);
        }
        if (!usable) {
            current.ended(ending);
            return null;
        }
        // That the next sender is taken could be the dot's own answer, too, where a stray one refused the letter.
        Parcel next = pipelining || !(ending instanceof Ending.Accepted) ? null : next(current, ending, following);
        if (next == null) {
            current.ended(confirmed(ending));
            return null;
        }
        return confirmedBy(next, current, ending);
    }

    private static @Nullable Parcel next(Parcel current, Ending ending, Supplier<@Nullable Parcel> following) {
        try {
            return following.get();
        } catch (RuntimeException | Error e) {
            current.ended(ending);
            throw e;
        }
    }

    /** An acceptance keeps the connection. A refusal does not: only the answer to QUIT is like none that a dot may get. */
    private Ending confirmed(Ending ending) {
        try {
            if (ending instanceof Ending.Accepted) {
                requireReset(true);
            } else {
                usable = false;
                socket.quit(patience.command());
            }
            return ending;
        } catch (OutOfStepException e) {
            usable = false;
            return new Ending.Unanswered(e);
        } catch (IOException e) {
            // It has gone, or says nothing more: what it said before counts.
            usable = false;
            return ending;
        }
    }

    /** A letter was taken, and the next is offered: MAIL, where it is taken, was not answered with the refusal of the letter before. */
    private @Nullable Parcel confirmedBy(Parcel next, Parcel current, Ending ending) {
        IOException unwritten = write(next);
        if (unwritten != null) {
            current.ended(confirmed(ending));
            next.ended(new Ending.Unwritten(unwritten));
            return null;
        }
        Response mail;
        try {
            mail = socket.command(next.mail());
            requireOwn(mail);
        } catch (OutOfStepException e) {
            return endedAtDot(current, new Ending.Unanswered(e), next);
        } catch (IOException e) {
            return endedAtDot(current, ending, next);
        }
        current.ended(ending);
        if (mail.code() == 421 || mail.code() >= 500) {
            // Asked first over a connection of its own, it is told what concerns it.
            usable = false;
            next.ended(new Ending.NotReached(mail));
            return null;
        }
        return opened(next, mail.isSuccess() ? inStep(offerSingly(next, mail)) : Offer.of(mail, null, null));
    }

    /** @throws OutOfStepException when it may be the dot's before it */
    private void requireOwn(Response mail) throws IOException {
        if (mail.isSuccess() || mail.code() == 421) {
            return;
        }
        usable = false;
        if (!mail.isRefusal()) {
            throw new OutOfStepException(SmtpReason.STEP_UNFIT.of(Turn.MAIL, mail.code()));
        }
        socket.quit(patience.command());
    }

    /**
     * Whether the server stays once it has answered. It may leave at any time, with a 421 that nobody asked for (RFC 5321, 3.8) or
     * without a word: what it answered before counts.
     *
     * @throws OutOfStepException when there is an answer too many: then the one before may not be what it seems
     */
    private boolean goesOn(SmtpReason otherwise) throws OutOfStepException {
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

    /**
     * The dot of a letter, and with it what opens the next.
     *
     * @return the next where it is wanted; else all has been told
     */
    private @Nullable Parcel dot(Parcel current, Parcel next) {
        IOException unwritten;
        Response response;
        Ending ending;
        try {
            socket.writeDot(group(next, true));
            // While the server is at work.
            unwritten = write(next);
            response = socket.answerToDot();
            ending = ending(response);
        } catch (IOException e) {
            return endedAtDot(current, new Ending.Unanswered(e), next);
        }
        if (response.code() == 421) {
            return endedAtDot(current, ending, next);
        }
        Offer offer = believed(answers(), true);
        if (offer instanceof Offer.Failed failed) {
            // One answer too many, or too few: the dot's may not be its own.
            boolean doubtful = failed.cause() instanceof OutOfStepException;
            if (doubtful) {
                misunderstanding = Misunderstanding.CERTAIN;
            } else if (failed.turn() == Turn.MAIL) {
                misunderstanding = Misunderstanding.POSSIBLE;
            }
            return endedAtDot(current, doubtful ? new Ending.Unanswered(failed.cause()) : ending, next);
        }
        current.ended(ending);
        if (unwritten != null) {
            usable = false;
            next.ended(new Ending.Unwritten(unwritten));
            return null;
        }
        return opened(next, offer);
    }

    private @Nullable Parcel endedAtDot(Parcel current, Ending ending, Parcel next) {
        usable = false;
        current.ended(ending);
        next.ended(new Ending.NotReached(null));
        return null;
    }

    private static Ending ending(Response dot) throws OutOfStepException {
        if (dot.isSuccess()) {
            return new Ending.Accepted(dot);
        }
        if (dot.isRefusal()) {
            return new Ending.Refused(Turn.DOT, dot);
        }
        throw new OutOfStepException(SmtpReason.STEP_UNFIT_DOT.of(dot.code()));
    }
}
