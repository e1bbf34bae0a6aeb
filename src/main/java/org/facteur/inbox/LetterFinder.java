package org.facteur.inbox;

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

    /** {@code queued as 4Abc}, {@code Ok: queued as}, and what SES and Exim say. */
    private static final Pattern QUEUED = Pattern.compile("(?:queued as |id=|\\bOk )([A-Za-z0-9-]{6,80})");

    private final WrittenLetters letters;
    private final MessageKey key;
    private final Map<Long, Long> byMessageId = new HashMap<>();
    private final Map<Long, Long> byQueueId = new HashMap<>();
    private @Nullable Map<Long, Long> byToken;

    LetterFinder(WrittenLetters letters, MessageKey key) {
        this.letters = letters;
        this.key = key;
        letters.forEach(this::remember);
    }

    private void remember(Letter letter) {
        if (letter.messageId() != null) {
            byMessageId.put(number(letter.messageId()), letter.id());
        }
        if (letter.reply() != null) {
            Matcher queued = QUEUED.matcher(letter.reply());
            if (queued.find()) {
                byQueueId.put(number(queued.group(1)), letter.id());
            }
        }
    }

    /** What is found by it is compared whole. */
    private static long number(String text) {
        long number = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            number = 31 * number + text.charAt(i);
        }
        return number;
    }

    /** @param messageId with its angle brackets */
    Optional<Letter> byMessageId(String messageId) {
        return Optional.ofNullable(byMessageId.get(number(messageId)))
                .flatMap(letters::find)
                .filter(letter -> messageId.equals(letter.messageId()));
    }

    /** Not a secret: a server's numbers can be guessed. */
    Optional<Letter> byQueueId(String queueId) {
        return Optional.ofNullable(byQueueId.get(number(queueId)))
                .flatMap(letters::find)
                .filter(letter -> letter.reply() != null && letter.reply().contains(queueId));
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
        return letters.newestTo(address);
    }
}
