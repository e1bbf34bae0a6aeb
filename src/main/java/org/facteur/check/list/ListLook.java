package org.facteur.check.list;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.facteur.address.EmailAddress;
import org.facteur.check.Finding;
import org.facteur.contact.ContactSource;
import org.facteur.contact.Exclusion;
import org.facteur.contact.Recipients;
import org.jspecify.annotations.Nullable;

/** What can be seen of addresses without asking anybody. Not for more than one thread. */
public final class ListLook {

    /** Mailboxes of an office and not of a person (RFC 2142, and what mailing services do not write to). */
    private static final Set<String> ROLES = Set.of(
            "abuse",
            "accueil",
            "admin",
            "administrator",
            "billing",
            "commercial",
            "compta",
            "comptabilite",
            "direction",
            "facturation",
            "hostmaster",
            "info",
            "infos",
            "mairie",
            "marketing",
            "newsletter",
            "office",
            "recrutement",
            "sav",
            "secretariat",
            "service-client",
            "mailer-daemon",
            "no-reply",
            "noc",
            "noreply",
            "ne-pas-repondre",
            "postmaster",
            "root",
            "sales",
            "security",
            "spam",
            "support",
            "sysadmin",
            "unsubscribe",
            "webmaster");

    /** Named in one finding. */
    private static final int NAMED = 5;

    private final Set<String> disposable;
    private final Map<String, Counted> typos = new TreeMap<>();
    private final Counted roles = new Counted();
    private final Counted throwAway = new Counted();

    private static final class Counted {

        private long addresses;
        private final List<String> first = new ArrayList<>();

        void add(EmailAddress address) {
            addresses++;
            if (first.size() < NAMED) {
                first.add(address.toString());
            }
        }

        String evidence() {
            return String.join(", ", first) + (addresses > first.size() ? " …" : "");
        }
    }

    public ListLook() {
        disposable = read();
    }

    private static Set<String> read() {
        try (InputStream file = Objects.requireNonNull(ListLook.class.getResourceAsStream("disposable.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void add(EmailAddress address) {
        String domain = address.domain().name();
        Typos.meant(domain)
                .ifPresent(meant ->
                        typos.computeIfAbsent(domain, key -> new Counted()).add(address));
        String local = address.toString()
                .substring(0, address.toString().lastIndexOf('@'))
                .toLowerCase(Locale.ROOT);
        if (ROLES.contains(local)) {
            roles.add(address);
        }
        // A mistyped domain is somebody's trap more often than not: what to do about it has been said.
        if (disposable.contains(domain) && Typos.meant(domain).isEmpty()) {
            throwAway.add(address);
        }
    }

    /** Addresses whose domain is mistyped. */
    public long typos() {
        return typos.values().stream().mapToLong(counted -> counted.addresses).sum();
    }

    public long roles() {
        return roles.addresses;
    }

    /** Of a list with no recipient. */
    public static List<Finding> nobody(ContactSource contacts, @Nullable Exclusion first) {
        String where = contacts.where() == null ? "" : contacts.where().text();
        return List.of(Finding.error(
                "list.empty",
                String.valueOf(contacts.file().getFileName()),
                Recipients.nobody(contacts, first),
                ListReason.LIST_EMPTY_ADVICE.of(),
                where));
    }

    /** @param addresses of several people each */
    public static List<Finding> households(List<String> addresses) {
        if (addresses.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.info(
                "list.household",
                addresses.get(0),
                ListReason.LIST_HOUSEHOLD.of(addresses.size()),
                ListReason.LIST_HOUSEHOLD_ADVICE.of(),
                String.join(", ", addresses.subList(0, Math.min(NAMED, addresses.size())))
                        + (addresses.size() > NAMED ? " …" : "")));
    }

    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        typos.forEach((domain, counted) -> {
            String meant = Typos.meant(domain).orElseThrow();
            findings.add(Finding.warn(
                    "list.typo",
                    counted.first.get(0),
                    ListReason.LIST_TYPO.of(counted.addresses, domain, meant),
                    ListReason.LIST_TYPO_ADVICE.of(meant),
                    counted.evidence()));
        });
        if (roles.addresses > 0) {
            findings.add(Finding.warn(
                    "list.role",
                    roles.first.get(0),
                    ListReason.LIST_ROLE.of(roles.addresses),
                    ListReason.LIST_ROLE_ADVICE.of(),
                    roles.evidence()));
        }
        if (throwAway.addresses > 0) {
            findings.add(Finding.warn(
                    "list.disposable",
                    throwAway.first.get(0),
                    ListReason.LIST_DISPOSABLE.of(throwAway.addresses),
                    ListReason.LIST_DISPOSABLE_ADVICE.of(),
                    throwAway.evidence()));
        }
        return findings;
    }
}
