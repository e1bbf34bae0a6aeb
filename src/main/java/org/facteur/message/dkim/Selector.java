package org.facteur.message.dkim;

import java.util.Locale;
import java.util.regex.Pattern;
import org.facteur.address.Domain;
import org.facteur.reason.InvalidValueException;

/**
 * Tells the keys of a domain apart (RFC 6376, 3.1).
 *
 * @param name labels of a domain's name, in lower case
 */
public record Selector(String name) {

    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    private static final int LONGEST = 100;

    /** @throws InvalidValueException when it is not one */
    public Selector {
        String given = name;
        name = name.strip().toLowerCase(Locale.ROOT);
        if (name.length() > LONGEST || !LABELS.matcher(name).matches()) {
            String line = given.replaceAll("\\p{Cntrl}", " ");
            throw new InvalidValueException(
                    DkimReason.DKIM_SELECTOR.of(line.substring(0, Math.min(line.length(), LONGEST))));
        }
    }

    /** Where the key is published: {@code facteur._domainkey.ecole.example}. */
    public String at(Domain domain) {
        return name + "._domainkey." + domain;
    }

    @Override
    public String toString() {
        return name;
    }
}
