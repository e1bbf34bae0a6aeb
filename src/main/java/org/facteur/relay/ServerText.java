package org.facteur.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes text of what a server says: in its own encoding, and with the secrets blotted out that it repeats. */
final class ServerText {

    /** Nothing that RFC 5321, 4.2 allows: it could paint over the terminal or the log that shows it. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]");

    /** As a reply is read: a character for each byte. */
    private final List<String> secrets;

    /** @param secrets what a server may have heard from us; blank ones would blot out every space */
    ServerText(List<String> secrets) {
        // It may repeat the bytes it was sent, or have made Latin-1 of them. The longest first: one may hold another.
        this.secrets = secrets.stream()
                .filter(secret -> !secret.isBlank())
                .flatMap(secret -> Stream.of(new String(secret.getBytes(UTF_8), ISO_8859_1), secret))
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /**
     * @param latin1 as it is read: each byte a character
     */
    String of(String latin1) {
        String masked = latin1;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        if (isPlain(masked)) {
            return masked;
        }
        // Line by line: a server may pass on what another one said, in another encoding.
        return masked.lines()
                .map(line -> CONTROLS.matcher(decoded(line)).replaceAll(" "))
                .collect(Collectors.joining("\n"));
    }

    /** One line of ASCII, as nearly all are. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Replies are ASCII, or UTF-8 (RFC 6531, 3.7.4.1); what is neither was Latin-1, most likely. */
    private static String decoded(String latin1) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(latin1.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return latin1;
        }
    }
}
