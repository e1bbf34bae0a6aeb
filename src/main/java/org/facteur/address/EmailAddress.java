package org.facteur.address;

import java.util.Locale;

/**
 * A valid address (RFC 5321 Mailbox, RFC 6531 for other alphabets) in the one form that identifies a recipient: lower case,
 * domain in ASCII. No provider of note tells {@code Marie@} from {@code marie@}; writing to both would be writing twice.
 */
public record EmailAddress(String localPart, Domain domain) {

    public EmailAddress {
        localPart = localPart.toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when it is no address; see {@link AddressParser} for input of unknown quality
     */
    public static EmailAddress of(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException("\"" + text + "\" is not an e-mail address");
        }
        return new EmailAddress(text.substring(0, at), new Domain(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return localPart + "@" + domain.name();
    }
}
