package org.facteur.check.dns;

import java.util.List;
import java.util.regex.Pattern;

/** What somebody registered, as far as a name tells. */
public final class RegisteredName {

    /** Second levels of countries below which people register: co.uk, asso.fr. */
    private static final Pattern COUNTRY_SECOND =
            Pattern.compile("(?:ac|asso|co|com|edu|gob|gouv|gov|net|nom|or|org)\\.[a-z]{2}");

    private RegisteredName() {}

    /** @param host in lower case and ASCII; a name of two labels and less stays as it is */
    public static String of(String host) {
        List<String> labels = List.of(host.split("\\.", -1));
        int size = labels.size();
        boolean below = size > 2
                && COUNTRY_SECOND
                        .matcher(labels.get(size - 2) + "." + labels.get(size - 1))
                        .matches();
        return String.join(".", labels.subList(Math.max(0, size - (below ? 3 : 2)), size));
    }
}
