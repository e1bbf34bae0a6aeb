package org.facteur.check.sender;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.facteur.address.Domain;
import org.facteur.check.Finding;
import org.facteur.check.Severity;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.DnsAnswer;
import org.facteur.check.dns.RecordType;
import org.facteur.check.sender.SenderData.Sending;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.reason.Reason;

/** Whether letters are signed with a key that receivers find: our own, or the relay's for our domain. */
final class DkimCheck {

    private final Dns dns;

    DkimCheck(Dns dns) {
        this.dns = dns;
    }

    /** What a letter that has passed has disproved. */
    private static final Set<String> EXPECTED = Set.of("dkim.none", "dkim.relay-key-missing");

    /**
     * What came of it.
     *
     * @param result {@code pass}, {@code fail}, {@code none} or {@code unknown}; or what a receiver said
     * @param domain whose signature; "" for nobody's
     * @param selector under which its key was looked for; "" for none
     * @param vouches whether letters have a good signature of that domain
     */
    record Outcome(String result, String domain, String selector, Known vouches, List<Finding> findings) {

        /** What a receiver says goes before what the DNS lets expect. */
        Outcome seen(String said, String signer) {
            boolean pass = said.equals("pass");
            List<Finding> left = findings.stream()
                    .filter(finding -> finding.severity() != Severity.UNKNOWN)
                    .filter(finding -> !pass || !EXPECTED.contains(finding.id()))
                    .toList();
            return pass
                    ? new Outcome(said, signer.isEmpty() ? domain : signer, "", Known.YES, left)
                    : new Outcome(said, "", "", Known.NO, left);
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("result", result);
            if (!domain.isEmpty()) {
                json.put("domain", domain);
            }
            if (!selector.isEmpty()) {
                json.put("selector", selector);
            }
            return json;
        }
    }

    Outcome of(SendingPath path) {
        DkimSigner signer = path.signer();
        if (signer != null) {
            return own(signer);
        }
        String domain = path.domain().name();
        if (path.isAtHome()) {
            return new Outcome("pass", domain, "", Known.YES, List.of());
        }
        Sending sending = path.sending();
        if (sending == null) {
            return unsure(path, domain);
        }
        return switch (sending.signs()) {
            case DOMAIN ->
                sending.selectors().isEmpty() ? unsure(path, domain) : ofRelay(path, domain, sending.selectors());
            case PROVIDER ->
                unsigned(Finding.warn(
                        "dkim.none",
                        domain,
                        SenderReason.DKIM_RELAY_FOREIGN.of(path.relay(), domain),
                        SenderReason.DKIM_SIGN.of(domain),
                        ""));
            case NONE ->
                unsigned(Finding.warn(
                        "dkim.none",
                        domain,
                        SenderReason.DKIM_NONE.of(path.relay()),
                        SenderReason.DKIM_SIGN.of(domain),
                        ""));
            case UNKNOWN -> unsure(path, domain);
        };
    }

    private static Outcome unsigned(Finding finding) {
        return new Outcome("none", "", "", Known.NO, List.of(finding));
    }

    private static Outcome unsure(SendingPath path, String domain) {
        return new Outcome(
                "unknown",
                "",
                "",
                Known.UNKNOWN,
                List.of(Finding.unknown(
                        "dkim.unknown",
                        domain,
                        SenderReason.DKIM_UNKNOWN_RELAY.of(path.relay(), domain),
                        SenderReason.DKIM_LETTER.of(domain),
                        "")));
    }

    /** Whether what we sign with is what is published. */
    private Outcome own(DkimSigner signer) {
        List<Finding> findings = new ArrayList<>();
        Known first = Known.NO;
        for (DkimSigner.Selected selected : signer.keys()) {
            boolean isFirst = selected.equals(signer.keys().get(0));
            Known good = published(signer.domain(), selected, isFirst, findings);
            first = isFirst ? good : first;
        }
        String result = switch (first) {
            case YES -> "pass";
            case NO -> "fail";
            case UNKNOWN -> "unknown";
        };
        return new Outcome(
                result, signer.domain().name(), signer.keys().get(0).selector().name(), first, findings);
    }

