package org.facteur.check.sender;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.facteur.check.Finding;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.DnsAnswer;
import org.facteur.check.dns.RecordType;

/** Whether an address that sends has a name, and the name that address: big receivers take nothing from one that has not. */
final class PointerCheck {

    private static final String ID = "ptr";

    private final Dns dns;

    PointerCheck(Dns dns) {
        this.dns = dns;
    }

    List<Finding> of(List<InetAddress> addresses) {
        List<Finding> findings = new ArrayList<>();
        addresses.forEach(address -> finding(address).ifPresent(findings::add));
        return findings;
    }

    private Optional<Finding> finding(InetAddress address) {
        String shown = address.getHostAddress();
        DnsAnswer names = dns.ask(ReverseName.pointer(address), RecordType.PTR);
        if (names instanceof DnsAnswer.Unanswered unanswered) {
            return Optional.of(unknown(shown, unanswered.why()));
        }
        if (names instanceof DnsAnswer.None) {
            return Optional.of(
                    Finding.warn(ID, shown, SenderReason.PTR_MISSING.of(shown), SenderReason.PTR_SET.of(shown), ""));
        }
        RecordType type = address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
        String silent = "";
        for (String name : names.values()) {
            DnsAnswer back = dns.ask(name, type);
            if (back.values().contains(shown)) {
                return Optional.empty();
            }
            silent = back instanceof DnsAnswer.Unanswered unanswered ? unanswered.why() : silent;
        }
        String found = String.join(" ", names.values());
        return Optional.of(
                silent.isEmpty()
                        ? Finding.warn(
                                ID,
                                shown,
                                SenderReason.PTR_MISMATCH.of(shown, found),
                                SenderReason.PTR_SET.of(shown),
                                found)
                        : unknown(shown, silent));
    }

    private static Finding unknown(String address, String why) {
        return Finding.unknown(ID, address, SenderReason.PTR_UNKNOWN.of(address), SenderReason.DNS_AGAIN.of(), why);
    }
}
