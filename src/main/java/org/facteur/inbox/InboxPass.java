package org.facteur.inbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.MailboxAccount;
import org.facteur.home.MessageKeyFile;
import org.facteur.inbox.ReturnMatcher.Match;
import org.facteur.ledger.CampaignRow;
import org.facteur.ledger.Campaigns;
import org.facteur.ledger.ReturnBook;
import org.facteur.ledger.ReturnHistory;
import org.facteur.ledger.Suppression;
import org.facteur.ledger.SuppressionList;
import org.facteur.ledger.WrittenLetters;
import org.facteur.ledger.WrittenLetters.Letter;
import org.facteur.ledger.store.OpenLedger;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.facteur.verdict.Category;
import org.facteur.verdict.RuleClassifier;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what came back, message by message: writes it down beside the letter it is about, and acts where a secret of this home
 * proves whose it is. What merely looks right is counted. The caller holds the home's lock.
 */
final class InboxPass {

    private final OpenLedger ledger;
    private final ReturnBook book;
    private final SuppressionList suppressions;
    private final ReturnMatcher matcher;
    private final ReturnReader reader;
    private final boolean keepsAnswers;
    /** By which the owner writes himself. */
    private final Set<String> owners;

    private final Instant since;
    private final Instant now;
    private final Map<ReturnKind, Long> kinds = new EnumMap<>(ReturnKind.class);
    private final Set<String> suppressed = new LinkedHashSet<>();
    private final List<EmailAddress> toExclude = new ArrayList<>();
    private long read;
    private long known;
    private long proved;
    private long excluded;

    /** @param ledger claimed, and up to date */
    InboxPass(OpenLedger ledger, Campaign campaign, Instant now) {
        this.ledger = ledger;
        this.now = now;
        book = new ReturnBook(ledger.template());
        suppressions = new SuppressionList(ledger.template());
        matcher = new ReturnMatcher(
                new LetterFinder(new WrittenLetters(ledger.template()), MessageKeyFile.of(campaign.home())));
        reader = new ReturnReader(RuleClassifier.with(campaign.replies()));
        keepsAnswers = campaign.inbox().keepsAnswers();
        owners = owners(campaign);
        since = new Campaigns(ledger.jdbc())
                .all().stream().map(CampaignRow::createdAt).findFirst().orElse(now);
    }

    private static Set<String> owners(Campaign campaign) {
        Mailbox replyTo = campaign.message().replyTo();
        return Stream.concat(
                        Stream.of(campaign.from(), replyTo == null ? campaign.from() : replyTo)
                                .map(Mailbox::address),
                        campaign.inbox().mailboxes().stream()
                                .map(MailboxAccount::address)
                                .filter(Objects::nonNull))
                .map(EmailAddress::toString)
                .collect(Collectors.toUnmodifiableSet());
    }

    ReturnBook book() {
        return book;
    }

    /** Before this, nothing that came can be about a letter of the home: mailboxes are read once for all of its campaigns. */
    Instant since() {
        return since.minus(ReturnMatcher.LEEWAY);
    }

    void read(Path file) {
        List<byte[]> batch = new ArrayList<>();
        MailFiles.forEach(file, (place, number, message) -> {
            batch.add(message);
            if (batch.size() == 100) {
                takeAll(batch, () -> {});
                batch.clear();
            }
        });
        takeAll(batch, () -> {});
    }

    /**
     * In one commit.
     *
     * @param also is done in the same commit, such as moving a cursor
     */
    void takeAll(Collection<byte[]> messages, Runnable also) {
        ledger.inOneCommit(() -> {
            messages.forEach(this::take);
            // Of those on the list before, nothing waits any more: what puts somebody on it takes out what waits.
            toExclude.forEach(address -> excluded += suppressions.exclude(address));
            toExclude.clear();
            also.run();
        });
    }

    /** Whether the beginning of a message is not enough: it came back, or may have. */
    boolean wantsMore(byte[] beginning) {
        return reader.wantsMore(beginning, matcher::concerns);
    }

    InboxResult result(String campaign) {
        return new InboxResult(
                campaign,
                read,
                read - known,
                Map.copyOf(kinds),
                new ReturnHistory(ledger.jdbc(), campaign).counts(),
                List.copyOf(suppressed),
                proved,
                excluded);
    }

    private void take(byte[] message) {
        read++;
        Return returned = asked(reader.read(message, matcher::concerns));
        Optional<Letter> own = matcher.copied(returned);
        if (own.isPresent()) {
            prove(own.get(), InboxReason.PROOF_COPY.of());
            return;
        }
        Match match = matcher.match(returned, received(returned));
        if (match != null && match.secret()) {
            prove(match.letter(), InboxReason.PROOF_RETURN.of(returned.kind().label()));
        }
        if (returned.kind() == ReturnKind.OTHER || isByOwner(returned, match)) {
            // Whose mailbox this is knows what to do with it, and we keep nothing of it.
            return;
        }
        String digest = digest(returned, message);
        if (book.knows(digest)) {
            known++;
            return;
        }
        List<ReturnBook.Row> rows = rows(returned, digest, match);
        if (!rows.isEmpty()) {
            kinds.merge(returned.kind(), 1L, Long::sum);
            rows.forEach(book::add);
        }
    }

    /**
     * A message that carries one of our unsubscribe tokens is a request, even if its text and header say nothing of it: mail programs write such
     * messages when somebody presses "unsubscribe". Of an answer to such a message, the words count.
     */
    private Return asked(Return read) {
        return switch (read.kind()) {
            case ANSWER, AUTO_REPLY, OTHER ->
                !read.isReply() && matcher.byToken(read).isPresent() ? read.as(ReturnKind.UNSUBSCRIBE) : read;
            case BOUNCE, DELAY, DELIVERED, CHALLENGE, COMPLAINT, MDN, UNSUBSCRIBE -> read;
        };
    }

