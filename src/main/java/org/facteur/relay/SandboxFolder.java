package org.facteur.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.facteur.disk.PrivateFile;

/** Letters as files, {@code 00042-marie@example.org.eml}, none of which is ever written over. */
final class SandboxFolder {

    private static final int LONGEST_NAME = 80;

    private final Path directory;
    private final AtomicInteger last;

    private SandboxFolder(Path directory, int last) {
        this.directory = directory;
        this.last = new AtomicInteger(last);
    }

    /** Makes it private to its owner, since it holds people's addresses, and goes on counting where earlier letters end. */
    static SandboxFolder open(Path directory) throws IOException {
        Files.createDirectories(directory, PrivateFile.ownersFolder(directory));
        PrivateFile.makeFolderPrivate(directory);
        try (Stream<Path> letters = Files.list(directory)) {
            return new SandboxFolder(
                    directory, letters.mapToInt(SandboxFolder::number).max().orElse(0));
        }
    }

    Path directory() {
        return directory;
    }

    /**
     * Under its final name the letter is whole: it is written beside it first.
     *
     * @return the file's name
     */
    String keep(byte[] letter, String recipient) throws IOException {
        while (true) {
            String name = "%05d-%s.eml".formatted(last.incrementAndGet(), sanitised(recipient));
            Path target = directory.resolve(name);
            Path draft = directory.resolve("." + name + ".part");
            try {
                write(draft, letter);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            // The counter and the draft's exclusive creation leave this name to us, unless somebody put a file there.
            if (!Files.exists(target)) {
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
                return name;
            }
            Files.delete(draft);
        }
    }

    private static void write(Path draft, byte[] letter) throws IOException {
        try (FileChannel channel = FileChannel.open(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PrivateFile.ownerOnly(draft))) {
            ByteBuffer bytes = ByteBuffer.wrap(letter);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** An address is data: of it only letters, digits and {@code @ . _ + -} reach the file system. */
    private static String sanitised(String recipient) {
        String plain = Normalizer.normalize(recipient, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        String safe = plain.replaceAll("[^a-z0-9@._+-]", "_").replaceAll("\\.{2,}", "_");
        return safe.substring(0, Math.min(safe.length(), LONGEST_NAME));
    }

    /** Those of drafts count too: a draft that a killed process left keeps its number. */
    private static int number(Path letter) {
        String digits = String.valueOf(letter.getFileName()).replaceAll("^\\.?(\\d{1,9})-.*$", "$1");
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    }
}
