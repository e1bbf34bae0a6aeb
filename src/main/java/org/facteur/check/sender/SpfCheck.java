package org.facteur.check.sender;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.facteur.check.Finding;
import org.facteur.check.Severity;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.DnsAnswer;
import org.facteur.check.dns.RecordType;
import org.facteur.check.sender.SenderData.MailFrom;
import org.facteur.check.sender.SenderData.Sending;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Whether SPF lets the relay send for us. Judged by the addresses that the owner knows it sends from, else by whether the record names
 * what the relay's provider publishes; never by the address of the submission host, which is another machine than the one that sends.
 */
final class SpfCheck {

    /** In no network (RFC 1112, 4): with it all of a record is read. */
    private static final String NOBODY = "240.0.0.1";

    private final Dns dns;
    private final List<InetAddress> sendingIps;

    SpfCheck(Dns dns, List<InetAddress> sendingIps) {
        this.dns = dns;
        this.sendingIps = sendingIps;
    }

    /** What a letter that has passed has disproved. */
    private static final Set<String> EXPECTED = Set.of("spf.fail", "spf.include-missing", "spf.permerror");

    /**
     * What came of it.
     *
     * @param result in SPF's words, or {@code unknown}
     * @param via the evidence: {@code canary}, {@code sending-ips}, {@code include}, {@code record}, {@code preset} or {@code unknown}
     * @param record "" where there is none
     * @param aligned whether letters pass for From's domain
     * @param broken whether receivers cannot make sense of the record
     */
    record Outcome(String result, String via, String record, Known aligned, boolean broken, List<Finding> findings) {

        /** What a receiver says goes before what the record lets expect. */
        Outcome seen(String said, Known alignedThere) {
            boolean pass = said.equals("pass");
            List<Finding> left = findings.stream()
                    .filter(finding -> finding.severity() != Severity.UNKNOWN)
                    .filter(finding -> !pass || !EXPECTED.contains(finding.id()))
                    .toList();
            return new Outcome(said, "canary", record, alignedThere, broken && !pass, left);
        }

