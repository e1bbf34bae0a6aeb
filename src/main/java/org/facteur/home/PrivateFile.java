package org.facteur.home;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A file that only its owner may read, there as a whole or not at all. */
public final class PrivateFile {

    private PrivateFile() {}

    /** What goes into the file. */
    public interface Content {
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Replaces the file if there is one.
     *
     * @throws IOException when it cannot be written; what was there before stays
     */
    public static void write(Path file, Content content) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        // Temporary files are made with rights for their owner alone, and a rename keeps them.
        Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".part");
        try {
            try (Writer out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
                content.writeTo(out);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
