package org.facteur.relay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.pace.Limit;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that accepts our letters for forwarding, with an account, limits and possibly a From of its own.
 *
 * @param port 1 to 65535
 * @param trust PEM file with certificates to trust besides the JDK's; null: none
 * @param connections connection slots, 1 to 100
 * @param messagesPerConnection letters before a connection is renewed, at least 1
 * @param pipelining whether it may be given several commands at once, where it says that it takes them (RFC 2920)
 * @param timeout for connecting to one of its addresses; positive. How long an answer may take is RFC 5321's
 * @param from From and envelope sender of letters through this relay; null: the campaign's
 * @param tagged whether a letter's envelope sender carries its secret, {@code user+tag@host}: what comes back to it names the letter
 * @param oneSignature whether it refuses a letter with several DKIM signatures
 */
public record Relay(
        RelayName name,
        String host,
        int port,
        Tls tls,
        @Nullable Path trust,
        Credentials credentials,
        int connections,
        int messagesPerConnection,
        boolean pipelining,
        List<Limit> limits,
        Duration timeout,
        @Nullable Mailbox from,
        boolean tagged,
        boolean oneSignature) {

    /** Of a host, before its port. */
    private static final Pattern FINAL_DOT = Pattern.compile("\\.(?=(?::\\d+)?$)");

    /** Of a local part (RFC 5321, 4.5.3.1.1). */
    private static final int LONGEST_LOCAL_PART = 64;

    /** One that takes letters however often they are signed, with the sender as it stands. */
    public Relay(
            RelayName name,
            String host,
            int port,
            Tls tls,
            @Nullable Path trust,
            Credentials credentials,
            int connections,
            int messagesPerConnection,
            boolean pipelining,
            List<Limit> limits,
            Duration timeout,
            @Nullable Mailbox from) {
        this(
                name,
                host,
                port,
                tls,
                trust,
                credentials,
                connections,
                messagesPerConnection,
                pipelining,
                limits,
                timeout,
                from,
                false,
                false);
    }

    /** Stands in until the sandbox's server is told its port by the system. */
    private static final int SANDBOX_PORT = 1;

    /** What the ledger knows attempts at the sandbox by. */
    public static final String SANDBOX_ACCOUNT = "127.0.0.1:" + SANDBOX_PORT;

    /** Has no host or login to be told; what it may be told makes a rehearsal as slow as the real thing. */
    public static Relay sandbox(int connections, int messagesPerConnection, List<Limit> limits) {
        return new Relay(
                RelayName.SANDBOX,
                "127.0.0.1",
                SANDBOX_PORT,
                Tls.NONE,
                null,
                new Credentials.None(),
                connections,
                messagesPerConnection,
                true,
                limits,
                Duration.ofSeconds(30),
                null);
    }

    /**
     * What quotas are counted by: two relays of the same host and login share them. Without a login another port is another server.
     *
     * @return in one spelling, see {@link #account(String)}
     */
    public String account() {
        return account(credentials.username() == null ? host + ":" + port : credentials.username() + "@" + host);
    }

    /**
     * An account in the one spelling that all of its relays have: hosts are the same in capitals and with a final dot, and so are user names at
     * nearly every server. Where two are not, they keep each other's limits, which harms neither.
     *
     * @param spelled such as a ledger holds that an older version wrote
     */
    public static String account(String spelled) {
        return FINAL_DOT.matcher(spelled.toLowerCase(Locale.ROOT)).replaceFirst("");
    }

    /** Whether what goes there stays in this process. */
    public boolean isSandbox() {
        return name.equals(RelayName.SANDBOX);
    }

    /** The same relay, reached at another port. */
    public Relay at(int otherPort) {
        return new Relay(
                name,
                host,
                otherPort,
                tls,
                trust,
                credentials,
                connections,
                messagesPerConnection,
                pipelining,
                limits,
                timeout,
                from,
                tagged,
                oneSignature);
    }

    /**
     * Where a letter bounces to.
     *
     * @param messageId with its angle brackets; its left side is the tag
     * @return the sender himself where the address would grow too long
     */
    public EmailAddress returnPath(EmailAddress sender, String messageId) {
        int at = messageId.indexOf('@');
        String local = sender.localPart() + "+" + messageId.substring(1, Math.max(1, at));
        return tagged && at > 1 && local.length() <= LONGEST_LOCAL_PART
                ? EmailAddress.of(local + "@" + sender.domain().name())
                : sender;
    }
}