    /** Such as what he answered to answers, in his Sent folder: his correspondents said nothing by it. */
    private boolean isByOwner(Return returned, @Nullable Match match) {
        String from = returned.traces().from();
        return returned.kind() == ReturnKind.ANSWER
                && owners.contains(from)
                && (match == null || !from.equals(match.letter().email()));
    }

    private void prove(Letter letter, Reason evidence) {
        if (book.proveSent(letter.id(), evidence.toString(), now)) {
            proved++;
        }
    }

    private Instant received(Return returned) {
        Instant date = returned.date();
        return date == null || date.isAfter(now) ? now : date;
    }

    private List<ReturnBook.Row> rows(Return returned, String digest, @Nullable Match match) {
        boolean ofServer = switch (returned.kind()) {
            case BOUNCE, DELAY, DELIVERED, COMPLAINT -> true;
            case UNSUBSCRIBE, AUTO_REPLY, CHALLENGE, MDN, ANSWER, OTHER -> false;
        };
        if (match == null && (!ofServer || received(returned).isBefore(since()))) {
            // It is about a letter that we did not send.
            return List.of();
        }
        if (match != null && (!ofServer || returned.recipients().isEmpty())) {
            return List.of(row(returned, digest, match, null));
        }
        // A redacted address is the letter's, and may stand beside it.
        Map<String, ReturnBook.Row> rows = new LinkedHashMap<>();
        for (ReturnedRecipient recipient : returned.recipients()) {
            ReturnBook.Row row = row(returned, digest, match, recipient);
            rows.putIfAbsent(row.email(), row);
        }
        return rows.isEmpty() ? List.of(row(returned, digest, null, null)) : List.copyOf(rows.values());
    }

    /** @param recipient whom a server names; null: nobody, or a person wrote */
    private ReturnBook.Row row(
            Return returned, String digest, @Nullable Match match, @Nullable ReturnedRecipient recipient) {
        Letter letter = match == null ? null : match.letter();
        String email = recipient != null ? recipient.address() : letter == null ? "" : letter.email();
        boolean proven = match != null && match.secret() && matcher.isTheirs(returned, match.letter(), recipient);
        boolean bad = recipient != null && recipient.permanent();
        Category category = recipient == null ? null : recipient.category();
        String said = recipient == null ? null : recipient.diagnostic();
        String detail = said == null ? returned.firstLine() : said;
        if (proven && letter != null) {
            act(returned, letter, bad, category, detail);
        }
        String whose = proven && letter != null ? letter.email() : email;
        return new ReturnBook.Row(
                digest,
                whose,
                letter == null ? null : letter.campaign(),
                letter == null ? null : letter.id(),
                returned.kind().label(),
                proven,
                bad,
                category == null ? null : category.label(),
                keeps(returned) && !detail.isEmpty() ? detail : null,
                sender(returned, whose),
                received(returned),
                returned.awayUntil());
    }

    /** What people write is theirs, where the owner says so; what servers say is needed to understand a bounce. */
    private boolean keeps(Return returned) {
        return switch (returned.kind()) {
            case ANSWER, AUTO_REPLY, UNSUBSCRIBE -> keepsAnswers;
            case BOUNCE, DELAY, DELIVERED, CHALLENGE, COMPLAINT, MDN, OTHER -> true;
        };
    }

    private static @Nullable String sender(Return returned, String whose) {
        String from = returned.traces().from();
        return switch (returned.kind()) {
            case ANSWER, AUTO_REPLY, UNSUBSCRIBE, CHALLENGE -> from.isEmpty() || from.equals(whose) ? null : from;
            case BOUNCE, DELAY, DELIVERED, COMPLAINT, MDN, OTHER -> null;
        };
    }

    private void act(Return returned, Letter letter, boolean bad, @Nullable Category category, String detail) {
        Reason why = switch (returned.kind()) {
            case BOUNCE -> bad && category != null ? InboxReason.SUPPRESSED_BOUNCE.of(category.meaning()) : null;
            case COMPLAINT -> returned.abuse() ? InboxReason.SUPPRESSED_COMPLAINT.of() : null;
            case UNSUBSCRIBE -> InboxReason.SUPPRESSED_UNSUBSCRIBE.of();
            case DELAY, DELIVERED, AUTO_REPLY, CHALLENGE, MDN, ANSWER, OTHER -> null;
        };
        if (returned.kind() == ReturnKind.ANSWER) {
            clear(letter, received(returned));
        }
        boolean answered = returned.kind() == ReturnKind.BOUNCE
                && book.isAnswered(letter.email(), letter.id(), received(returned));
        if (why == null || answered) {
            return;
        }
        try {
            EmailAddress address = EmailAddress.of(letter.email());
            String words = detail.isEmpty() ? returned.subject() : detail;
            String evidence = keeps(returned) ? words : returned.traces().messageId();
            if (suppressions.add(List.of(new Suppression(address, why, evidence, now))) > 0) {
                suppressed.add(letter.email());
                toExclude.add(address);
            }
        } catch (InvalidValueException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Who answers has a good address, whatever a server said: it may have meant one that his mail is forwarded to as well. */
    private void clear(Letter letter, Instant answered) {
        if (!book.isBad(letter.email(), letter.id(), answered) && suppressions.clear(EmailAddress.of(letter.email()))) {
            suppressed.remove(letter.email());
        }
    }

    private static String digest(Return returned, byte[] message) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            Return.Traces traces = returned.traces();
            if (traces.messageId().isEmpty()) {
                sha.update(message);
            } else {
                sha.update(
                        String.join("\n", traces.messageId(), traces.from(), returned.subject(), "" + returned.date())
                                .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
