package org.facteur.check.dns;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.facteur.address.Domain;

/** Whether domains take mail at all (RFC 5321, 5.1). */
public final class MailDomains {

    /** Questions on their way at a time: more of them are taken for an attack. */
    private static final int AT_ONCE = 50;

    private final Dns dns;

    public MailDomains(Dns dns) {
        this.dns = dns;
    }

    /** What the DNS says of a domain. */
    public enum Mail {
        /** It has mail exchangers. */
        EXCHANGERS,
        /** It has none, but a host of its name, which stands for one. */
        HOST_ONLY,
        /** It says that it takes no mail (RFC 7505). */
        REFUSED,
        /** It exists, and has neither exchangers nor a host of its name. */
        NONE,
        /** There is no such domain. */
        NO_DOMAIN,
        /** The DNS did not say. */
        UNKNOWN
    }

    /** In the order of the domains; each is asked about once. */
    public Map<Domain, Mail> lookUp(Collection<Domain> domains) {
        List<Domain> all = domains.stream().distinct().toList();
        Map<Domain, Mail> found = new LinkedHashMap<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            Map<Domain, CompletableFuture<Mail>> lot = new LinkedHashMap<>();
            for (Domain domain : all.subList(from, Math.min(from + AT_ONCE, all.size()))) {
                lot.put(domain, mail(domain.name()));
            }
            lot.forEach((domain, mail) -> found.put(domain, mail.join()));
        }
        return found;
    }

    private CompletableFuture<Mail> mail(String domain) {
        return dns.asking(domain, RecordType.MX).thenCompose(answer -> {
            if (answer instanceof DnsAnswer.Records exchangers) {
                boolean none = exchangers.values().stream().allMatch(String::isEmpty);
                return CompletableFuture.completedFuture(none ? Mail.REFUSED : Mail.EXCHANGERS);
            } else if (answer instanceof DnsAnswer.None none) {
                return none.noSuchName() ? CompletableFuture.completedFuture(Mail.NO_DOMAIN) : host(domain);
            }
            return CompletableFuture.completedFuture(Mail.UNKNOWN);
        });
    }

    private CompletableFuture<Mail> host(String domain) {
        return dns.asking(domain, RecordType.A).thenCombine(dns.asking(domain, RecordType.AAAA), (four, six) -> {
            List<DnsAnswer> answers = List.of(four, six);
            if (answers.stream().anyMatch(DnsAnswer.Records.class::isInstance)) {
                return Mail.HOST_ONLY;
            }
            return answers.stream().allMatch(DnsAnswer.None.class::isInstance) ? Mail.NONE : Mail.UNKNOWN;
        });
    }
}
