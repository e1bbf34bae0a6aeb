package org.facteur.check.sender;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.facteur.check.Finding;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.DnsAnswer;
import org.facteur.check.dns.RecordType;
import org.facteur.check.sender.SenderData.BlockList;

/**
 * What lists say of the addresses that send and of the domains in the letters (RFC 5782). A list is believed when it lists its test entry,
 * and not the one that it must not list: another one is dead, or does not answer us.
 */
final class BlockLists {

    private final Dns dns;
    private final List<BlockList> lists;

    BlockLists(Dns dns, List<BlockList> lists) {
        this.dns = dns;
        this.lists = lists;
    }

    /** @param domains in ASCII */
    List<Finding> of(Collection<InetAddress> addresses, Collection<String> domains) {
        List<Finding> findings = new ArrayList<>();
        List<BlockList> asked = lists.stream()
                .filter(list -> !(list.ofDomains() ? domains : addresses).isEmpty())
                .toList();
        // All at once: each of them may take its time.
        for (BlockList list : asked) {
            subjects(list, addresses, domains).forEach(subject -> ask(list, entry(subject)));
            Stream.concat(list.test().stream(), Stream.of(list.clean())).forEach(entry -> ask(list, entry));
        }
        List<String> silent = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (BlockList list : asked) {
            Optional<String> silence = silence(list);
            if (silence.isPresent()) {
                silent.add(list.zone());
                said.add(silence.get());
                continue;
            }
            for (Object subject : subjects(list, addresses, domains)) {
                DnsAnswer answer = dns.ask(name(list, entry(subject)), RecordType.A);
                list.meaning(answer.values())
                        .ifPresent(meaning -> findings.add(listed(list, subject, meaning, answer.values())));
            }
        }
        if (!silent.isEmpty()) {
            String zones = String.join(", ", silent);
            findings.add(Finding.unknown(
                    "dnsbl.unknown",
                    zones,
                    SenderReason.DNSBL_UNKNOWN.of(zones),
                    SenderReason.DNSBL_OWN_RESOLVER.of(),
                    String.join("; ", said)));
        }
        return findings;
    }

    private static Collection<?> subjects(
            BlockList list, Collection<InetAddress> addresses, Collection<String> domains) {
        return list.ofDomains() ? domains : addresses;
    }

    private void ask(BlockList list, String entry) {
        dns.askAhead(name(list, entry), RecordType.A);
    }

    private static String name(BlockList list, String entry) {
        return entry + "." + list.zone();
    }

    private static String entry(Object subject) {
        return subject instanceof InetAddress address ? ReverseName.of(address) : subject.toString();
    }

    /** Why a list is not believed; empty where it is. */
    private Optional<String> silence(BlockList list) {
        List<String> seen = new ArrayList<>();
        boolean works = false;
        for (String entry : list.test()) {
            DnsAnswer answer = dns.ask(name(list, entry), RecordType.A);
            works |= list.meaning(answer.values()).isPresent();
            seen.add(name(list, entry) + " " + shown(answer));
        }
        DnsAnswer clean = dns.ask(name(list, list.clean()), RecordType.A);
        if (works && clean instanceof DnsAnswer.None) {
            return Optional.empty();
        }
        return Optional.of(works ? name(list, list.clean()) + " " + shown(clean) : seen.get(0));
    }

    private static String shown(DnsAnswer answer) {
        if (answer instanceof DnsAnswer.Unanswered unanswered) {
            return unanswered.why();
        }
        return answer.values().isEmpty() ? "NXDOMAIN" : String.join(" ", answer.values());
    }

    private static Finding listed(BlockList list, Object subject, String meaning, List<String> answers) {
        String who = subject instanceof InetAddress address ? address.getHostAddress() : subject.toString();
        var message = SenderReason.DNSBL_LISTED.of(who, list.zone(), meaning);
        var advice = SenderReason.DNSBL_DELIST.of(list.zone());
        String evidence = String.join(" ", answers);
        return list.counts()
                ? Finding.warn(id(list), who, message, advice, evidence)
                : Finding.info(id(list), who, message, advice, evidence);
    }

    private static String id(BlockList list) {
        return "dnsbl." + list.id();
    }
}
