package org.facteur.relay;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.facteur.message.Letter;
import org.facteur.reason.Reason;
import org.facteur.smtp.Ending;
import org.facteur.smtp.Exchange;
import org.facteur.smtp.OverdueException;
import org.facteur.smtp.Parcel;
import org.facteur.smtp.Patience;
import org.facteur.smtp.Response;
import org.facteur.smtp.Turn;
import org.jspecify.annotations.Nullable;

/** A connection slot at an SMTP relay (RFC 5321). */
final class SmtpRelayClient implements RelayClient {

    /** Postfix delays each reply after 10 errors in a session and closes it after 20 ({@code smtpd_soft_error_limit}). */
    static final int MOST_REFUSALS = 8;

    /** Connections that one letter may wear out before it is put back: one that was kept, one that takes no groups, one more. */
    private static final int MOST_TRIES = 3;

    /** It has grown tired of waiting: no wonder, and no fault of the letter. */
    private static final Pattern IDLE = Pattern.compile("\\b(timed? ?-?out|timeout|idle)\\b");

    /** It takes so many letters a connection. */
    private static final Pattern CONNECTION_FULL =
            Pattern.compile("(?s)(too many|max(imum)?|limit|exceed|reached|quota).*\\b(connection|session)\\b"
                    + "|\\b(connection|session)\\b.*(too many|max(imum)?|limit|exceed|reached|quota)");

    private static final Pattern LETTERS =
            Pattern.compile("\\b(e-?)?(mail|message|letter|transaction|recipient|deliver)");

    /**
     * Our letters have one recipient each: a server that complains of too many counts them over the whole connection, as OpenSMTPD does (452 4.5.3
     * Too many recipients: Too many messages sent). If it does not, the next connection is told the same at once.
     */
    private static final Pattern TOO_MANY =
            Pattern.compile("\\btoo (many|much) (e-?)?(mails?|messages?|letters?|transactions?|recipients?|rcpts?)\\b");

    /** Those are limits of an account, an address or an hour: a fresh connection does not help. */
    private static final Pattern OF_MORE = Pattern.compile(
            "\\b(from|by|user|account|senders?|hosts?|clients?|ips?|minutes?|hour|hourly|days?|daily|today|weeks?|quota|rate)\\b");

    /** What MAIL and RCPT have besides an address is refused (RFC 5321, 4.1.1.11), whatever EHLO said of it. */
    private static final Pattern PARAMETERS = Pattern.compile(
            "(?is)555.*"
                    + "|50[014](?!.*\\b5\\.1\\.).*\\b(parameters?|options?|arguments?|keywords?|dsn|ret|envid|notify|orcpt)\\b.*");

    /** Words that are about those and not about an address. */
    private static final Pattern DSN_WORDS =
            Pattern.compile("(?i)\\b(options?|keywords?|dsn|ret|envid|notify|orcpt)\\b");

    private final Relay relay;
    private final Handshake handshake;
    private final Manners manners;
    /** Changed by the thread that submits. */
    private volatile @Nullable Link link;

    private volatile boolean brokenOff;
    private @Nullable Exchange exchange;
    private int transactions;
    private int refusals;
    /** The largest letter it takes, in bytes. */
    private long mostBytes;
    /** It takes no more letters over this connection. */
    private boolean full;
    /** It is told what is to come back (RFC 3461). */
    private boolean dsn;

    /**
     * Connects when the first letter is submitted.
     *
     * @param ehloName a domain, for EHLO; the From address's
     * @param tokens for {@link Credentials.OAuth2}; null for other logins
     * @param stopping whether the run is to stop: then no server is waited for much longer
     * @throws IllegalArgumentException when the relay's TLS settings cannot be used, or tokens are missing
     */
    SmtpRelayClient(
            Relay relay,
            String ehloName,
            @Nullable TokenSource tokens,
            Manners manners,
            Patience patience,
            BooleanSupplier stopping) {
        this.relay = relay;
        this.manners = manners;
        this.handshake = new Handshake(relay, ehloName, tokens, patience, () -> brokenOff || stopping.getAsBoolean());
    }

    @Override
    public Submission submit(Envelope envelope, Letter letter, Seal seal) {
        AtomicReference<@Nullable Submission> submission = new AtomicReference<>();
        carry(new One(envelope, letter, seal, submission), () -> null);
        Submission ended = submission.get();
        if (ended == null) {
            throw new IllegalStateException("a letter without an end");
        }
        return ended;
    }

    private record One(Envelope envelope, Letter letter, Seal toSet, AtomicReference<@Nullable Submission> submission)
            implements Mailpiece {
        @Override
        public void seal() {
            toSet.beforeFinalDot();
        }

        @Override
        public void ended(Submission how) {
            // There is no other relay for it.
            submission.set(how instanceof Submission.BeyondAscii beyond ? beyond.refused() : how);
        }
    }

