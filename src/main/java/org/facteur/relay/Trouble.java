package org.facteur.relay;

import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong between a relay and us, in words, with what to write instead. */
final class Trouble {

    private Trouble() {}

    static boolean isTimeout(Throwable e) {
        return chain(e).stream().anyMatch(SocketTimeoutException.class::isInstance);
    }

    /** During a transaction. */
    static String during(Relay relay, Phase phase, Throwable e) {
        String where = phase == Phase.DOT ? " after the final dot" : " at " + phase;
        if (isTimeout(e)) {
            return "no answer from " + place(relay) + " within " + seconds(relay) + where;
        }
        return place(relay) + where + ": " + innermost(e);
    }

    /** Before any transaction. */
    static String connecting(Relay relay, Phase phase, @Nullable Reply reply, Throwable e) {
        if (reply != null && reply.code() >= 400) {
            return place(relay) + (phase == Phase.GREETING ? " takes no letters now: " : " at " + phase + ": ") + reply;
        }
        return place(relay) + " " + unsaid(relay, phase, e);
    }

    private static String unsaid(Relay relay, Phase phase, Throwable e) {
        for (Throwable cause : chain(e)) {
            if (cause instanceof UnknownHostException) {
                return "cannot be found; check relays." + relay.name() + ".host";
            }
            if (cause instanceof ConnectException && !isTimeout(e)) {
                return "refuses the connection; check relays." + relay.name() + ".port";
            }
            if (cause instanceof NoRouteToHostException) {
                return "cannot be reached from here: " + cause.getMessage();
            }
            if (cause instanceof CertificateExpiredException) {
                return "shows a certificate that has expired: " + cause.getMessage();
            }
            if (cause instanceof CertificateException && message(cause).startsWith("No ")) {
                return "shows a certificate for another name (" + message(cause)
                        + "); write the name in the certificate as relays." + relay.name() + ".host";
            }
        }
        if (isTimeout(e)) {
            return "did not answer within " + seconds(relay)
                    + (phase == Phase.GREETING && relay.tls() != Tls.IMPLICIT
                            ? "; where TLS begins at once (port 465), write tls: implicit"
                            : "");
        }
        String detail = innermost(e);
        if (detail.contains("unable to find valid certification path") || detail.contains("Path does not chain")) {
            return "shows a certificate of an authority that is not known here; if it is the relay's own, save it as PEM and write"
                    + " relays." + relay.name() + ".trust: relay-ca.pem";
        }
        if (detail.startsWith("Signature does not match") || detail.startsWith("signature check failed")) {
            return "shows a certificate that is not signed by the authority it names; if the relay has a new one, save it as PEM and"
                    + " write relays." + relay.name() + ".trust: relay-ca.pem";
        }
        if (detail.contains("Unsupported or unrecognized SSL message")) {
            return "does not speak TLS from the first byte; write tls: starttls (the usual for port 587)";
        }
        if (chain(e).stream().anyMatch(SSLException.class::isInstance)) {
            return "and we could not agree on TLS 1.2 or newer: " + detail;
        }
        if (detail.startsWith("STARTTLS is required")) {
            return "does not offer STARTTLS, and no letter leaves without it; on port 465 write tls: implicit";
        }
        return (phase == Phase.GREETING ? "gave no greeting: " : "failed at " + phase + ": ") + detail;
    }

    static String place(Relay relay) {
        return relay.host() + ":" + relay.port();
    }

    private static String seconds(Relay relay) {
        long millis = relay.timeout().toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static String innermost(Throwable e) {
        List<Throwable> chain = chain(e);
        String text = message(chain.get(chain.size() - 1)).strip().replaceAll("\\s+", " ");
        return text.contains("response: [EOF]") ? "the relay closed the connection" : text;
    }

    private static String message(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** From the outside in; Jakarta Mail has a chain of its own beside that of causes. */
    private static List<Throwable> chain(Throwable e) {
        List<Throwable> chain = new ArrayList<>();
        @Nullable Throwable next = e;
        while (next != null && !chain.contains(next)) {
            chain.add(next);
            next = next instanceof MessagingException mail && mail.getNextException() != null
                    ? mail.getNextException()
                    : next.getCause();
        }
        return chain;
    }
}
