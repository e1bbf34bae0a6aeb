package org.facteur.verdict;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.facteur.address.Domain;
import org.facteur.reason.Reason;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Notices in the replies of one run that going on would harm, though each of them speaks of one recipient only. Not
 * safe for several threads at once; it decides by what it was told and nothing else.
 */
public final class RunGuard {

    private static final int BLOCKING_DOMAINS = 3;
    private static final int CONTENT_REFUSALS = 3;
    private static final int TOO_LARGE_IN_A_ROW = 3;
    private static final int UNKNOWN_IN_A_ROW = 5;

    /** So many of them, where fewer letters were taken, are no matter of chance. */
    private static final int UNKNOWN_IN_ALL = 10;

    private final Set<Domain> blocking = new LinkedHashSet<>();
    private final Set<Category> uncertain = EnumSet.noneOf(Category.class);
    private final Set<Category> unknownOf = EnumSet.noneOf(Category.class);
    private int contentRefusals;
    private int tooLargeInARow;
    private int unknownInARow;
    private int unknown;
    private int taken;

    /** Of what it counts replies. */
    private enum Kind {
        BLOCKED,
        CONTENT,
        TOO_LARGE,
        UNKNOWN
    }

    /** Takes note of a reply: why the run must stop, empty while it may go on. */
    public Optional<Reason> note(Verdict verdict, Reply reply, Domain recipientDomain) {
        if (verdict.category() == Category.ACCEPTED) {
            taken++;
            tooLargeInARow = 0;
            unknownInARow = 0;
            uncertain.clear();
        }
        Kind kind = kind(verdict, reply.phase());
        if (kind == null) {
            return Optional.empty();
        }
        return switch (kind) {
            case BLOCKED -> noteBlocking(reply, recipientDomain);
            case CONTENT -> noteContent(reply);
            case TOO_LARGE -> noteSize(reply);
            case UNKNOWN -> noteUnknown(verdict, reply);
        };
    }

    /** After how many such replies a run stops; empty: it stops at the first, or goes on whatever their number. */
    static Optional<Reason> stopsAfter(Verdict verdict, Phase phase) {
        Kind kind = verdict.reaction() == Reaction.STOP_RUN ? null : kind(verdict, phase);
        if (kind == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind) {
                    case BLOCKED -> VerdictReason.STOPS_DOMAINS.of(BLOCKING_DOMAINS);
                    case CONTENT -> VerdictReason.STOPS.of(CONTENT_REFUSALS);
                    case TOO_LARGE -> VerdictReason.STOPS_ROW.of(TOO_LARGE_IN_A_ROW);
                    case UNKNOWN -> VerdictReason.STOPS_ROW.of(UNKNOWN_IN_A_ROW);
                });
    }

    /** Null: such replies are not counted. What the owner wants done is done, however often. */
    private static @Nullable Kind kind(Verdict verdict, Phase phase) {
        if (verdict.wanted()) {
            return null;
        }
        if (isLikelyOurs(verdict)) {
            return Kind.UNKNOWN;
        }
        return switch (verdict.category()) {
            case POLICY_BLOCKED -> Kind.BLOCKED;
            // At RCPT nothing of the letter has been seen: it is the address, such as one beyond ASCII (RFC 6531,
            // 5.6.7).
            case CONTENT_REJECTED -> phase == Phase.RCPT ? null : Kind.CONTENT;
            case MESSAGE_TOO_LARGE -> Kind.TOO_LARGE;
            case UNKNOWN_PERMANENT -> Kind.UNKNOWN;
            // Each of these has a reaction of its own, and says nothing of the letter.
            case ACCEPTED,
                    AUTH_FAILED,
                    AUTH_REQUIRED,
                    BAD_DOMAIN,
                    CONNECTION_LIMIT,
                    GREYLISTED,
                    MAILBOX_FULL,
                    NO_SUCH_USER,
                    QUOTA_DAILY_EXHAUSTED,
                    RATE_LIMITED_RECIPIENT_DOMAIN,
                    RATE_LIMITED_SENDER,
                    SENDER_REJECTED,
                    SERVICE_UNAVAILABLE,
                    TLS_REQUIRED,
                    TOO_MANY_RECIPIENTS,
                    UNKNOWN_TRANSIENT,
                    CONNECTION_LOST,
                    UNANSWERED -> null;
        };
    }

    /** What letters in a row were refused for without certainty: they may have been refused for what stops the run. */
    public Set<Category> uncertain() {
        return Set.copyOf(uncertain);
    }

    /** Whether a letter was refused for what would stop the run if it were certain, and not because its owner wants it so. */
    public static boolean isLikelyOurs(Verdict verdict) {
        return !verdict.wanted()
                && verdict.reaction() == Reaction.REFUSE
                && DefaultReaction.to(verdict.category(), verdict.scope(), true) == Reaction.STOP_RUN;
    }

    /** Whether a letter was refused for what nobody can tell from the reply. */
    public static boolean isUnsaid(Verdict verdict) {
        return !verdict.wanted()
                && verdict.reaction() == Reaction.REFUSE
                && verdict.category() == Category.UNKNOWN_PERMANENT;
    }

    private Optional<Reason> noteBlocking(Reply reply, Domain domain) {
        blocking.add(domain);
        if (blocking.size() < BLOCKING_DOMAINS) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        blocking.forEach(one -> names.add(one.unicode()));
        return Optional.of(VerdictReason.RUN_BLOCKED.of(names.size(), names, reply));
    }

    private Optional<Reason> noteContent(Reply reply) {
        contentRefusals++;
        return contentRefusals < CONTENT_REFUSALS
                ? Optional.empty()
                : Optional.of(VerdictReason.RUN_CONTENT.of(contentRefusals, reply));
    }

    /** In a row, since letters may have attachments of their own, and mailboxes limits of their own. */
    private Optional<Reason> noteSize(Reply reply) {
        tooLargeInARow++;
        return tooLargeInARow < TOO_LARGE_IN_A_ROW
                ? Optional.empty()
                : Optional.of(VerdictReason.RUN_TOO_LARGE.of(tooLargeInARow, reply));
    }

    private Optional<Reason> noteUnknown(Verdict verdict, Reply reply) {
        unknownInARow++;
        unknown++;
        unknownOf.add(verdict.category());
        uncertain.add(verdict.category());
        if (unknownInARow >= UNKNOWN_IN_A_ROW) {
            return Optional.of(VerdictReason.RUN_UNKNOWN.of(unknownInARow, reply));
        }
        if (unknown < UNKNOWN_IN_ALL || unknown <= taken) {
            return Optional.empty();
        }
        uncertain.addAll(unknownOf);
        return Optional.of(VerdictReason.RUN_UNKNOWN_MOST.of(unknown, taken, reply));
    }
}