    @Override
    public void carry(Mailpiece first, Supplier<@Nullable Mailpiece> following) {
        boolean again = true;
        for (int left = MOST_TRIES - 1; again; left--) {
            boolean kept = exchange != null;
            Exchange current = exchange;
            if (current == null) {
                Handshake.Result result = handshake.open();
                if (result instanceof Handshake.Result.Failed failed) {
                    first.ended(failed.trouble());
                    return;
                }
                current = opened(((Handshake.Result.Open) result).link());
            }
            again = carry(current, kept, first, following, left > 0);
        }
    }

    private Exchange opened(Link opened) {
        boolean pipelining = relay.pipelining() && opened.offer().offers("PIPELINING") && manners.mayPipeline();
        Exchange next = opened.exchange(pipelining);
        link = opened;
        exchange = next;
        transactions = 0;
        refusals = 0;
        mostBytes = Objects.requireNonNullElse(opened.offer().largestLetter(), Long.MAX_VALUE);
        full = false;
        dsn = opened.offer().offers("DSN") && manners.mayTellDsn();
        return next;
    }

    /** @return whether the first letter is to be asked for again, over a fresh connection */
    private boolean carry(
            Exchange current,
            boolean kept,
            Mailpiece first,
            Supplier<@Nullable Mailpiece> following,
            boolean mayAskAgain) {
        Submission unfit = unfit(first);
        if (unfit != null) {
            first.ended(unfit);
            return false;
        }
        boolean[] again = {false};
        SmtpParcel parcel = new SmtpParcel(first, dsn, relay.oneSignature(), ending -> {
            again[0] = mayAskAgain && concernsConnectionOnly(ending, kept);
            if (!again[0]) {
                tell(first, ending);
            }
        });
        try {
            current.carry(parcel, () -> next(following));
        } catch (RuntimeException | Error e) {
            drop();
            throw e;
        }
        manners.note(current.misunderstanding());
        if (!current.isUsable()) {
            drop();
        } else if (again[0] || full || isWornOut(0)) {
            renew();
        }
        return again[0];
    }

    private @Nullable Parcel next(Supplier<@Nullable Mailpiece> following) {
        // The one whose dot is due counts already.
        while (!full && !isWornOut(1)) {
            Mailpiece next = following.get();
            if (next == null) {
                return null;
            }
            Submission unfit = unfit(next);
            if (unfit == null) {
                return new SmtpParcel(next, dsn, relay.oneSignature(), ending -> tell(next, ending));
            }
            next.ended(unfit);
            if (unfit instanceof Submission.Unopened) {
                // It is there to be sent again.
                return null;
            }
        }
        return null;
    }

    private boolean isWornOut(int more) {
        return transactions + more >= Math.min(relay.messagesPerConnection(), manners.mostLetters())
                || refusals >= MOST_REFUSALS;
    }

    private ServerOffer offer() {
        return Objects.requireNonNull(link).offer();
    }

    private @Nullable Submission unfit(Mailpiece piece) {
        return piece.largest() > mostBytes
                ? new Submission.TooLarge(RelayReason.TOO_LARGE.of(Trouble.place(relay), mostBytes, piece.largest()))
                : beyondAscii(piece);
    }

    /** RFC 6531, 3.5: what a server without SMTPUTF8 would say, had we asked it. */
    private @Nullable Submission beyondAscii(Mailpiece piece) {
        boolean sender = piece.envelope().sender().isAscii();
        boolean recipient = piece.envelope().recipient().isAscii();
        if ((sender && recipient && !piece.letter().utf8()) || offer().offers("SMTPUTF8")) {
            return null;
        }
        // Where both are ASCII it is an address in the letter's head, such as From, that is not.
        Reply said = sender && !recipient
                ? Reply.parse(
                        Phase.RCPT, "553 5.6.7 the relay takes no addresses beyond ASCII (it does not offer SMTPUTF8)")
                : Reply.parse(
                        Phase.MAIL, "553 5.6.7 the relay takes no sender beyond ASCII (it does not offer SMTPUTF8)");
        return new Submission.BeyondAscii(Reason.at(Trouble.place(relay), Reason.verbatim(said.toString())), said);
    }

    private boolean concernsConnectionOnly(Ending ending, boolean kept) {
        if (ending instanceof Ending.NotReached notReached) {
            full |= notReached.because() != null && isFull(notReached.because());
            return true;
        } else if (ending instanceof Ending.Broken broken) {
            // A server that had grown tired of waiting closed the connection before our MAIL reached it.
            return kept && broken.turn() == Turn.MAIL && !(broken.cause() instanceof OverdueException);
        } else if (ending instanceof Ending.Refused refused && refused.turn() != Turn.DOT) {
            full |= isFull(refused.response()) || refusesDsn(refused);
            // A sender who is refused over a connection that has carried letters may be told what another letter was
            // told, too late.
            boolean odd = refused.response().code() >= 500 || saysIdle(refused.response());
            return full || (kept && refused.turn() == Turn.MAIL && odd);
        }
        return false;
    }

