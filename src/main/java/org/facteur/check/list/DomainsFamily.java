package org.facteur.check.list;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.facteur.address.Domain;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.Providers;
import org.facteur.check.Family;
import org.facteur.check.Finding;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.MailDomains;
import org.facteur.check.dns.MailDomains.Mail;

/** Whether the domains of the list take mail: one question each, and only what the DNS said counts. */
public final class DomainsFamily implements Family {

    /** Those with the most letters. */
    private static final int MOST_ASKED = 2_000;

    private static final int MOST_FINDINGS = 50;

    private final Dns dns;

    public DomainsFamily(Dns dns) {
        this.dns = dns;
    }

    @Override
    public List<String> ids() {
        return List.of("list");
    }

    @Override
    public Answer ask(Campaign campaign, Letters letters) {
        List<Domain> domains = letters.perDomain().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> new Domain(entry.getKey()))
                .filter(domain -> Providers.byDomain(domain).isEmpty())
                .limit(MOST_ASKED)
                .toList();
        List<Finding> findings = new ArrayList<>();
        long noMail = 0;
        List<String> unanswered = new ArrayList<>();
        for (Map.Entry<Domain, Mail> found :
                new MailDomains(dns).lookUp(domains).entrySet()) {
            String name = found.getKey().name();
            long addresses = letters.perDomain().getOrDefault(name, 0L);
            switch (found.getValue()) {
                case EXCHANGERS, HOST_ONLY -> {}
                case UNKNOWN -> unanswered.add(name);
                case NO_DOMAIN, NONE, REFUSED -> {
                    noMail += addresses;
                    if (findings.size() < MOST_FINDINGS) {
                        findings.add(gone(name, found.getValue(), addresses));
                    }
                }
            }
        }
        if (!unanswered.isEmpty()) {
            findings.add(Finding.unknown(
                    "list.domain",
                    unanswered.get(0),
                    ListReason.LIST_UNKNOWN.of(unanswered.size()),
                    ListReason.LIST_UNKNOWN_ADVICE.of(),
                    String.join(", ", unanswered.subList(0, Math.min(5, unanswered.size())))));
        }
        return new Answer(findings, Map.of("noMx", noMail));
    }

    private static Finding gone(String domain, Mail mail, long addresses) {
        return Finding.warn(
                mail == Mail.NO_DOMAIN ? "list.no-domain" : "list.no-mx",
                domain,
                (mail == Mail.NO_DOMAIN ? ListReason.LIST_NO_DOMAIN : ListReason.LIST_NO_MAIL).of(addresses, domain),
                ListReason.LIST_GONE_ADVICE.of(),
                mail == Mail.NO_DOMAIN ? "NXDOMAIN" : mail == Mail.REFUSED ? "MX 0 ." : "");
    }
}
