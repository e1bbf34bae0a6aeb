package org.facteur.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.facteur.address.Mailbox;
import org.facteur.campaign.Preset.Allowance;
import org.facteur.campaign.Preset.Provenance;
import org.facteur.pace.Limit;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.facteur.relay.Credentials;
import org.facteur.relay.Loopback;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayName;
import org.jspecify.annotations.Nullable;

/** Reads one relay below {@code relays:}, over its preset. */
final class RelayReader {

    // A known maximum is not a wish: other programs may use the account at the same time.
    private static final int CONNECTIONS = 1;
    private static final int MESSAGES_PER_CONNECTION = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** What a letter's envelope says it is from. */
    private enum ReturnPath {
        PLAIN,
        TAGGED
    }

    private RelayReader() {}

    /**
     * A relay as read.
     *
     * @param preset null: none
     */
    record Read(Relay relay, @Nullable Preset preset, Section section) {}

    /** @param used whether the campaign sends through it */
    static Read relay(RelayName name, Section section, boolean used) {
        Preset preset = section.read("preset", RelayReader::preset);
        Endpoint endpoint = Endpoint.read(section, preset);
        boolean connects = used && section.reading().purpose().needsSecrets();
        Path trust = connects ? FileForms.file(section, "trust") : unused(section, "trust");
        Credentials credentials = new CredentialsReader(section, preset, connects).read();
        Integer ceiling = preset == null ? null : preset.perConnection();
        int perConnection = ceiling == null ? MESSAGES_PER_CONNECTION : Math.min(MESSAGES_PER_CONNECTION, ceiling);
        Relay relay = new Relay(
                name,
                endpoint.host(),
                endpoint.port(),
                endpoint.tls(),
                trust,
                credentials,
                connections(section),
                messagesPerConnection(section, perConnection),
                pipelining(section),
                limits(section, preset),
                section.read("timeout", TIMEOUT, Forms.duration("1s", "1h")),
                section.<Mailbox>read("from", Addresses::mailbox),
                section.read("return-path", ReturnPath.PLAIN, Forms.oneOf(ReturnPath.class)) == ReturnPath.TAGGED,
                preset != null && preset.oneSignature());
        section.refuseOthers();
        if (preset != null && used) {
            compare(section, preset, relay);
        }
        if (used && !Loopback.is(relay.host())) {
            nameDefaults(section, preset, relay);
        }
        return new Read(relay, preset, section);
    }

    private static @Nullable Path unused(Section section, String key) {
        section.has(key);
        return null;
    }

    static Read sandbox(Section section) {
        Relay relay = Relay.sandbox(
                connections(section),
                messagesPerConnection(section, MESSAGES_PER_CONNECTION),
                section.limits("limits"));
        section.refuseOthers();
        return new Read(relay, null, section);
    }

    private static int connections(Section section) {
        return section.read("connections", CONNECTIONS, Forms.number(1, 100));
    }

    private static int messagesPerConnection(Section section, int otherwise) {
        return section.read("messages-per-connection", otherwise, Forms.number(1, 100_000));
    }

    private static boolean pipelining(Section section) {
        return section.read("pipelining", true, text -> switch (text.strip()) {
            case "auto" -> true;
            case "off", "false" -> false;
            default -> throw new InvalidValueException(JobFileReason.VALUE_PIPELINING.of(Forms.shown(text)));
        });
    }

    private static Preset preset(String text) {
        return Presets.named(text.strip())
                .orElseThrow(() -> new InvalidValueException(Suggestion.after(
                        JobFileReason.VALUE_PRESET.of(Forms.shown(text)), Presets.names(), text.strip())));
    }

    private static List<Limit> limits(Section section, @Nullable Preset preset) {
        if (preset == null || section.has("limits")) {
            return section.limits("limits");
        }
        return preset.limits().stream().map(Allowance::limit).toList();
    }

    /** What nobody has said is our guess, and the owner should know that. */
    private static void nameDefaults(Section section, @Nullable Preset preset, Relay relay) {
        if (relay.limits().isEmpty()) {
            section.warn("limits", JobFileReason.RELAY_LIMITS_NONE.of());
        } else if (preset != null && !section.has("limits")) {
            List<Limit> guesses = preset.limits().stream()
                    .filter(known -> known.provenance() == Provenance.CAUTIOUS)
                    .map(Allowance::limit)
                    .toList();
            if (!guesses.isEmpty()) {
                section.warn("limits", JobFileReason.RELAY_LIMITS_CAUTION.of(Reason.allOf(guesses), preset.name()));
            }
        }
    }

    private static void compare(Section section, Preset preset, Relay relay) {
        for (Allowance known : preset.limits()) {
            relay.limits().stream()
                    .filter(own -> known.provenance() != Provenance.CAUTIOUS
                            && own.window().equals(known.limit().window())
                            && own.count() > known.limit().count())
                    .forEach(own -> section.warn(
                            "limits",
                            JobFileReason.RELAY_LIMITS_MORE.of(
                                    own, preset.name(), known.limit(), said(known.provenance()))));
        }
        Integer most = preset.connections();
        if (most != null && relay.connections() > most) {
            section.warn("connections", JobFileReason.RELAY_MORE.of(relay.connections(), most, preset.name()));
        }
        Integer perConnection = preset.perConnection();
        if (perConnection != null && relay.messagesPerConnection() > perConnection) {
            section.warn(
                    "messages-per-connection",
                    JobFileReason.RELAY_MORE.of(relay.messagesPerConnection(), perConnection, preset.name()));
        }
    }

    private static Reason said(Provenance provenance) {
        return switch (provenance) {
            case PUBLISHED -> JobFileReason.RELAY_LIMITS_PUBLISHED.of();
            case REPORTED -> JobFileReason.RELAY_LIMITS_REPORTED.of();
            case CAUTIOUS -> JobFileReason.RELAY_LIMITS_CAUTIOUS.of();
        };
    }
}