        Map<String, Object> json(String domain) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("domain", domain);
            json.put("result", result);
            json.put("via", via);
            if (!record.isEmpty()) {
                json.put("record", record);
            }
            return json;
        }
    }

    private static Outcome outcome(
            String result, String via, String record, Known passes, SendingPath path, Finding... findings) {
        return new Outcome(
                result, via, record, passes == Known.YES ? envelope(path) : passes, false, List.of(findings));
    }

    /** Whether the envelope's sender is of From's domain. */
    private static Known envelope(SendingPath path) {
        Sending sending = path.sending();
        if (sending == null) {
            // A server without manners of its own keeps what it is given.
            return Known.YES;
        }
        return switch (sending.mailFrom()) {
            case OURS, ACCOUNT -> Known.YES;
            case THEIRS -> Known.NO;
            case UNKNOWN -> Known.UNKNOWN;
        };
    }

    Outcome of(SendingPath path) {
        String domain = path.domain().name();
        Sending sending = path.sending();
        if (path.isAtHome()) {
            return new Outcome("pass", "preset", "", Known.YES, false, List.of());
        }
        if (sending != null && sending.mailFrom() == MailFrom.THEIRS) {
            return new Outcome("pass", "preset", "", Known.NO, false, List.of());
        }
        DnsAnswer answer = dns.ask(domain, RecordType.TXT);
        if (answer instanceof DnsAnswer.Unanswered unanswered) {
            return outcome("unknown", "unknown", "", Known.UNKNOWN, path, unanswered(domain, unanswered.why()));
        }
        List<String> records = answer.values().stream()
                .filter(text -> text.toLowerCase(Locale.ROOT).matches("v=spf1( .*)?"))
                .toList();
        if (records.isEmpty()) {
            return outcome(
                    "none",
                    "record",
                    "",
                    Known.NO,
                    path,
                    Finding.warn(
                            "spf.missing",
                            domain,
                            SenderReason.SPF_MISSING.of(domain),
                            SenderReason.SPF_WRITE.of(domain, "v=spf1 " + terms(sending) + " ~all"),
                            ""));
        }
        if (records.size() > 1) {
            return broken(
                    String.join(" | ", records),
                    domain,
                    "spf.several",
                    SenderReason.SPF_SEVERAL.of(domain, records.size()),
                    SenderReason.SPF_JOIN.of());
        }
        return judged(path, domain, records.get(0));
    }

    private Outcome judged(SendingPath path, String domain, String record) {
        List<String> addresses = sendingIps.isEmpty()
                ? List.of(NOBODY)
                : sendingIps.stream().map(InetAddress::getHostAddress).toList();
        List<Spf.Opinion> opinions = new ArrayList<>();
        for (String address : addresses) {
            opinions.add(new Spf(dns).of(address, path.from().toString(), domain));
        }
        if (any(opinions, SpfResult.PERMERROR)) {
            return broken(
                    record, domain, "spf.permerror", SenderReason.SPF_PERMERROR.of(domain), SenderReason.SPF_MEND.of());
        }
        if (any(opinions, SpfResult.TEMPERROR)) {
            return outcome(
                    "temperror",
                    "unknown",
                    record,
                    Known.UNKNOWN,
                    path,
                    unanswered(domain, "a record that it includes"));
        }
        return sendingIps.isEmpty()
                ? byRecord(path, domain, record, opinions.get(0))
                : byAddresses(path, domain, record, addresses, opinions);
    }

    private static boolean any(List<Spf.Opinion> opinions, SpfResult result) {
        return opinions.stream().anyMatch(opinion -> opinion.result() == result);
    }

    private Outcome byAddresses(
            SendingPath path, String domain, String record, List<String> addresses, List<Spf.Opinion> opinions) {
        for (int i = 0; i < addresses.size(); i++) {
            SpfResult result = opinions.get(i).result();
            if (result != SpfResult.PASS) {
                boolean named = names(path.sending(), opinions.get(i));
                return outcome(
                        result.word(),
                        "sending-ips",
                        record,
                        Known.NO,
                        path,
                        named ? fail(domain, record, addresses.get(i), result) : includeMissing(path, domain, record));
            }
        }
        return outcome("pass", "sending-ips", record, Known.YES, path);
    }

    private Outcome byRecord(SendingPath path, String domain, String record, Spf.Opinion opinion) {
        Sending sending = path.sending();
        if (opinion.result() == SpfResult.PASS) {
            return outcome(
                    "pass",
                    "record",
                    record,
                    Known.YES,
                    path,
                    Finding.warn(
                            "spf.open", domain, SenderReason.SPF_OPEN.of(domain), SenderReason.SPF_CLOSE.of(), record));
        }
        if (sending == null || sending.includes().isEmpty()) {
            boolean unpublished = sending != null && !sending.publishes();
            return outcome(
                    "unknown",
                    "unknown",
                    record,
                    Known.UNKNOWN,
                    path,
                    Finding.unknown(
                            "spf.unknown",
                            domain,
                            unpublished
                                    ? SenderReason.SPF_UNPUBLISHED.of(path.relay(), domain)
                                    : SenderReason.SPF_UNKNOWN_ADDRESS.of(path.relay(), domain),
                            unpublished ? SenderReason.SPF_SIGN.of() : SenderReason.SPF_NAME_IPS.of(),
                            record));
        }
        return names(sending, opinion)
                ? outcome("pass", "include", record, Known.YES, path)
                : outcome(
                        opinion.result().word(),
                        "record",
                        record,
                        Known.NO,
                        path,
                        includeMissing(path, domain, record));
    }

    /** Whether a record names one of those that the relay's provider publishes, itself or through what it includes. */
    private static boolean names(@Nullable Sending sending, Spf.Opinion opinion) {
        return sending == null
                || sending.includes().isEmpty()
                || sending.includes().stream().anyMatch(opinion.consulted()::contains);
    }

    private static Finding fail(String domain, String record, String address, SpfResult result) {
        return Finding.warn(
                "spf.fail",
                domain,
                SenderReason.SPF_FAIL.of(domain, address, result.word()),
                SenderReason.SPF_ADD.of(domain, term(address)),
                record);
    }

    private static Finding includeMissing(SendingPath path, String domain, String record) {
        List<String> includes =
                path.sending() == null ? List.of() : path.sending().includes();
        Reason choice =
                Reason.oneOf(includes.stream().map(name -> "include:" + name).toList());
        return Finding.warn(
                "spf.include-missing",
                domain,
                SenderReason.SPF_INCLUDE_MISSING.of(domain, choice, path.relay()),
                SenderReason.SPF_ADD.of(domain, choice),
                record);
    }

    private static Finding unanswered(String domain, String why) {
        return Finding.unknown(
                "spf.unknown", domain, SenderReason.SPF_UNKNOWN.of(domain), SenderReason.DNS_AGAIN.of(), why);
    }

    /** How much that weighs depends on whether letters are signed, see {@link SenderFamily}. */
    private static Outcome broken(String record, String domain, String id, Reason message, Reason advice) {
        return new Outcome(
                "permerror",
                "record",
                record,
                Known.NO,
                true,
                List.of(Finding.error(id, domain, message, advice, record)));
    }

    /** What a record should name. */
    private String terms(@Nullable Sending sending) {
        if (!sendingIps.isEmpty()) {
            return sendingIps.stream()
                    .map(address -> term(address.getHostAddress()))
                    .collect(Collectors.joining(" "));
        }
        return sending == null || sending.includes().isEmpty()
                ? "ip4:…"
                : "include:" + sending.includes().get(0);
    }

    private static String term(String address) {
        return (address.contains(":") ? "ip6:" : "ip4:") + address;
    }
}
