package org.facteur.campaign;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.regex.Pattern;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** How a sender's addresses are written in a job file. */
final class Addresses {

    /** Quotes of a word processor around all of it would be part of the name that everybody reads. */
    private static final Pattern QUOTED_OUTSIDE = Pattern.compile("[“”„«‘].*>\\h*[“”»’]");

    private Addresses() {}

    /**
     * {@code Zythom <zythom@ecole.example>} or the bare address.
     *
     * @throws InvalidValueException when it is not one
     */
    static Mailbox mailbox(String text) {
        String line = Forms.oneLine(text);
        if (line.contains("{{") || line.contains("{%")) {
            throw new InvalidValueException(JobFileReason.SENDER_TEMPLATE.of(Forms.shown(line)));
        }
        if (QUOTED_OUTSIDE.matcher(line).matches()) {
            throw new InvalidValueException(notOne(line));
        }
        try {
            InternetAddress[] parsed = InternetAddress.parse(withAsciiDomain(line), true);
            if (parsed.length == 1
                    && !parsed[0].isGroup()
                    && parsed[0].getAddress().contains("@")) {
                parsed[0].validate();
                return new Mailbox(displayName(parsed[0]), EmailAddress.of(parsed[0].getAddress()));
            }
        } catch (AddressException | IllegalArgumentException e) {
            throw new InvalidValueException(notOne(line), e);
        }
        throw new InvalidValueException(notOne(line));
    }

    private static Reason notOne(String line) {
        boolean comma = line.indexOf(',') >= 0 && line.indexOf('"') < 0;
        return JobFileReason.VALUE_SENDER.of(
                Forms.shown(line), comma ? "'\"Dupont, Jean\" <jean@ecole.example>'" : "Zythom <zythom@ecole.example>");
    }

    // Jakarta Mail takes only ASCII domains.
    private static String withAsciiDomain(String line) {
        int at = line.lastIndexOf('@');
        int end = line.endsWith(">") ? line.length() - 1 : line.length();
        if (at < 0 || line.substring(at + 1, end).chars().allMatch(c -> c < 128)) {
            return line;
        }
        return line.substring(0, at + 1)
                + IDN.toASCII(line.substring(at + 1, end).strip())
                + line.substring(end);
    }

    private static @Nullable String displayName(InternetAddress parsed) {
        String name = parsed.getPersonal();
        return name == null || name.isBlank() ? null : name.strip();
    }

    /** @throws InvalidValueException when it is not one */
    static EmailAddress bare(String text) {
        try {
            Mailbox mailbox = mailbox(text);
            if (mailbox.displayName() == null) {
                return mailbox.address();
            }
        } catch (InvalidValueException e) {
            throw new InvalidValueException(notBare(text), e);
        }
        throw new InvalidValueException(notBare(text));
    }

    private static Reason notBare(String text) {
        return JobFileReason.VALUE_ADDRESS.of(Forms.shown(text.strip()));
    }

    /** {@code stop@ecole.example}, possibly with {@code mailto:} before and {@code ?subject=stop} behind. */
    static String mailto(String text) {
        String line = Forms.oneLine(text);
        String address = line.replaceFirst("(?i)^mailto:", "");
        int question = address.indexOf('?');
        bare(question < 0 ? address : address.substring(0, question));
        return line;
    }
}
