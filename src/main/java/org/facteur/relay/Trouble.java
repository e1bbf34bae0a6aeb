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
import org.facteur.reason.Reason;
import org.facteur.reason.Reasoned;
import org.facteur.smtp.OutOfStepException;
import org.facteur.smtp.OverdueException;
import org.jspecify.annotations.Nullable;

/** What went wrong between a relay and us, with what to write instead. */
final class Trouble {

    /** A server that keeps quiet there is slow, and does not wait for TLS. */
    private static final Set<Integer> BEGIN_WITHOUT_TLS = Set.of(25, 587);

    private Trouble() {}

    static Reason withoutStartTls(Relay relay) {
        return RelayReason.STARTTLS.of(place(relay));
    }

    /** During a transaction. */
    static Reason during(Relay relay, Phase phase, Throwable e, ServerText text) {
        if (!(e instanceof OverdueException overdue)) {
            return said(Reason.because(where(relay, phase), innermost(e)), e, text);
        }
        if (overdue.isStopped()) {
            return stopped(relay, phase);
        }
        String limit = seconds(overdue.limit());
        return phase == Phase.DOT
                ? RelayReason.SILENT_DOT.of(place(relay), limit)
                : RelayReason.SILENT.of(place(relay), limit, phase);
    }

    /** We gave up because the run is to stop. */
    static Reason stopped(Relay relay, Phase phase) {
        return RelayReason.STOPPED.of(where(relay, phase));
    }

    private static Reason where(Relay relay, Phase phase) {
        return phase == Phase.DOT ? RelayReason.DOT.of(place(relay)) : RelayReason.DURING.of(place(relay), phase);
    }

    /** Before any transaction. */
    static Reason connecting(Relay relay, Phase phase, @Nullable Reply reply, Throwable e, ServerText text) {
        if (reply != null && reply.code() >= 400) {
            return phase == Phase.GREETING
                    ? RelayReason.LATER.of(place(relay), reply)
                    : Reason.because(where(relay, phase), Reason.verbatim(reply.toString()));
        }
        return said(unsaid(relay, phase, e), e, text);
    }

    private static Reason unsaid(Relay relay, Phase phase, Throwable e) {
        String place = place(relay);
        for (Throwable cause : chain(e)) {
            if (cause instanceof UnknownHostException) {
                return RelayReason.HOST.of(place, relay.name());
            }
            if (cause instanceof ConnectException) {
                return RelayReason.PORT.of(place, relay.name());
            }
            if (cause instanceof NoRouteToHostException) {
                return RelayReason.ROUTE.of(place, message(cause));
            }
            if (cause instanceof CertificateExpiredException) {
                return RelayReason.EXPIRED.of(place, message(cause));
            }
            if (cause instanceof CertificateException && message(cause).startsWith("No ")) {
                return RelayReason.NAME.of(place, message(cause), relay.name());
            }
        }
        if (e instanceof OverdueException overdue) {
            boolean waitsForTls =
                    phase == Phase.GREETING && relay.tls() != Tls.IMPLICIT && !BEGIN_WITHOUT_TLS.contains(relay.port());
            return (waitsForTls ? RelayReason.LATE_TLS : RelayReason.LATE).of(place, seconds(overdue.limit()));
        }
        // The JDK has one type for these, and its own English.
        String detail = innermost(e).toString();
        if (detail.contains("unable to find valid certification path") || detail.contains("Path does not chain")) {
            return RelayReason.AUTHORITY.of(place, relay.name());
        }
        if (detail.startsWith("Signature does not match") || detail.startsWith("signature check failed")) {
            return RelayReason.SIGNED.of(place, relay.name());
        }
        if (detail.contains("Unsupported or unrecognized SSL message")) {
            return RelayReason.IMPLICIT.of(place);
        }
        if (chain(e).stream().anyMatch(SSLException.class::isInstance)) {
            return RelayReason.TLS.of(place, innermost(e));
        }
        return phase == Phase.GREETING
                ? RelayReason.GREETING.of(place, innermost(e))
                : RelayReason.FAILED.of(place, phase, innermost(e));
    }

    /** With what the server said instead of an answer. */
    private static Reason said(Reason what, Throwable e, ServerText text) {
        return e instanceof OutOfStepException outOfStep && !outOfStep.said().isEmpty()
                ? Reason.because(
                        what,
                        Reason.verbatim(text.of(outOfStep.said())
                                .replaceAll("\\s+", " ")
                                .strip()))
                : what;
    }

    /** On our side. */
    static Reason local(Throwable e) {
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

    private static Reason innermost(Throwable e) {
        List<Throwable> chain = chain(e);
        Throwable last = chain.get(chain.size() - 1);
        return last instanceof Reasoned ours
                ? ours.reason()
                : Reason.verbatim(message(last).strip().replaceAll("\\s+", " "));
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
