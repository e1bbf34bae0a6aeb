package org.facteur.check.sender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.DnsAnswer;
import org.facteur.check.dns.RecordType;
import org.jspecify.annotations.Nullable;

/** Which policy holds for a domain, and which names are one owner's, found by walking up the DNS tree (RFC 9989, 4.10). */
final class Dmarc {

    /** Names longer than this are cut down to it at the first step, so that there are eight questions at most. */
    private static final int MOST_LABELS = 7;

    private final Dns dns;

    Dmarc(Dns dns) {
        this.dns = dns;
    }

    /** What the DNS says of a domain's policy. */
    sealed interface Found {

        /** @param policy that holds for the domain asked about, weakened where it is a test */
        record Policy(DmarcRecord record, DmarcPolicy policy) implements Found {}

        record None() implements Found {}

        /** @param why see {@link DnsAnswer.Unanswered} */
        record Unanswered(String why) implements Found {}
    }

    /** The records from a name upwards, as far as one goes. */
    private record Walk(List<DmarcRecord> records, @Nullable String unanswered) {}

    Found policy(String domain) {
        Walk walk = walk(domain);
        Optional<DmarcRecord> own = walk.records().stream()
                .filter(record -> record.domain().equals(domain))
                .findFirst();
        if (own.isEmpty() && walk.unanswered() != null) {
            return new Found.Unanswered(walk.unanswered());
        }
        DmarcRecord record = own.or(() -> ofOwner(domain, walk)).orElse(null);
        if (record == null) {
            return new Found.None();
        }
        DmarcPolicy policy = record.policy(!record.domain().equals(domain));
        return new Found.Policy(record, record.isTest() ? policy.weaker() : policy);
    }

    /** At the organisational domain, else at the registry's (RFC 9989, 4.10.1). */
    private static Optional<DmarcRecord> ofOwner(String domain, Walk walk) {
        String owner = owner(domain, walk);
        return walk.records().stream()
                .filter(record -> record.domain().equals(owner))
                .findFirst()
                .or(() -> walk.records().stream()
                        .filter(record -> record.psd().equals("y"))
                        .findFirst());
    }

    /** Whether two names are one owner's, so that one may vouch for the other where alignment is relaxed. */
    Known sameOwner(String one, String other) {
        if (one.equals(other)) {
            return Known.YES;
        }
        Walk first = walk(one);
        Walk second = walk(other);
        if (first.unanswered() != null || second.unanswered() != null) {
            return Known.UNKNOWN;
        }
        return owner(one, first).equals(owner(other, second)) ? Known.YES : Known.NO;
    }

    /** The organisational domain (RFC 9989, 4.10.2). */
    private static String owner(String domain, Walk walk) {
        String owner = domain;
        for (DmarcRecord record : walk.records()) {
            if (record.psd().equals("n")) {
                return record.domain();
            }
            if (record.psd().equals("y") && !record.domain().equals(domain)) {
                return below(record.domain(), domain);
            }
            // The last one is that with the fewest labels.
            owner = record.domain();
        }
        return owner;
    }

    /** The name one label longer, on the way down to the domain. */
    private static String below(String registry, String domain) {
        String rest = domain.substring(0, domain.length() - registry.length() - 1);
        return rest.substring(rest.lastIndexOf('.') + 1) + "." + registry;
    }

    private Walk walk(String domain) {
        List<DmarcRecord> records = new ArrayList<>();
        @Nullable String unanswered = null;
        for (String name : names(domain)) {
            DnsAnswer answer = dns.ask("_dmarc." + name, RecordType.TXT);
            if (answer instanceof DnsAnswer.Unanswered silence) {
                unanswered = silence.why();
            }
            Optional<DmarcRecord> record = DmarcRecord.of(name, answer.values());
            record.ifPresent(records::add);
            if (record.isPresent() && !record.get().psd().equals("u")) {
                break;
            }
        }
        return new Walk(records, unanswered);
    }

    /** The domain, and those above it. */
    private static List<String> names(String domain) {
        List<String> labels = Arrays.asList(domain.split("\\.", -1));
        List<String> names = new ArrayList<>(List.of(domain));
        for (int from = Math.max(1, labels.size() - MOST_LABELS); from < labels.size(); from++) {
            names.add(String.join(".", labels.subList(from, labels.size())));
        }
        return names;
    }
}
