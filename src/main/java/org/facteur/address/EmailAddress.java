package org.facteur.address;

import java.text.Normalizer;
import java.util.Locale;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A valid address (RFC 5321 Mailbox, RFC 6531 for other alphabets) in the one form that identifies a recipient: lower case,
 * composed characters (NFC, RFC 6532, 3.1), no quotes that are not needed, domain in ASCII. No provider of note tells
 * {@code Marie@} from {@code marie@}; writing to both would be writing twice.
 *
 * @param localPart what stands before the {@code @}, 1 to 64 octets of UTF-8 (RFC 5321, 4.5.3.1.1); quoted only where its
 *     characters ask for it
 */
public record EmailAddress(String localPart, Domain domain) {

    /**
     * @throws InvalidValueException when it is no address
     */
    public EmailAddress {
        localPart = AddressGrammar.unquoted(normal(localPart));
        @Nullable Reason problem = AddressGrammar.problem(localPart, domain);
        if (problem != null) {
            throw new InvalidValueException(problem);
        }
    }

    /**
     * @param text local part, {@code @} and domain, and nothing else
     * @throws InvalidValueException when it is no address; see {@link AddressParser} for input of unknown quality
     */
    public static EmailAddress of(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            throw new InvalidValueException(AddressReason.NONE.of(Quoted.printable(text)));
        }
        return new EmailAddress(text.substring(0, at), new Domain(text.substring(at + 1)));
    }

    /** Whether any server takes it, and not only one that offers SMTPUTF8 (RFC 6531); a domain always is. */
    public boolean isAscii() {
        return Quoted.isAscii(localPart);
    }

    private static String normal(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Quoted.isAscii(lower) ? lower : Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
        return localPart + "@" + domain.name();
    }
}