    /** Whether the server takes no more letters over this connection; how many it took is remembered. */
    private boolean isFull(Response response) {
        String text = response.text().toLowerCase(Locale.ROOT);
        boolean says = response.isRefusal()
                && transactions > 0
                && ((CONNECTION_FULL.matcher(text).find()
                                && LETTERS.matcher(text).find())
                        || (TOO_MANY.matcher(text).find()
                                && !OF_MORE.matcher(text).find()));
        if (says) {
            manners.tookNoMoreAfter(transactions);
        }
        return says;
    }

    /**
     * Whether the server does not know DSN, although it offers that; then the next connections do without. Of a recipient it may say the same for
     * the address's sake: asked without, it shows which.
     */
    private boolean refusesDsn(Ending.Refused refused) {
        boolean says = (refused.turn() == Turn.MAIL || refused.turn() == Turn.RCPT)
                && PARAMETERS.matcher(refused.response().text()).matches();
        if (!says) {
            return false;
        }
        if (refused.turn() == Turn.RCPT
                && !DSN_WORDS.matcher(refused.response().text()).find()) {
            if (dsn) {
                return manners.mayHaveRefusedDsn();
            }
            manners.refusedTheAddress();
            return false;
        }
        if (dsn) {
            manners.refusedDsn();
        }
        return dsn;
    }

    private boolean saysIdle(Response response) {
        Reply reply = reply(Phase.MAIL, response);
        return reply.code() == 421
                && (reply.enhanced() == null
                        ? IDLE.matcher(reply.text().toLowerCase(Locale.ROOT)).find()
                        : reply.enhanced().equals(new EnhancedStatus(4, 4, 2)));
    }

    private void tell(Mailpiece piece, Ending ending) {
        Submission submission = submission(ending);
        if (submission instanceof Submission.Accepted || submission instanceof Submission.Refused) {
            transactions++;
            refusals += submission instanceof Submission.Refused ? 1 : 0;
        }
        piece.ended(submission);
    }

    private Submission submission(Ending ending) {
        if (ending instanceof Ending.Accepted accepted) {
            if (dsn) {
                manners.tookDsn();
            }
            return new Submission.Accepted(reply(Phase.DOT, accepted.response()));
        } else if (ending instanceof Ending.Refused refused) {
            full |= refused.turn() != Turn.DOT && (isFull(refused.response()) || refusesDsn(refused));
            return full
                    ? new Submission.Untouched(Reason.at(
                            Trouble.place(relay),
                            Reason.verbatim(reply(phase(refused.turn()), refused.response())
                                    .toString())))
                    : new Submission.Refused(reply(phase(refused.turn()), refused.response()));
        } else if (ending instanceof Ending.Broken broken) {
            Reason cause = Trouble.during(relay, phase(broken.turn()), broken.cause(), text());
            return broken.cause() instanceof OverdueException overdue && overdue.isStopped()
                    ? new Submission.Untouched(cause)
                    : new Submission.Broken(cause);
        } else if (ending instanceof Ending.Unanswered unanswered) {
            return new Submission.Unanswered(Trouble.during(relay, Phase.DOT, unanswered.cause(), text()));
        } else if (ending instanceof Ending.NotReached notReached) {
            full |= notReached.because() != null && isFull(notReached.because());
            return new Submission.Untouched(RelayReason.ENDED.of(Trouble.place(relay)));
        } else if (ending instanceof Ending.Unwritten unwritten) {
            return new Submission.Unwritten(Trouble.local(unwritten.cause()));
        }
        throw new IllegalStateException(ending.toString());
    }

    private Reply reply(Phase phase, Response response) {
        return Objects.requireNonNull(link).replyOf(phase, response);
    }

    private ServerText text() {
        return Objects.requireNonNull(link).text();
    }

    private static Phase phase(Turn turn) {
        return switch (turn) {
            case MAIL -> Phase.MAIL;
            case RCPT -> Phase.RCPT;
            case DATA -> Phase.DATA;
            case DOT -> Phase.DOT;
        };
    }

    @Override
    public void renew() {
        Link current = link;
        if (current != null) {
            current.farewell();
        }
        drop();
    }

    @Override
    public void breakOff() {
        brokenOff = true;
        Link current = link;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void close() {
        renew();
    }

    private void drop() {
        Link current = link;
        if (current != null) {
            current.close();
        }
        link = null;
        exchange = null;
    }
}
