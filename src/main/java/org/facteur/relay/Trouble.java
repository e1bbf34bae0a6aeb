package org.facteur.relay;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.facteur.smtp.OutOfStepException;
import org.facteur.smtp.OverdueException;
import org.jspecify.annotations.Nullable;

/** What went wrong between a relay and us, in words, with what to write instead. */
final class Trouble {

    /** Whoever keeps quiet there is slow, and does not wait for TLS. */
    private static final Set<Integer> BEGIN_WITHOUT_TLS = Set.of(25, 587);

    private Trouble() {}

    static String withoutStartTls(Relay relay) {
        return place(relay)
                + " does not offer STARTTLS, and no letter leaves without it; on port 465 write tls: implicit";
    }

    /** During a transaction. */
    static String during(Relay relay, Phase phase, Throwable e, ServerText text) {
        String where = phase == Phase.DOT ? " after the final dot" : " at " + phase;
        if (e instanceof OverdueException overdue) {
            return overdue.isStopped()
                    ? stopped(relay, phase)
                    : "no answer from " + place(relay) + " within " + seconds(overdue.limit()) + where;
        }
        return place(relay) + where + ": " + innermost(e) + said(e, text);
    }

    /** We gave up because the run is to stop. */
    static String stopped(Relay relay, Phase phase) {
        return place(relay) + (phase == Phase.DOT ? " after the final dot" : " at " + phase)
                + ": no answer by the time that the run had to stop";
    }

    /** Before any transaction. */
    static String connecting(Relay relay, Phase phase, @Nullable Reply reply, Throwable e, ServerText text) {
        if (reply != null && reply.code() >= 400) {
            return place(relay) + (phase == Phase.GREETING ? " takes no letters now: " : " at " + phase + ": ") + reply;
        }
        return place(relay) + " " + unsaid(relay, phase, e) + said(e, text);
    }

    private static String unsaid(Relay relay, Phase phase, Throwable e) {
        for (Throwable cause : chain(e)) {
            if (cause instanceof UnknownHostException) {
                return "cannot be found; check relays." + relay.name() + ".host";
            }
            if (cause instanceof ConnectException) {
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
        if (e instanceof OverdueException overdue) {
            return "did not answer within " + seconds(overdue.limit())
                    + (phase == Phase.GREETING
                                    && relay.tls() != Tls.IMPLICIT
                                    && !BEGIN_WITHOUT_TLS.contains(relay.port())
                            ? "; where TLS begins at once (port 465), write tls: implicit"
                            : "");
        }
        String detail = innermost(e);
        if (detail.contains("unable to find valid certification path") || detail.contains("Path does not chain")) {
            return "shows a certificate of an authority that is not known here; if it is the relay's own, save it as"
                    + " PEM and write relays." + relay.name() + ".trust: relay-ca.pem";
        }
        if (detail.startsWith("Signature does not match") || detail.startsWith("signature check failed")) {
            return "shows a certificate that is not signed by the authority it names; if the relay has a new one, save"
                    + " it as PEM and write relays." + relay.name() + ".trust: relay-ca.pem";
        }
        if (detail.contains("Unsupported or unrecognized SSL message")) {
            return "does not speak TLS from the first byte; write tls: starttls (the usual for port 587)";
        }
        if (chain(e).stream().anyMatch(SSLException.class::isInstance)) {
            return "and we could not agree on TLS 1.2 or newer: " + detail;
        }
        return (phase == Phase.GREETING ? "gave no greeting: " : "failed at " + phase + ": ") + detail;
    }

    /** What the server said instead of an answer. */
    private static String said(Throwable e, ServerText text) {
        return e instanceof OutOfStepException outOfStep && !outOfStep.said().isEmpty()
                ? ": " + text.of(outOfStep.said()).replaceAll("\\s+", " ").strip()
                : "";
    }

    /** On our side. */
    static String local(Throwable e) {
        return innermost(e);
    }

    static String place(Relay relay) {
        return relay.host() + ":" + relay.port();
    }

    private static String seconds(Duration limit) {
        long millis = limit.toMillis();
        return millis % 60_000 == 0
                ? millis / 60_000 + " min"
                : millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static String innermost(Throwable e) {
        List<Throwable> chain = chain(e);
        return message(chain.get(chain.size() - 1)).strip().replaceAll("\\s+", " ");
    }

    private static String message(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** From the outside in. */
    private static List<Throwable> chain(Throwable e) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = e; next != null && !chain.contains(next); next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }
}
