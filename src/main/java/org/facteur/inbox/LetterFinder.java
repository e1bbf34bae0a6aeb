package org.facteur.inbox;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.address.EmailAddress;
import org.facteur.ledger.WrittenLetters;
import org.facteur.ledger.WrittenLetters.Letter;
import org.facteur.message.MessageKey;
import org.facteur.reason.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the letter that something is about, among those of all campaigns of the home: a mailbox is one for all of them. Keeps two numbers of
 * each letter, so that a million fit.
 */
final class LetterFinder {

    private static final Pattern TOKEN = Pattern.compile(
            "(?<![a-zA-Z0-9])[a-km-np-z2-9]{" + MessageKey.TOKEN + "}(?![a-zA-Z0-9])", Pattern.CASE_INSENSITIVE);

    /** How servers call a letter that they take: Postfix, Exim, SES, Gmail, sendmail. */
    private static final Pattern QUEUED = Pattern.compile(
            "(?i)(?:queued as |\\bid=|\\bok \\d{10} |\\bok (?=[0-9a-f]{10,}-)|^250 2\\.0\\.0 (?=\\S+ message accepted))([A-Za-z0-9.-]{6,80})");

    /** Some give it a Message-ID of their own, and say which: Outlook.com, Brevo. Who sends such a long one back has the letter. */
    private static final Pattern RENAMED = Pattern.compile("<[^<>@\\s]{20,200}@[^<>\\s]+>");

    /** As RENAMED; SES says only the left side. */
    private static final Pattern SES = Pattern.compile("(?i)<([0-9a-f-]{40,80})@[a-z0-9.-]*amazonses\\.com>");

    /** See {@link org.facteur.relay.Relay#returnPath}. */
    private static final Pattern TAGGED = Pattern.compile("[^@]+\\+([0-9a-f]{32})@.+");

    /** 2 MB, so that of strangers' addresses few look like one of a million. */
    private static final int ADDRESS_BITS = 1 << 24;

    private final WrittenLetters letters;
    private final MessageKey key;
    /** By its left side. */
    private final Map<Long, Long> byMessageId = new HashMap<>();

    /** What servers call it, or its Message-ID for them. */
    private final Map<Long, Long> byServersName = new HashMap<>();

    /** Of addresses that something was sent to, by their number: where a bit is missing, nothing was. */
    private final BitSet addresses = new BitSet(ADDRESS_BITS);

    private @Nullable Map<Long, Long> byToken;

    LetterFinder(WrittenLetters letters, MessageKey key) {
        this.letters = letters;
        this.key = key;
        letters.forEach(this::remember);
    }

    private void remember(Letter letter) {
        addresses.set(bit(letter.email()));
        if (letter.messageId() != null) {
            byMessageId.put(number(leftSide(letter.messageId())), letter.id());
        }
        if (letter.reply() != null) {
            Matcher renamed = RENAMED.matcher(letter.reply());
            Matcher queued = QUEUED.matcher(letter.reply());
            if (renamed.find()) {
                byServersName.put(number(renamed.group()), letter.id());
            } else if (queued.find()) {
                byServersName.put(number(queued.group(1)), letter.id());
            }
        }
    }

    private static String leftSide(String messageId) {
        return messageId.substring(1, Math.max(1, messageId.indexOf('@')));
    }

    /** What is found by it is compared whole. */
    private static long number(String text) {
        long number = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            number = 31 * number + text.charAt(i);
        }
        return number;
    }

    private static int bit(String address) {
        return Math.floorMod(number(address), ADDRESS_BITS);
    }

    /** @param messageId with its angle brackets */
    Optional<Letter> byMessageId(String messageId) {
        if (!messageId.startsWith("<")) {
            return Optional.empty();
        }
        return Optional.ofNullable(byMessageId.get(number(leftSide(messageId))))
                .flatMap(letters::find)
                .filter(letter -> messageId.equals(letter.messageId()))
                .or(() -> byRenamed(messageId));
    }

    private Optional<Letter> byRenamed(String messageId) {
        Matcher ses = SES.matcher(messageId);
        if (ses.matches()) {
            return byServersName(ses.group(1));
        }
        return RENAMED.matcher(messageId).matches() ? byServersName(messageId) : Optional.empty();
    }

    /** @param address that something was sent to: a letter's return address may carry the left side of its Message-ID */
    Optional<Letter> byReturnAddress(String address) {
        Matcher tagged = TAGGED.matcher(address);
        if (!tagged.matches()) {
            return Optional.empty();
        }
        String tag = tagged.group(1);
        return Optional.ofNullable(byMessageId.get(number(tag)))
                .flatMap(letters::find)
                .filter(letter -> letter.messageId() != null && tag.equals(leftSide(letter.messageId())));
    }

    /** Not a secret: a server's numbers can be guessed. */
    Optional<Letter> byQueueId(String queueId) {
        return byServersName(queueId);
    }

    private Optional<Letter> byServersName(String name) {
        return Optional.ofNullable(byServersName.get(number(name)))
                .flatMap(letters::find)
                .filter(letter -> letter.reply() != null && letter.reply().contains(name));
    }

    /** Whether something looks like an unsubscribe token. */
    boolean holdsToken(String text) {
        return TOKEN.matcher(text).find();
    }

    /** The letter whose unsubscribe token stands in a text. */
    Optional<Letter> byToken(String text) {
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String found = token.group().toLowerCase(Locale.ROOT);
            Optional<Letter> letter = Optional.ofNullable(tokens().get(number(found)))
                    .flatMap(letters::find)
                    .filter(one -> found.equals(token(one)));
            if (letter.isPresent()) {
                return letter;
            }
        }
        return Optional.empty();
    }

    /** Worked out once one is asked for: most mailboxes hold none. */
    private Map<Long, Long> tokens() {
        if (byToken == null) {
            Map<Long, Long> tokens = new HashMap<>();
            letters.forEach(letter -> {
                String token = token(letter);
                if (token != null) {
                    tokens.put(number(token), letter.id());
                }
            });
            byToken = tokens;
        }
        return byToken;
    }

    private @Nullable String token(Letter letter) {
        try {
            return key.unsubscribeToken(letter.campaign(), EmailAddress.of(letter.email()));
        } catch (InvalidValueException impossible) {
            return null;
        }
    }

    /** The newest letter to an address, which proves nothing. */
    Optional<Letter> byAddress(String address) {
        return addresses.get(bit(address)) ? letters.newestTo(address) : Optional.empty();
    }
}
