package org.facteur.address;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.facteur.reason.InvalidValueException;

/**
 * A mail domain in its ASCII form (A-labels, RFC 5890), lower case, without the root's dot. Every label is made of letters,
 * digits and inner hyphens (RFC 5321, 4.1.2), 1 to 63 octets; all of it is at most 255 (RFC 5321, 4.5.3.1.2).
 *
 * @param name such as {@code xn--caf-dma.example}, never blank
 */
public record Domain(String name) implements Comparable<Domain> {

    static final int LONGEST = 255;

    private static final Pattern LETTERS_DIGITS_HYPHENS =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*+");

    // The JDK follows IDNA 2003, where "straße" is "strasse": another domain than today's "xn--strae-oqa" (IDNA 2008).
    private static final Pattern READ_DIFFERENTLY_SINCE_2008 = Pattern.compile("[ßẞς\\u200C\\u200D]");

    /**
     * @throws InvalidValueException when it is no domain
     */
    public Domain {
        name = ascii(name.strip());
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.isEmpty()) {
            throw new InvalidValueException(AddressReason.DOMAIN_EMPTY.of());
        }
        if (name.length() > LONGEST) {
            throw new InvalidValueException(AddressReason.DOMAIN_LONG.of(name.length(), LONGEST));
        }
        if (!LETTERS_DIGITS_HYPHENS.matcher(name).matches()) {
            throw new InvalidValueException(AddressReason.DOMAIN.of(Quoted.printable(name)));
        }
    }

    private static String ascii(String text) {
        if (Quoted.isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (READ_DIFFERENTLY_SINCE_2008.matcher(text).find()) {
            throw new InvalidValueException(AddressReason.DOMAIN_TWO.of(Quoted.printable(text)));
        }
        try {
            return IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException illegal) {
            throw new InvalidValueException(AddressReason.DOMAIN_IDN.of(Quoted.printable(text)), illegal);
        }
    }

    /** The form people read, such as {@code café.example}. */
    public String unicode() {
        return IDN.toUnicode(name);
    }

    @Override
    public int compareTo(Domain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
