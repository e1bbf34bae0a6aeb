package org.facteur.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.facteur.ledger.WrittenLetters.Letter;
import org.jspecify.annotations.Nullable;

/** Finds the letter that a message is about, and says whether a secret of this home proves it. Only proof acts. */
final class ReturnMatcher {

    /** A clock that is wrong, or a letter that came back within the second. */
    static final Duration LEEWAY = Duration.ofHours(1);

    private final LetterFinder letters;

    /** The letter that a message is about, and whether a secret says so. */
    record Match(Letter letter, boolean secret) {}

    ReturnMatcher(LetterFinder letters) {
        this.letters = letters;
    }

    /** The letter that a message is itself: a copy of it in the Sent folder, or one that its writer sent to himself. */
    Optional<Letter> copied(Return returned) {
        return letters.byMessageId(returned.traces().messageId());
    }

    /** The letter whose unsubscribe token the message carries. */
    Optional<Letter> byToken(Return returned) {
        return letters.byToken(
                returned.subject() + " " + String.join(" ", returned.traces().to()));
    }

    /** Whether anything in it leads to a letter, or its writer was sent one. */
    boolean concerns(Return.Traces traces, String subject) {
        return letters.holdsToken(subject + " " + String.join(" ", traces.to()))
                || bySecret(traces).isPresent()
                || byQueueId(traces).isPresent()
                || letters.byAddress(traces.from()).isPresent();
    }

    /**
     * The letter that a message is about, if it is about one.
     *
     * @param received when it came
     */
    @Nullable
    Match match(Return returned, Instant received) {
        Return.Traces traces = returned.traces();
        Optional<Letter> letter = returned.kind() == ReturnKind.UNSUBSCRIBE ? byToken(returned) : Optional.empty();
        letter = letter.or(() -> bySecret(traces));
        if (letter.isPresent()) {
            return new Match(letter.get(), true);
        }
        Optional<Letter> queued = byQueueId(traces);
        if (queued.isPresent()) {
            return new Match(queued.get(), false);
        }
        for (ReturnedRecipient recipient : returned.recipients()) {
            Optional<Letter> addressed = letters.byAddress(recipient.address())
                    .filter(one -> !received.isBefore(one.updatedAt().minus(LEEWAY)));
            if (addressed.isPresent()) {
                return new Match(addressed.get(), false);
            }
        }
        return null;
    }

    private Optional<Letter> bySecret(Return.Traces traces) {
        List<String> ids = new ArrayList<>();
        if (!traces.envelopeId().isEmpty()) {
            ids.add("<" + traces.envelopeId().replaceAll("[<>]", "") + ">");
        }
        ids.addAll(traces.returned());
        ids.addAll(traces.references());
        return Stream.concat(
                        ids.stream().map(letters::byMessageId),
                        traces.to().stream().map(letters::byReturnAddress))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Letter> byQueueId(Return.Traces traces) {
        return traces.queueIds().stream()
                .map(letters::byQueueId)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Whether it is the letter's recipient of whom the message speaks, or who wrote it: one who was sent a letter of somebody else's knows its
     * Message-ID, too.
     */
    boolean isTheirs(Return returned, Letter letter, @Nullable ReturnedRecipient recipient) {
        if (recipient != null) {
            String named = recipient.address();
            // Who reports a complaint may make the local part unreadable (RFC 6590), and leave the domain.
            boolean redacted = named.startsWith("redacted")
                    || (returned.kind() == ReturnKind.COMPLAINT && domain(named).equals(domain(letter.email())));
            return named.equals(letter.email()) || redacted;
        }
        return switch (returned.kind()) {
            case COMPLAINT, BOUNCE, DELAY, DELIVERED -> true;
            case UNSUBSCRIBE ->
                returned.traces().from().equals(letter.email())
                        || byToken(returned)
                                .filter(one -> one.id() == letter.id())
                                .isPresent();
            case AUTO_REPLY, CHALLENGE, MDN, ANSWER, OTHER ->
                returned.traces().from().equals(letter.email());
        };
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
