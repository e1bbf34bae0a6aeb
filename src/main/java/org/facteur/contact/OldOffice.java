package org.facteur.contact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a compound file (MS-CFB) is: a workbook of Excel 97, or one of today that a password keeps shut. */
final class OldOffice {

    /** Name of the stream that holds all of it where there is a password (MS-OFFCRYPTO, 1.3.2), in UTF-16 with NULs between its letters. */
    private static final String SEALED =
            new String("EncryptedPackage".getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);

    private static final int BUFFER = 1 << 16;

    private OldOffice() {}

    static ContactReason reason(Path file) throws IOException {
        String end = "";
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] bytes = in.readNBytes(BUFFER); bytes.length > 0; bytes = in.readNBytes(BUFFER)) {
                String text = end + new String(bytes, StandardCharsets.ISO_8859_1);
                if (text.contains(SEALED)) {
                    return ContactReason.KIND_PASSWORD;
                }
                end = text.substring(Math.max(0, text.length() - SEALED.length()));
            }
        }
        return ContactReason.KIND_OLD_OFFICE;
    }
}
