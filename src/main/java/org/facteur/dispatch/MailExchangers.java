package org.facteur.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.facteur.address.Domain;
import org.facteur.campaign.Providers;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Finds the mail provider behind domains by their mail exchangers (RFC 5321, 5.1): a company's own domain may well be kept by Google or
 * Microsoft, and counts there with all the others.
 */
final class MailExchangers {

    /** Where DNS is not at hand a run does not wait for it. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private static final int AT_ONCE = 50;

    /** Names that are in no DNS (RFC 2606 and 6761). */
    private static final Set<String> RESERVED = Set.of("example", "test", "invalid", "localhost", "local");

    /** The same for whole domains (RFC 2606, 3). */
    private static final Set<String> RESERVED_DOMAINS = Set.of("example.com", "example.net", "example.org");

    private final LookupSession session;

    MailExchangers(Resolver resolver) {
        resolver.setTimeout(LONGEST);
        this.session = LookupSession.builder().resolver(resolver).build();
    }

    /**
     * @return the provider's name by domain; empty: none that we know. A domain about which DNS said nothing is not in it. Once a whole lot
     *     of questions went unanswered, the rest is not asked.
     */
    Map<String, String> lookUp(List<Domain> domains) {
        Map<String, String> found = new ConcurrentHashMap<>();
        List<Domain> asked = domains.stream()
                .filter(domain ->
                        !isReserved(domain) && Providers.byDomain(domain).isEmpty())
                .toList();
        boolean answered = true;
        for (int from = 0; answered && from < asked.size(); from += AT_ONCE) {
            int before = found.size();
            List<CompletableFuture<Void>> lot = new ArrayList<>();
            for (Domain domain : asked.subList(from, Math.min(from + AT_ONCE, asked.size()))) {
                lot.add(ask(domain, found));
            }
            CompletableFuture.allOf(lot.toArray(new CompletableFuture<?>[0])).join();
            answered = found.size() > before;
        }
        return Map.copyOf(found);
    }

    private CompletableFuture<Void> ask(Domain domain, Map<String, String> found) {
        Name name;
        try {
            name = Name.fromString(domain.name() + ".");
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(null);
        }
        return session.lookupAsync(name, Type.MX)
                .toCompletableFuture()
                .orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                .handle((result, failure) -> {
                    if (failure == null) {
                        found.put(domain.name(), provider(result).orElse(""));
                    } else if (saysNone(failure)) {
                        found.put(domain.name(), "");
                    }
                    return null;
                });
    }

    private static Optional<String> provider(LookupResult result) {
        return result.getRecords().stream()
                .filter(MXRecord.class::isInstance)
                .map(MXRecord.class::cast)
                .sorted(Comparator.comparingInt(MXRecord::getPriority))
                .map(record -> Providers.byMx(record.getTarget().toString()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** DNS was there, and knows no exchanger. */
    private static boolean saysNone(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException;
    }

    private static boolean isReserved(Domain domain) {
        String name = domain.name();
        return RESERVED_DOMAINS.contains(name) || RESERVED.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
