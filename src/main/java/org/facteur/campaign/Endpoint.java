package org.facteur.campaign;

import java.net.IDN;
import java.util.Locale;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.facteur.relay.Loopback;
import org.facteur.relay.Tls;
import org.jspecify.annotations.Nullable;

/**
 * Where a relay listens.
 *
 * @param port 1 to 65535
 */
record Endpoint(String host, int port, Tls tls) {

    /** RFC 8314, 3.3: the one port where TLS speaks first. */
    private static final int SUBMISSIONS = 465;

    private static final int SUBMISSION = 587;
    private static final int SMTP = 25;

    /** @param preset null: none */
    static Endpoint read(Section relay, @Nullable Preset preset) {
        String host = host(relay, preset);
        Integer port = relay.read("port", Forms::port);
        Tls tls = relay.read("tls", Forms.oneOf(Tls.class));
        Tls chosen = tls != null ? tls : tls(port, preset);
        if (chosen == Tls.NONE && host != null && !Loopback.is(host)) {
            relay.problem("tls", JobFileReason.RELAY_TLS_NONE.of(host));
        }
        if (tls != null && port != null && (tls == Tls.IMPLICIT) != (port == SUBMISSIONS) && isWellKnown(port)) {
            relay.warn("port", JobFileReason.RELAY_PORT.of(port, Forms.inWords(tls)));
        }
        return new Endpoint(host == null ? "" : host, port != null ? port : port(chosen, preset), chosen);
    }

    private static @Nullable String host(Section relay, @Nullable Preset preset) {
        if (relay.has("host")) {
            return relay.read("host", Endpoint::hostName);
        }
        if (preset == null && !relay.has("preset")) {
            relay.problem("host", JobFileReason.RELAY_HOST.of());
        }
        return preset == null ? null : preset.host();
    }

    // The port tells where the job file does not: STARTTLS at 465 would wait for a greeting that never comes.
    private static Tls tls(@Nullable Integer port, @Nullable Preset preset) {
        if (port != null && isWellKnown(port)) {
            return port == SUBMISSIONS ? Tls.IMPLICIT : Tls.STARTTLS;
        }
        return preset != null ? preset.tls() : Tls.STARTTLS;
    }

    private static boolean isWellKnown(int port) {
        return port == SUBMISSIONS || port == SUBMISSION || port == SMTP;
    }

    private static int port(Tls tls, @Nullable Preset preset) {
        if (preset != null && preset.tls() == tls) {
            return preset.port();
        }
        return switch (tls) {
            case IMPLICIT -> SUBMISSIONS;
            case STARTTLS -> SUBMISSION;
            case NONE -> SMTP;
        };
    }

    static String hostName(String text) {
        String name = text.strip();
        if (name.matches("\\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]?")) {
            return name.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
        }
        Reason wrong = JobFileReason.VALUE_HOST.of(Forms.shown(text));
        String ascii;
        try {
            ascii = IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(wrong, e);
        }
        if (!ascii.matches("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9.])?")) {
            throw new InvalidValueException(wrong);
        }
        return ascii;
    }
}
