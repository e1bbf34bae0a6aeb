package org.facteur.home;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.facteur.disk.PrivateFile;
import org.facteur.message.MessageKey;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;

/**
 * The key of a home's Message-IDs, {@code var/message-id.key}: made once, in hexadecimal, and for its owner alone to read. Where it is
 * lost a new one is made: letters that have been tried keep their Message-IDs, which the ledger has.
 */
public final class MessageKeyFile {

    private MessageKeyFile() {}

    /**
     * For those who hold the home's lock.
     *
     * @throws MendableException when it cannot be read or made, or holds something else
     */
    public static MessageKey of(Home home) {
        Path file = file(home);
        try {
            if (!isThere(file)) {
                byte[] bytes = new byte[MessageKey.BYTES];
                new SecureRandom().nextBytes(bytes);
                PrivateFile.write(file, out -> out.write(HexFormat.of().formatHex(bytes) + "\n"));
            }
            return read(file);
        } catch (IOException e) {
            throw new MendableException(HomeReason.KEY_PERMISSIONS.of(file), ExitCodes.TRY_LATER);
        }
    }

    /** The same in hexadecimal, for workers that are to name letters as this home does. */
    public static String hex(Home home) {
        of(home);
        try {
            return text(file(home));
        } catch (IOException e) {
            throw new MendableException(HomeReason.KEY_PERMISSIONS.of(file(home)), ExitCodes.TRY_LATER);
        }
    }

    /** @param hex as {@link #hex} gave it */
    public static MessageKey ofHex(String hex) {
        return new MessageKey(HexFormat.of().parseHex(hex));
    }

    /** For those who only look: a key that means nothing where the home has none yet. */
    public static MessageKey orRandom(Home home) {
        return isThere(file(home)) ? of(home) : MessageKey.random();
    }

    private static Path file(Home home) {
        return home.var().resolve("message-id.key");
    }

    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static MessageKey read(Path file) throws IOException {
        try {
            return ofHex(text(file));
        } catch (IllegalArgumentException e) {
            throw new MendableException(HomeReason.KEY_OTHER.of(file), ExitCodes.CONFIG);
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(2 * MessageKey.BYTES + 2), StandardCharsets.US_ASCII).strip();
        }
    }
}
