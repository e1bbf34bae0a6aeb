package org.facteur.report.preview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.facteur.address.EmailAddress;
import org.facteur.disk.PrivateFile;

/** Where a preview's letters lie, {@code 00042-marie@example.org.eml}; made private to its owner, since it holds people's addresses. */
final class PreviewFolder {

    private static final int LONGEST_NAME = 80;
    private static final Pattern LETTER = Pattern.compile("\\d{5,}-[\\p{L}\\p{N}@._+-]*\\.eml");

    private final Path directory;

    private PreviewFolder(Path directory) {
        this.directory = directory;
    }

    /** An earlier preview's letters are deleted: they would pass for this one's. */
    static PreviewFolder open(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.toAbsolutePath(), PrivateFile.ownersFolder(directory));
        } else if (Files.exists(directory.resolve("index.html"))) {
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> old = files.filter(file -> LETTER.matcher(String.valueOf(file.getFileName()))
                                .matches())
                        .toList();
                for (Path file : old) {
                    Files.delete(file);
                }
            }
        }
        return new PreviewFolder(directory);
    }

    Path directory() {
        return directory;
    }

    /**
     * An address is data: of it only letters, digits and {@code @ . _ + -} reach the file system.
     *
     * @return the file's name
     */
    String keep(int number, EmailAddress to, byte[] letter) throws IOException {
        String safe = to.toString().replaceAll("[^\\p{L}\\p{N}@._+-]", "_").replaceAll("\\.{2,}", "_");
        String name = "%05d-%s.eml".formatted(number, safe.substring(0, Math.min(safe.length(), LONGEST_NAME)));
        Path file = directory.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PrivateFile.ownerOnly(file));
        Files.write(file, letter);
        return name;
    }
}
