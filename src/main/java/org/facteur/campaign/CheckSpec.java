package org.facteur.campaign;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code campaign.check} says: what is looked at before the first letter leaves, and what of it is accepted.
 *
 * @param accept findings that do not hold the mailing up
 * @param require ids or families, such as {@code dkim}, of which "could not be asked" is an error
 * @param spamScore from which on a letter counts as spam; above 0
 * @param spamd SpamAssassin, by host and port or the path of its socket; null: not asked. Host names are not resolved yet
 * @param rspamd its web address; null: not asked
 * @param clamd as {@code spamd}
 * @param dns who is asked; null: the system's resolver
 * @param sendingIps where the relay sends from, if the owner knows
 * @param canary null: none
 */
public record CheckSpec(
        List<Acceptance> accept,
        Set<String> require,
        double spamScore,
        @Nullable SocketAddress spamd,
        @Nullable URI rspamd,
        @Nullable SocketAddress clamd,
        @Nullable InetSocketAddress dns,
        List<InetAddress> sendingIps,
        @Nullable Canary canary) {

    /** SpamAssassin's own. */
    static final double SPAM_SCORE = 5.0;

    /** Of a job file that says nothing. */
    public static final CheckSpec DEFAULTS =
            new CheckSpec(List.of(), Set.of(), SPAM_SCORE, null, null, null, null, List.of(), null);

    public CheckSpec {
        accept = List.copyOf(accept);
        require = Set.copyOf(require);
        sendingIps = List.copyOf(sendingIps);
    }

    /**
     * A finding that the owner knows of.
     *
     * @param id of a finding, such as {@code dnsbl.spamcop}
     * @param until the last day on which it holds
     */
    public record Acceptance(String id, LocalDate until, String because) {}

    /**
     * The first letters go to mailboxes of one's own, where they are read back.
     *
     * @param to names of mailboxes; not empty
     * @param letters to each, 1 to 20
     * @param patience for them to arrive, at most
     */
    public record Canary(List<String> to, int letters, Duration patience) {
        public Canary {
            to = List.copyOf(to);
        }
    }
}
