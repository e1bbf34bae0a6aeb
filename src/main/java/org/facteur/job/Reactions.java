package org.facteur.job;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.facteur.address.Domain;
import org.facteur.pace.Choice;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.facteur.relay.Submission;
import org.facteur.verdict.Category;
import org.facteur.verdict.RunGuard;
import org.facteur.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** What a reply means for other letters: a domain rests, a relay rests, the run stops. Safe for the writer's threads. */
final class Reactions {

    /** Between tries of a relay that cannot be reached; after the last one the run ends. */
    private static final List<Duration> TRIES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));

    private static final Duration DOMAIN_REST = Duration.ofMinutes(30);
    private static final Duration RELAY_REST = Duration.ofMinutes(5);
    private static final Duration QUOTA_REST = Duration.ofDays(1);

    private final Dispatch dispatch;
    private final Stop stop;
    private final MailLog log;
    private final RunGuard guard = new RunGuard();
    private final Map<Integer, Integer> failures = new HashMap<>();

    Reactions(Dispatch dispatch, Stop stop, MailLog log) {
        this.dispatch = dispatch;
        this.stop = stop;
        this.log = log;
    }

    synchronized void accepted(Choice.Send send, Reply reply, Verdict verdict, Domain recipient) {
        guard.note(verdict, reply, recipient);
        failures.remove(send.lane());
        dispatch.resumeDomain(send.group());
    }

    synchronized void refused(Choice.Send send, Reply reply, Verdict verdict, Domain recipient, Instant now) {
        guard.note(verdict, reply, recipient).ifPresent(reason -> {
            log.stopping(reason);
            stop.fail(reason, ExitCodes.UNAVAILABLE);
        });
        String relay = dispatch.route(send.lane()).relay().name().value();
        Duration named = verdict.retryAfter();
        switch (verdict.reaction()) {
            case DELIVERED, RETRY, REFUSE -> {}
            case PAUSE_DOMAIN ->
                dispatch.pauseDomain(
                        send.group(),
                        now.plus(named == null ? DOMAIN_REST : named),
                        dispatch.receiver(send.group()) + ": " + reply);
            case SLOW_RELAY, FEWER_CONNECTIONS ->
                dispatch.pauseRelay(
                        send.lane(), now.plus(named == null ? RELAY_REST : named), "relay " + relay + ": " + reply);
            case CLOSE_RELAY ->
                dispatch.pauseRelay(
                        send.lane(), now.plus(named == null ? QUOTA_REST : named), "relay " + relay + ": " + reply);
            case STOP_RUN -> stopRun("relay " + relay + " says: " + reply, verdict, reply);
        }
    }

    /** No transaction began. */
    synchronized void unreachable(
            Choice.Send send, Submission.Unreachable trouble, @Nullable Verdict verdict, Instant now) {
        var relay = dispatch.route(send.lane()).relay().name();
        log.relayTrouble(relay, trouble.cause());
        if (verdict != null && trouble.reply() != null && verdict.reaction() == org.facteur.verdict.Reaction.STOP_RUN) {
            stopRun("relay " + relay + ": " + trouble.cause(), verdict, trouble.reply());
            return;
        }
        broken(send, "relay " + relay + " cannot be reached: " + trouble.cause(), now);
    }

    /** The relay breaks off or cannot be reached: left alone for a while, given up after a few times. */
    synchronized void broken(Choice.Send send, String cause, Instant now) {
        int count = failures.merge(send.lane(), 1, Integer::sum);
        if (count > TRIES.size()) {
            stop.fail(cause, ExitCodes.UNAVAILABLE);
            return;
        }
        dispatch.pauseRelay(send.lane(), now.plus(TRIES.get(count - 1)), cause);
    }

    private void stopRun(String reason, Verdict verdict, Reply reply) {
        boolean login = reply.phase() == Phase.AUTH
                || verdict.category() == Category.AUTH_FAILED
                || verdict.category() == Category.AUTH_REQUIRED;
        log.stopping(reason);
        stop.fail(
                login ? reason + "; check the relay's username and password" : reason,
                login ? ExitCodes.NO_PERMISSION : ExitCodes.UNAVAILABLE);
    }
}
