package org.facteur.smtp;

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

    private final SmtpSocket socket;
    private final Patience patience;
    private final DotStuffing text = new DotStuffing();
    private final boolean pipelining;
    private final Offers offers;
    private boolean usable = true;
    private Misunderstanding misunderstanding = Misunderstanding.NONE;

    /** @param pipelining whether the server offers it, and it is wanted */
    public Exchange(SmtpSocket socket, Patience patience, boolean pipelining) {
        this.socket = socket;
        this.patience = patience;
        this.pipelining = pipelining;
        this.offers = new Offers(socket, patience);
    }

    /** Whether the connection can carry another letter. */
    public boolean isUsable() {
        return usable && offers.isUsable();
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
        @Nullable Parcel current = opened(first, pipelining ? offers.atOnce(first) : offers.singly(first));
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
            socket.writeDot(Offers.DOT);
            Response response = socket.answerToDot();
            ending = ending(response);
            usable &= response.code() != 421 && offers.goesOn(SmtpReason.STEP_DOT);
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
                offers.requireReset(true);
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
        return opened(next, mail.isSuccess() ? offers.singly(next, mail) : Offer.of(mail, null, null));
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
     * The dot of a letter, and with it what opens the next.
     *
     * @return the next where it is wanted; else all has been told
     */
    private @Nullable Parcel dot(Parcel current, Parcel next) {
        IOException unwritten;
        Response response;
        Ending ending;
        try {
            socket.writeDot(Offers.group(next, true));
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
        Offer offer = offers.behindDot();
        if (offer instanceof Offer.Failed failed) {
            // One answer too many, or too few: the dot's may not be its own.
            boolean doubtful = failed.cause() instanceof OutOfStepException;
            if (doubtful || (failed.turn() == Turn.MAIL && isSilent(failed.cause()))) {
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

    /** It has answered the dot, stays, and says nothing to what came with it. */
    private static boolean isSilent(IOException failure) {
        return failure instanceof OverdueException overdue && !overdue.isStopped();
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
