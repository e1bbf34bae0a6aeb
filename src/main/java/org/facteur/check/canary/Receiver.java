package org.facteur.check.canary;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.address.Domain;
import org.facteur.campaign.MailboxAccount;
import org.facteur.campaign.Providers;
import org.facteur.check.dns.RegisteredName;
import org.facteur.reason.InvalidValueException;

/**
 * Who keeps a mailbox, and which of the fields in a letter are its own. Anybody may write Authentication-Results into a letter: what counts is
 * only what the receiver's servers wrote, above all that came with the letter.
 */
final class Receiver {

    private static final String FIELD = "authentication-results:";
    /** With a dot and letters at its end: no IP address, and not just localhost. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.[a-z0-9-]*[a-z][a-z0-9-]*");

    private static final Pattern BY = Pattern.compile("(?i)^received:.*?\\bby\\s+([a-z0-9._-]+)");

    private static final Pattern LMTP = Pattern.compile("(?i)\\bwith\\s+(utf8)?lmtps?a?\\b");

    private final MailboxAccount account;
    private final String domain;
    private final Optional<String> provider;
    private final List<String> senders;

    /**
     * @param domain of the mailbox's address
     * @param senders hosts and domains of those who send: what they write is what came with the letter
     */
    Receiver(MailboxAccount account, String domain, List<String> senders) {
        this.account = account;
        this.domain = domain;
        this.provider = providerOf(domain).or(() -> providerOf(host()));
        // Where both are one house, its servers write for the receiver as well.
        this.senders = senders.stream().filter(sender -> !isOurs(sender)).toList();
    }

    private String host() {
        return account.host().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> providerOf(String host) {
        Optional<String> byMx = Providers.byMx(host);
        try {
            return byMx.isPresent() ? byMx : Providers.byDomain(new Domain(RegisteredName.of(host)));
        } catch (InvalidValueException noName) {
            return Optional.empty();
        }
    }

    /**
     * Its own fields, the topmost first.
     *
     * @param header of the letter, as it lies in the mailbox
     */
    List<AuthenticationResults> own(List<String> header) {
        String last = lastServer(header);
        int from = 0;
        while (from < header.size() && !isOwn(header.get(from), last) && !isSenders(header.get(from))) {
            from++;
        }
        int to = from;
        // What stands below the next Received is what that server was given.
        while (to < header.size() && !header.get(to).toLowerCase(Locale.ROOT).startsWith("received:")) {
            to++;
        }
        return header.subList(from, to).stream()
                .filter(field -> isOwn(field, last))
                .map(Receiver::results)
                .toList();
    }

    /**
     * Who put the letter into the mailbox: nobody comes after that to write a Received above its own. By LMTP (RFC 2033, RFC 3848) a server
     * hands it to another program of its own house, which often has no name to speak of. "" where it has none either.
     */
    private String lastServer(List<String> header) {
        return header.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith("received:"))
                .dropWhile(field -> LMTP.matcher(field).find())
                .findFirst()
                .map(BY::matcher)
                .filter(by -> by.find())
                .map(by -> by.group(1))
                .filter(by -> senders.stream().noneMatch(sender -> isSameHouse(by, sender)))
                .orElse("");
    }

    private boolean isOwn(String field, String lastServer) {
        if (!field.toLowerCase(Locale.ROOT).startsWith(FIELD)) {
            return false;
        }
        String authservId = results(field).authservId();
        return believes(authservId) || (account.authservId() == null && isSameHouse(authservId, lastServer));
    }

    private static AuthenticationResults results(String field) {
        return AuthenticationResults.of(field.substring(FIELD.length()));
    }

    /** Who say so, whether they are believed or not. */
    static List<String> named(List<String> header) {
        return header.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(FIELD))
                .map(field -> results(field).authservId())
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    private boolean isSenders(String field) {
        Matcher by = BY.matcher(field);
        return by.find() && senders.stream().anyMatch(sender -> isSameHouse(by.group(1), sender));
    }

    private boolean believes(String authservId) {
        if (account.authservId() != null) {
            return authservId.equalsIgnoreCase(account.authservId());
        }
        if (authservId.isEmpty()) {
            // Microsoft's have no name.
            return provider.filter("microsoft"::equals).isPresent();
        }
        return isOurs(authservId);
    }

    private boolean isOurs(String host) {
        return isSameHouse(host, domain)
                || isSameHouse(host, host())
                || (provider.isPresent() && provider.equals(providerOf(host)));
    }

    private static boolean isSameHouse(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        if (first.isEmpty() || !NAME.matcher(first).matches()) {
            return false;
        }
        return first.equals(second) || RegisteredName.of(first).equals(RegisteredName.of(second));
    }
}
