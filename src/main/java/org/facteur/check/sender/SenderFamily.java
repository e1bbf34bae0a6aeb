package org.facteur.check.sender;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.check.Family;
import org.facteur.check.Finding;
import org.facteur.check.Severity;
import org.facteur.check.canary.ReceiverReport;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.RegisteredName;
import org.facteur.check.dns.ResolverDns;
import org.facteur.check.sender.SenderData.Freemail;
import org.facteur.message.MessageSpec;
import org.facteur.message.MessageSpec.Unsubscribe;
import org.facteur.pace.Timing;
import org.facteur.reason.Reason;

/**
 * Whether receivers will believe that the letters are from whom they say: SPF, DKIM and DMARC by what the DNS says, names and listings of
 * the addresses that send, listings of the domains in the letters. Nothing is called missing unless the DNS said so.
 */
public final class SenderFamily implements Family {

    /** Links of a letter lead to few places. */
    private static final int MOST_DOMAINS = 10;

    private static final Pattern HOST = Pattern.compile("(?i)^https?://([a-z0-9.-]+)(?:[/:?#]|$)");

    private static final String NOT_APPLICABLE = "not-applicable";

    private final List<ReceiverReport> reports;
    private final Timing timing;

    /**
     * Asks the resolver that the job file names, else the system's.
     *
     * @param reports receivers that have had a letter: what they say goes before all else
     */
    public SenderFamily(List<ReceiverReport> reports, Timing timing) {
        this.reports = List.copyOf(reports);
        this.timing = timing;
    }

    @Override
    public List<String> ids() {
        return List.of("spf", "dkim", "dmarc", "ptr", "dnsbl");
    }

    @Override
    public Answer ask(Campaign campaign, Letters letters) {
        List<SendingPath> paths = SendingPath.of(campaign);
        if (paths.isEmpty()) {
            return new Answer(
                    List.of(),
                    Map.of(
                            "spf", Map.of("result", NOT_APPLICABLE),
                            "dkim", Map.of("result", NOT_APPLICABLE),
                            "dmarc", Map.of("policy", NOT_APPLICABLE)));
        }
        Asking asking = new Asking(new ResolverDns(campaign.check().dns(), timing), campaign, reports);
        Set<Finding> findings = new LinkedHashSet<>();
        Map<String, Object> sections = new LinkedHashMap<>();
        for (SendingPath path : paths) {
            Answer one = asking.about(path);
            findings.addAll(one.findings());
            // The preferred relay's, where there are several.
            one.sections().forEach(sections::putIfAbsent);
        }
        findings.addAll(asking.pointers());
        findings.addAll(asking.lists(paths, letters));
        return new Answer(List.copyOf(findings), sections);
    }

    /** One round of questions. */
    private static final class Asking {

        private final Dns dns;
        private final List<InetAddress> sendingIps;
        /** Those that receivers have seen, too. */
        private final List<InetAddress> seenIps;

        private final List<ReceiverReport> reports;
        private final MessageSpec message;
        private final Dmarc dmarc;

        Asking(Dns dns, Campaign campaign, List<ReceiverReport> reports) {
            this.dns = dns;
            this.sendingIps = campaign.check().sendingIps();
            this.seenIps = Stream.concat(
                            sendingIps.stream(), reports.stream().flatMap(report -> report.address().stream()))
                    .distinct()
                    .toList();
            this.reports = reports;
            this.message = campaign.message();
            this.dmarc = new Dmarc(dns);
        }

        List<Finding> pointers() {
            return new PointerCheck(dns).of(seenIps);
        }

        List<Finding> lists(List<SendingPath> paths, Letters letters) {
            Set<String> domains = new LinkedHashSet<>();
            paths.stream()
                    .filter(path -> !path.isAtHome())
                    .forEach(path -> domains.add(path.domain().name()));
            Stream.concat(letters.linkHosts().stream(), unsubscribeHost().stream())
                    .filter(host -> host.matches(".*\\.[a-z0-9-]*[a-z][a-z0-9-]*"))
                    .map(RegisteredName::of)
                    .distinct()
                    .limit(MOST_DOMAINS)
                    .forEach(domains::add);
            return new BlockLists(dns, SenderData.lists()).of(seenIps, domains);
        }

        /** Empty where there is none, or it differs by contact. */
        private Optional<String> unsubscribeHost() {
            Unsubscribe unsubscribe = message.unsubscribe();
            String url = unsubscribe == null || unsubscribe.url() == null ? "" : unsubscribe.url();
            Matcher host = HOST.matcher(url);
            return host.find() ? Optional.of(String.valueOf(host.group(1)).toLowerCase(Locale.ROOT)) : Optional.empty();
        }

        Answer about(SendingPath path) {
            String domain = path.domain().name();
            List<Finding> findings = new ArrayList<>();
            Dmarc.Found policy = dmarc.policy(domain);
            SpfCheck.Outcome spf = seen(path, new SpfCheck(dns, sendingIps).of(path));
            DkimCheck.Outcome dkim = seen(path, new DkimCheck(dns).of(path));
            Known spfAligned = spf.aligned();
            Known dkimAligned = aligned(dkim, domain, policy);
            Optional<Freemail> freemail = path.isAtHome() ? Optional.empty() : SenderData.freemail(path.domain());
            if (freemail.isPresent()) {
                // What its owner could mend about its records is not the writer's to mend.
                findings.add(freemail(path, policy, freemail.get()));
            } else {
                spf.findings().forEach(finding -> findings.add(weighed(spf, finding, dkimAligned)));
                findings.addAll(dkim.findings());
                findings.addAll(alignment(path, policy, spfAligned, dkimAligned));
            }
            return new Answer(
                    findings,
                    Map.of(
                            "spf", spf.json(domain),
                            "dkim", dkim.json(),
                            "dmarc", json(policy, spfAligned, dkimAligned)));
        }

