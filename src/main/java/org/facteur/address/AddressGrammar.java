package org.facteur.address;

import com.sanctionco.jmail.Email;
import com.sanctionco.jmail.EmailValidationResult;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.FailureReason;
import com.sanctionco.jmail.JMail;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What makes a local part and a domain an address that can be given to an SMTP server: JMail's grammar (RFC 5322) without
 * what a mailbox in SMTP cannot have (comments, source routes, address literals), and within SMTP's lengths.
 */
final class AddressGrammar {

    /** Octets; RFC 5321, 4.5.3.1.1. */
    static final int LONGEST_LOCAL_PART = 64;

    /** Octets; RFC 5321, 4.5.3.1.3 allows a path of 256, of which the angle brackets take two. */
    static final int LONGEST = 254;

    private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private static final EmailValidator SMTP_MAILBOX = JMail.validator()
            .disallowIpDomain()
            .requireTopLevelDomain()
            .disallowExplicitSourceRouting()
            .disallowObsoleteWhitespace()
            .disallowQuotedIdentifiers();

    private AddressGrammar() {}

    /** Null where it is an address, else what is wrong and what to write instead. */
    static @Nullable Reason problem(String localPart, Domain domain) {
        @Nullable Reason unseen = unseen(localPart);
        if (unseen != null) {
            return unseen;
        }
        int octets = Quoted.isAscii(localPart) ? localPart.length() : localPart.getBytes(StandardCharsets.UTF_8).length;
        if (octets > LONGEST_LOCAL_PART) {
            return AddressReason.LOCAL_LONG.of(octets, LONGEST_LOCAL_PART);
        }
        int length = octets + 1 + domain.name().length();
        if (length > LONGEST) {
            return AddressReason.LONG.of(length, LONGEST);
        }
        if (domain.name().indexOf('.') < 0) {
            return AddressReason.ENDING.of(domain, domain + ".example");
        }
        EmailValidationResult result = SMTP_MAILBOX.validate(localPart + "@" + domain.name());
        if (result.isFailure()) {
            return because(result.getFailureReason(), localPart + "@" + domain);
        }
        return result.getEmail().map(AddressGrammar::isBare).orElse(false)
                ? null
                : because(FailureReason.INVALID_COMMENT, localPart + "@" + domain);
    }

    private static boolean isBare(Email email) {
        return email.comments().isEmpty() && !email.hasIdentifier();
    }

    private static Reason because(FailureReason reason, String address) {
        String why = reason.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        return AddressReason.NONE_WHY.of(Quoted.printable(address), why);
    }

    /** Characters that are not seen but make another address, or tear an SMTP command apart. */
    static @Nullable Reason unseen(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == 0xFFFD) {
                return AddressReason.UNREADABLE.of(Quoted.printable(text));
            }
            if (Quoted.isInvisible(c)) {
                return AddressReason.UNSEEN.of(Quoted.printable(text), Quoted.codePoint(c));
            }
            i += Character.charCount(c);
        }
        return null;
    }

    /** {@code "marie"} in quotes is the mailbox {@code marie} (RFC 5321, 4.1.2): one recipient, not two. */
    static String unquoted(String localPart) {
        int last = localPart.length() - 1;
        if (last < 2 || localPart.charAt(0) != '"' || localPart.charAt(last) != '"') {
            return localPart;
        }
        String inside = localPart.substring(1, last).replaceAll("\\\\(.)", "$1");
        return isDotAtom(inside) ? inside : localPart;
    }

    private static boolean isDotAtom(String text) {
        boolean afterDot = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean atom = c > 0x7F || Character.isLetterOrDigit(c) || ATOM_SPECIALS.indexOf(c) >= 0;
            if (!atom && (c != '.' || afterDot)) {
                return false;
            }
            afterDot = c == '.';
        }
        return !afterDot;
    }
}
