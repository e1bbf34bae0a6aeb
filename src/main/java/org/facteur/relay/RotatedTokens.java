package org.facteur.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.facteur.disk.PrivateFile;
import org.jspecify.annotations.Nullable;

/**
 * Refresh tokens that an endpoint gave out in place of the one in the job file (RFC 6749, 6), kept for the next run: the old one may be
 * worth nothing any more. Who stores another in the job file has signed in again, and what was kept for the old one is not looked at.
 *
 * @param folder private to its owner; null: nothing is kept beyond this process
 */
record RotatedTokens(@Nullable Path folder) {

    /** More than any token is long. */
    private static final long LARGEST = 16_384;

    /** @throws IOException when one is kept and cannot be read */
    @Nullable
    String insteadOf(Credentials.OAuth2 credentials) throws IOException {
        if (folder == null) {
            return null;
        }
        try {
            Path file = file(folder, credentials);
            if (Files.size(file) > LARGEST) {
                throw new IOException(file + " is no refresh token");
            }
            String kept = Files.readString(file).strip();
            return kept.isEmpty() ? null : kept;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** @throws IOException when it cannot be written; what was kept before stays */
    void keep(Credentials.OAuth2 credentials, String token) throws IOException {
        if (folder == null) {
            return;
        }
        PrivateFile.write(file(folder, credentials), out -> out.write(token + "\n"));
    }

    /** Named by what it stands for, of which the name tells nothing. */
    private static Path file(Path folder, Credentials.OAuth2 credentials) {
        String whose = String.join(
                "\0",
                credentials.tokenEndpoint().toString(),
                credentials.clientId(),
                credentials.username(),
                credentials.refreshToken());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whose.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".token");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
