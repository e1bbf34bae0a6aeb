package org.facteur.relay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        boolean oneSignature) {

    /** One that takes letters however often they are signed. */
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

    /** What quotas are counted by: two relays of the same host and login share them. Without a login another port is another server. */
    public String account() {
        if (credentials instanceof Credentials.Password password) {
            return password.username() + "@" + host;
        }
        if (credentials instanceof Credentials.OAuth2 oauth) {
            return oauth.username() + "@" + host;
        }
        if (credentials instanceof Credentials.Withheld withheld) {
            return withheld.username() + "@" + host;
        }
        return host + ":" + port;
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
                oneSignature);
    }
}
