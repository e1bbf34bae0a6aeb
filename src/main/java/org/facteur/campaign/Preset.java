package org.facteur.campaign;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.facteur.pace.Limit;
import org.facteur.reason.Reason;
import org.facteur.relay.Tls;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider's relay, and what is not.
 *
 * @param port 1 to 65535
 * @param otherPorts on which it listens too
 * @param logins the recommended first; not empty
 * @param limits letters in a period, the known ones and the cautious ones that stand in for unknown ones; empty: none needed
 * @param connections most at a time; null: unknown
 * @param perConnection most letters on one connection; null: unknown
 * @param recipientsPerMessage null: unknown
 * @param messageSize bytes; null: unknown
 * @param counts what the provider counts, such as {@code recipients}; null: unknown
 * @param window how its period runs, such as {@code rolling-24h}; null: unknown
 * @param unknown names of the figures that were not found in public, such as {@code per-minute}
 * @param fromRule null: not known to be picky
 * @param oneSignature whether it refuses a letter with several DKIM signatures
 * @param imap where its mailboxes are read, with a port where that is not 993; null: it keeps none, or nobody knows
 * @param tokenEndpoint where OAuth2 access tokens come from; null: the job file has to say
 */
public record Preset(
        String name,
        String host,
        int port,
        List<Integer> otherPorts,
        Tls tls,
        List<Login> logins,
        List<Allowance> limits,
        @Nullable Integer connections,
        @Nullable Integer perConnection,
        @Nullable Integer recipientsPerMessage,
        @Nullable Long messageSize,
        @Nullable String counts,
        @Nullable String window,
        List<String> unknown,
        @Nullable FromRule fromRule,
        boolean oneSignature,
        @Nullable String imap,
        @Nullable URI tokenEndpoint,
        String notes,
        List<String> sources,
        Confidence confidence) {

    /** How a relay wants to be convinced. */
    public enum Login {
        NONE,
        PASSWORD,
        /** A password made for this program in the account's settings; the account's own is refused. */
        APP_PASSWORD,
        OAUTH2
    }

    /** How good the figures are. */
    public enum Confidence {
        PUBLISHED,
        REPORTED,
        UNKNOWN
    }

    /** Which From a relay takes. */
    public enum FromRule {
        /** The account's, or an alias of it. */
        ACCOUNT,
        /** Moreover only addresses at the provider's own domains. */
        PROVIDER
    }

    /** Where a figure comes from. */
    public enum Provenance {
        /** The provider says so. */
        PUBLISHED("published"),
        /** Its users say so. */
        REPORTED("reported"),
        /** Nobody says; low enough to trip no threshold that is known of comparable providers. */
        CAUTIOUS("cautious default");

        private final String words;

        Provenance(String words) {
            this.words = words;
        }

        /** As people read it. */
        @Override
        public String toString() {
            return words;
        }
    }

    /** A limit and where it comes from. */
    public record Allowance(Limit limit, Provenance provenance) {

        /** {@code 500/day (published)}. */
        @Override
        public String toString() {
            return limit + " (" + provenance + ")";
        }
    }

    public Preset {
        otherPorts = List.copyOf(otherPorts);
        logins = List.copyOf(logins);
        limits = List.copyOf(limits);
        unknown = List.copyOf(unknown);
        sources = List.copyOf(sources);
    }

    /** Whether any of these ways to log in is offered. */
    boolean takes(Set<Login> asked) {
        return logins.stream().anyMatch(asked::contains);
    }

    /** {@code app-password or oauth2}. */
    Reason loginsInWords() {
        return Reason.oneOf(logins.stream().map(Forms::inWords).toList());
    }
}
