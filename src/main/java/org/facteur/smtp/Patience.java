package org.facteur.smtp;

import java.time.Duration;

/**
 * How long the other side may take. Each is for the whole of what is waited for, however many bytes of it have come: a server that drips
 * gains nothing.
 *
 * @param connecting the TCP connection to one address, and the TLS handshake
 * @param command from a command to the end of its answer; the greeting too
 * @param data from DATA to the end of its answer
 * @param block until the network has taken a piece of a letter
 * @param dot from the final dot to the end of its answer
 * @param stopBeforeDot when we are to stop: for all that comes before a final dot
 * @param stopAfterDot when we are to stop: for the answer to a final dot that has left
 * @param tick how often it is looked at
 */
public record Patience(
        Duration connecting,
        Duration command,
        Duration data,
        Duration block,
        Duration dot,
        Duration stopBeforeDot,
        Duration stopAfterDot,
        Duration tick) {

    private static final Duration LONGEST_STOP = Duration.ofMinutes(5);
    private static final Duration BEHIND_FIRST_DOT = Duration.ofSeconds(30);

    /**
     * As RFC 5321, 4.5.3.2 has it. A server that scans a letter before it answers the dot may take minutes, and giving up on it would
     * leave the letter in doubt.
     *
     * @param connecting positive; it bounds the wait for an answer to a final dot too once we are to stop, to five minutes at most
     */
    public static Patience standard(Duration connecting) {
        return new Patience(
                connecting,
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                connecting.compareTo(LONGEST_STOP) < 0 ? connecting : LONGEST_STOP,
                Duration.ofMillis(200));
    }

    /**
     * For the first answer behind that to a connection's first dot. Some servers, such as Courier, throw away what comes with a dot, and would be
     * waited for in vain. One that is only slow is asked one command at a time from then on.
     */
    Duration behindFirstDot() {
        return shorter(command, BEHIND_FIRST_DOT);
    }

    /** For somebody who looks on: no answer takes longer than this. */
    public Patience atMost(Duration longest) {
        return new Patience(
                shorter(connecting, longest),
                shorter(command, longest),
                shorter(data, longest),
                shorter(block, longest),
                shorter(dot, longest),
                shorter(stopBeforeDot, longest),
                shorter(stopAfterDot, longest),
                tick);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
