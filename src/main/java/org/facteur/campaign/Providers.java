package org.facteur.campaign;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.facteur.address.Domain;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps a recipient's mailbox: thresholds count over all domains of a provider. Known domains and mail exchangers only; the
 * look-up of a domain's exchangers is the caller's.
 */
public final class Providers {

    private static final Map<String, String> BY_DOMAIN = new HashMap<>();
    private static final Map<String, String> BY_MX = new HashMap<>();
    private static final Set<String> NAMES = new LinkedHashSet<>();

    static {
        ResourceFile file = new ResourceFile("providers.yaml");
        for (String name : file.root().keys()) {
            NAMES.add(name);
            Section provider = file.root().section(name);
            provider.list("domains", Forms::text).forEach(domain -> BY_DOMAIN.put(domain, name));
            provider.list("mx", Forms::text).forEach(end -> BY_MX.put(end, name));
            provider.refuseOthers();
        }
        file.demandNoProblems();
    }

    private Providers() {}

    /** Such as {@code google}, {@code microsoft}, {@code yahoo-aol}: what {@code per-domain} may name. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(NAMES);
    }

    /** @return the provider that a domain belongs to, such as {@code microsoft} for hotmail.fr; empty where it is not known */
    public static Optional<String> byDomain(Domain domain) {
        return Optional.ofNullable(BY_DOMAIN.get(domain.name()));
    }

    /**
     * @param mxHost name of a mail exchanger, with or without the final dot; letter case does not matter
     * @return whose it is, such as {@code google} for aspmx.l.google.com; empty where it is not known
     */
    public static Optional<String> byMx(String mxHost) {
        List<String> labels = List.of(mxHost.strip().toLowerCase(Locale.ROOT).split("\\.", -1));
        int end = labels.get(labels.size() - 1).isEmpty() ? labels.size() - 1 : labels.size();
        @Nullable String provider = null;
        // From the longest end on, so that the most specific one decides; whole labels, so that notgoogle.com is not
        // google.com.
        for (int start = 0; start < end && provider == null; start++) {
            provider = BY_MX.get(String.join(".", labels.subList(start, end)));
        }
        return Optional.ofNullable(provider);
    }
}
