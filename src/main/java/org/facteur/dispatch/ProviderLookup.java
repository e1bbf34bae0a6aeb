package org.facteur.dispatch;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.facteur.address.Domain;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Providers;
import org.facteur.ledger.DomainProviders;
import org.facteur.ledger.LedgerBook;
import org.facteur.pace.Timing;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Resolver;

/** Whose a recipient domain's mailboxes are: by its name, by what the ledger remembers, or by its mail exchangers. */
public final class ProviderLookup implements Function<Domain, Optional<String>> {

    private static final Duration REMEMBERED = Duration.ofDays(30);

    /** Domains that a run asks about at most: those with the most letters. */
    private static final int MOST_ASKED = 1000;

    private final Map<String, String> known = new HashMap<>();
    private final Supplier<Resolver> dns;

    public ProviderLookup() {
        this(ExtendedResolver::new);
    }

    /** @param dns made when there is something to ask */
    public ProviderLookup(Supplier<Resolver> dns) {
        this.dns = dns;
    }

    /** What the ledger remembers. */
    public void load(DomainProviders providers, Timing timing) {
        known.putAll(providers.since(timing.instant().minus(REMEMBERED)));
    }

    /** Asks about those that are not known, of the domains that letters wait for. A run into the sandbox reaches no provider and asks nobody. */
    public void ask(DomainProviders providers, LedgerBook book, Campaign campaign, Timing timing) {
        if (campaign.reachesNobody()) {
            return;
        }
        Map<Domain, Integer> letters = new HashMap<>();
        book.forEachWaiting(letter -> letters.merge(letter.domain(), 1, Integer::sum));
        List<Domain> unknown = letters.keySet().stream()
                .filter(domain -> !known.containsKey(domain.name()))
                .sorted(Comparator.<Domain>comparingInt(letters::get).reversed().thenComparing(naturalOrder()))
                .limit(MOST_ASKED)
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        Map<String, String> found = new MailExchangers(dns.get()).lookUp(unknown);
        providers.keep(found, timing.instant());
        known.putAll(found);
    }

    @Override
    public Optional<String> apply(Domain domain) {
        Optional<String> byName = Providers.byDomain(domain);
        return byName.isPresent()
                ? byName
                : Optional.ofNullable(known.get(domain.name())).filter(provider -> !provider.isEmpty());
    }
}
