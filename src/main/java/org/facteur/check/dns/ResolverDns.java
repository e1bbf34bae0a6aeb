package org.facteur.check.dns;

import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.facteur.pace.Timing;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.ServerFailedException;

/**
 * Asks a resolver, each question once, and gives a question 2 s, all of them 10 s. Where nobody has answered anything after a few
 * questions nobody is there, and the rest is not waited for.
 */
public final class ResolverDns implements Dns {

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration ALL = Duration.ofSeconds(10);

    /** Twice within a question's time: a datagram may get lost. */
    private static final Duration ONE_TRY = Duration.ofMillis(900);

    private static final int UNANSWERED_UNTIL_DEAD = 3;

    private static final String TIMEOUT = "TIMEOUT";
    private static final String UNREACHABLE = "UNREACHABLE";

    private record Question(Name name, RecordType type) {}

    private final LookupSession session;
    private final Timing timing;
    private final Instant end;
    private final Map<Question, CompletableFuture<DnsAnswer>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** @param server null: the system's resolver */
    public ResolverDns(@Nullable InetSocketAddress server, Timing timing) {
        List<InetSocketAddress> servers = server != null
                ? List.of(server)
                : ResolverConfig.getCurrentConfig().servers();
        ExtendedResolver resolver =
                new ExtendedResolver(servers.stream().map(ResolverDns::resolver).toArray(Resolver[]::new));
        resolver.setTimeout(LONGEST);
        resolver.setRetries(2);
        this.session = LookupSession.builder().resolver(resolver).build();
        this.timing = timing;
        this.end = timing.instant().plus(ALL);
    }

    private static Resolver resolver(InetSocketAddress server) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(ONE_TRY);
        return resolver;
    }

    @Override
    public CompletableFuture<DnsAnswer> asking(String name, RecordType type) {
        Name parsed;
        try {
            parsed = Name.fromString(name.endsWith(".") ? name : name + ".");
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(new DnsAnswer.None(true));
        }
        return asked.computeIfAbsent(new Question(parsed, type), this::send);
    }

    private CompletableFuture<DnsAnswer> send(Question question) {
        Duration left = Duration.between(timing.instant(), end);
        if (left.isNegative() || left.isZero()) {
            return CompletableFuture.completedFuture(new DnsAnswer.Unanswered(TIMEOUT));
        }
        if (answered.get() == 0 && unanswered.get() >= UNANSWERED_UNTIL_DEAD) {
            return CompletableFuture.completedFuture(new DnsAnswer.Unanswered(UNREACHABLE));
        }
        return session.lookupAsync(question.name(), question.type().number())
                .toCompletableFuture()
                .orTimeout(Math.min(left.toMillis() + 1, LONGEST.toMillis()), TimeUnit.MILLISECONDS)
                .handle((result, failure) -> failure == null ? records(result) : without(failure))
                .whenComplete((answer, failure) ->
                        (answer instanceof DnsAnswer.Unanswered ? unanswered : answered).incrementAndGet());
    }

    private static DnsAnswer records(LookupResult result) {
        List<String> values = result.getRecords().stream()
                .sorted(Comparator.comparingInt(ResolverDns::preference))
                .map(ResolverDns::value)
                .toList();
        return values.isEmpty() ? new DnsAnswer.None(false) : new DnsAnswer.Records(values);
    }

    private static int preference(Record one) {
        return one instanceof MXRecord exchanger ? exchanger.getPriority() : 0;
    }

    private static String value(Record one) {
        if (one instanceof ARecord address) {
            return address.getAddress().getHostAddress();
        } else if (one instanceof AAAARecord address) {
            return address.getAddress().getHostAddress();
        } else if (one instanceof MXRecord exchanger) {
            return exchanger.getTarget().equals(Name.root)
                    ? ""
                    : exchanger.getTarget().toString(true);
        } else if (one instanceof PTRRecord pointer) {
            return pointer.getTarget().toString(true);
        } else if (one instanceof TXTRecord text) {
            // RFC 7208, 3.3: without a space between them.
            return String.join("", text.getStrings());
        }
        return one.rdataToString();
    }

    private static DnsAnswer without(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoSuchDomainException) {
            return new DnsAnswer.None(true);
        } else if (cause instanceof NoSuchRRSetException) {
            return new DnsAnswer.None(false);
        } else if (cause instanceof ServerFailedException) {
            return new DnsAnswer.Unanswered("SERVFAIL");
        } else if (cause instanceof TimeoutException) {
            return new DnsAnswer.Unanswered(TIMEOUT);
        }
        String message = String.valueOf(cause.getMessage());
        if (message.startsWith("Timed out")) {
            return new DnsAnswer.Unanswered(TIMEOUT);
        }
        boolean unreachable = cause instanceof SocketException || cause.getCause() instanceof SocketException;
        return new DnsAnswer.Unanswered(unreachable || cause.getMessage() == null ? UNREACHABLE : message);
    }
}