    private Known published(Domain domain, DkimSigner.Selected selected, boolean first, List<Finding> findings) {
        String name = selected.selector().at(domain);
        DnsAnswer answer = dns.ask(name, RecordType.TXT);
        if (answer instanceof DnsAnswer.Unanswered unanswered) {
            findings.add(Finding.unknown(
                    "dkim.unknown",
                    name,
                    SenderReason.DKIM_UNKNOWN.of(name),
                    SenderReason.DNS_AGAIN.of(),
                    unanswered.why()));
            return Known.UNKNOWN;
        }
        String wanted = selected.key().record();
        List<String> texts = answer.values().stream().filter(DkimCheck::isKey).toList();
        if (texts.isEmpty()) {
            findings.add(bad(
                    "dkim.key-missing",
                    first,
                    name,
                    SenderReason.DKIM_UNPUBLISHED.of(name),
                    SenderReason.DKIM_PUBLISH.of(name, wanted),
                    String.join(" | ", answer.values())));
            return Known.NO;
        }
        String ours = texts.stream()
                .filter(text -> key(text).equals(selected.key().published()))
                .findFirst()
                .orElse(null);
        if (ours == null) {
            boolean revoked = texts.stream().allMatch(text -> key(text).isEmpty());
            findings.add(bad(
                    revoked ? "dkim.key-revoked" : "dkim.key-differs",
                    first,
                    name,
                    revoked ? SenderReason.DKIM_REVOKED.of(name) : SenderReason.DKIM_DIFFERS.of(name),
                    SenderReason.DKIM_PUBLISH_INSTEAD.of(name, wanted),
                    texts.get(0)));
            return Known.NO;
        }
        return usable(ours, selected, name, first, findings);
    }

    /** The key is ours; what stands beside it may still shut us out (RFC 6376, 3.6.1). */
    private static Known usable(
            String text, DkimSigner.Selected selected, String name, boolean first, List<Finding> findings) {
        Map<String, String> tags = TagList.read(text);
        boolean fits = list(tags, "h", "sha256").contains("sha256")
                && (list(tags, "s", "*").contains("*") || list(tags, "s", "*").contains("email"))
                && tags.getOrDefault("k", "rsa")
                        .equals(selected.key().algorithm().keyType());
        if (!fits) {
            findings.add(bad(
                    "dkim.key-unusable",
                    first,
                    name,
                    SenderReason.DKIM_UNUSABLE.of(name),
                    SenderReason.DKIM_PUBLISH_PLAIN.of(selected.key().record()),
                    text));
            return Known.NO;
        }
        if (list(tags, "t", "").contains("y")) {
            findings.add(Finding.warn(
                    "dkim.testing",
                    name,
                    SenderReason.DKIM_TESTING.of(name),
                    SenderReason.DKIM_PUBLISH_NO_TEST.of(),
                    text));
        }
        return Known.YES;
    }

    /** Nobody goes by the second signature alone. */
    private static Finding bad(String id, boolean first, String name, Reason message, Reason advice, String evidence) {
        return new Finding(id, first ? Severity.ERROR : Severity.WARN, name, message, advice, evidence, null);
    }

    /** Whether the relay's key for our domain is there, under one of the names it uses. */
    private Outcome ofRelay(SendingPath path, String domain, List<String> selectors) {
        String unanswered = "";
        selectors.forEach(selector -> dns.askAhead(name(selector, domain), RecordType.TXT));
        for (String selector : selectors) {
            DnsAnswer answer = dns.ask(name(selector, domain), RecordType.TXT);
            if (answer.values().stream()
                    .anyMatch(text -> isKey(text) && !key(text).isEmpty())) {
                return new Outcome("pass", domain, selector, Known.YES, List.of());
            }
            unanswered = answer instanceof DnsAnswer.Unanswered silence ? silence.why() : unanswered;
        }
        if (!unanswered.isEmpty()) {
            return new Outcome(
                    "unknown",
                    domain,
                    "",
                    Known.UNKNOWN,
                    List.of(Finding.unknown(
                            "dkim.unknown",
                            domain,
                            SenderReason.DKIM_UNKNOWN.of(name(selectors.get(0), domain)),
                            SenderReason.DNS_AGAIN.of(),
                            unanswered)));
        }
        return unsigned(Finding.warn(
                "dkim.relay-key-missing",
                domain,
                SenderReason.DKIM_RELAY_MISSING.of(path.relay(), domain),
                SenderReason.DKIM_SET_UP.of(path.relay(), domain),
                Reason.allOf(selectors.stream()
                                .map(selector -> name(selector, domain))
                                .toList())
                        .toString()));
    }

    private static String name(String selector, String domain) {
        return selector + "._domainkey." + domain;
    }

    private static boolean isKey(String text) {
        return TagList.read(text).containsKey("p");
    }

    private static String key(String text) {
        return TagList.read(text).getOrDefault("p", "").replaceAll("\\s+", "");
    }

    private static List<String> list(Map<String, String> tags, String name, String otherwise) {
        return List.of(
                tags.getOrDefault(name, otherwise).toLowerCase(Locale.ROOT).split("\\s*:\\s*", -1));
    }
}