        private SpfCheck.Outcome seen(SendingPath path, SpfCheck.Outcome spf) {
            return reports.stream()
                    .filter(report -> report.relay().equals(path.relay()) && isSaid(report.spf()))
                    .findFirst()
                    .map(report -> spf.seen(report.spf(), aligned(report, path, spf)))
                    .orElse(spf);
        }

        private Known aligned(ReceiverReport report, SendingPath path, SpfCheck.Outcome spf) {
            if (!report.spf().equals("pass")) {
                return Known.NO;
            }
            return report.spfDomain().isEmpty()
                    ? spf.aligned()
                    : dmarc.sameOwner(report.spfDomain(), path.domain().name());
        }

        private DkimCheck.Outcome seen(SendingPath path, DkimCheck.Outcome dkim) {
            return reports.stream()
                    .filter(report -> report.relay().equals(path.relay()) && isSaid(report.dkim()))
                    .findFirst()
                    .map(report -> dkim.seen(report.dkim(), report.dkimDomain()))
                    .orElse(dkim);
        }

        private static boolean isSaid(String value) {
            return !value.equals(ReceiverReport.UNKNOWN) && !value.equals("temperror");
        }

        /** A record that nobody understands is no harm where a signature vouches for the letters. */
        private static Finding weighed(SpfCheck.Outcome spf, Finding finding, Known dkimAligned) {
            return spf.broken() && dkimAligned == Known.YES
                    ? Finding.warn(
                            finding.id(),
                            finding.subject(),
                            finding.message(),
                            finding.advice() == null ? SenderReason.SPF_MEND.of() : finding.advice(),
                            finding.evidence())
                    : finding;
        }

        private Known aligned(DkimCheck.Outcome dkim, String from, Dmarc.Found policy) {
            if (dkim.vouches() != Known.YES || dkim.domain().equals(from)) {
                return dkim.vouches();
            }
            boolean strict =
                    policy instanceof Dmarc.Found.Policy known && known.record().strict("adkim");
            return strict ? Known.NO : dmarc.sameOwner(dkim.domain(), from);
        }

        private static Finding freemail(SendingPath path, Dmarc.Found policy, Freemail known) {
            String domain = path.domain().name();
            Reason advice = SenderReason.DMARC_HOME.of(domain);
            if (policy instanceof Dmarc.Found.Unanswered unanswered) {
                return Finding.unknown(
                        "dmarc.freemail",
                        domain,
                        SenderReason.DMARC_FREEMAIL_UNSURE.of(domain, path.relay(), known.policy(), known.asOf()),
                        advice,
                        unanswered.why());
            }
            boolean enforced =
                    policy instanceof Dmarc.Found.Policy found && found.policy().isEnforced();
            return new Finding(
                    "dmarc.freemail",
                    enforced ? Severity.ERROR : Severity.WARN,
                    domain,
                    SenderReason.DMARC_FREEMAIL.of(domain, path.relay()),
                    advice,
                    evidence(policy),
                    null);
        }

        private static List<Finding> alignment(
                SendingPath path, Dmarc.Found policy, Known spfAligned, Known dkimAligned) {
            String domain = path.domain().name();
            List<Finding> findings = new ArrayList<>();
            if (policy instanceof Dmarc.Found.Unanswered unanswered) {
                findings.add(Finding.unknown(
                        "dmarc.unknown",
                        domain,
                        SenderReason.DMARC_UNKNOWN.of(domain),
                        SenderReason.DNS_AGAIN.of(),
                        unanswered.why()));
            } else if (policy instanceof Dmarc.Found.None) {
                findings.add(Finding.warn(
                        "dmarc.missing",
                        domain,
                        SenderReason.DMARC_MISSING.of(domain),
                        SenderReason.DMARC_WRITE.of("_dmarc." + domain),
                        ""));
            }
            boolean enforced =
                    policy instanceof Dmarc.Found.Policy found && found.policy().isEnforced();
            if (spfAligned == Known.NO && dkimAligned == Known.NO) {
                findings.add(new Finding(
                        "dmarc.unaligned",
                        enforced ? Severity.ERROR : Severity.WARN,
                        domain,
                        SenderReason.DMARC_UNALIGNED.of(domain, path.relay()),
                        SenderReason.DMARC_ALIGN.of(domain),
                        evidence(policy),
                        null));
            } else if (enforced && spfAligned != Known.YES && dkimAligned != Known.YES) {
                findings.add(Finding.unknown(
                        "dmarc.alignment",
                        domain,
                        SenderReason.DMARC_UNALIGNED_UNSURE.of(domain, path.relay()),
                        SenderReason.DKIM_LETTER.of(domain),
                        evidence(policy)));
            }
            return findings;
        }

        private static String evidence(Dmarc.Found policy) {
            return policy instanceof Dmarc.Found.Policy found
                    ? "_dmarc." + found.record().domain() + ": p="
                            + found.policy().word()
                    : "";
        }

        private static Map<String, Object> json(Dmarc.Found policy, Known spfAligned, Known dkimAligned) {
            Map<String, Object> json = new LinkedHashMap<>();
            if (policy instanceof Dmarc.Found.Policy found) {
                json.put("policy", found.policy().word());
                json.put("domain", found.record().domain());
            } else {
                json.put("policy", policy instanceof Dmarc.Found.None ? "missing" : "unknown");
            }
            List<String> aligned = new ArrayList<>();
            if (spfAligned == Known.YES) {
                aligned.add("spf");
            }
            if (dkimAligned == Known.YES) {
                aligned.add("dkim");
            }
            json.put("aligned", aligned);
            return json;
        }
    }
}
