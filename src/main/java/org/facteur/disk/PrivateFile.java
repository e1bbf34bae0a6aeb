package org.facteur.disk;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** A file that only its owner may read, there as a whole or not at all, after a power cut too. */
public final class PrivateFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private PrivateFile() {}

    /** What goes into the file. */
    public interface Content {
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Replaces the file if there is one, or the link that stands in its place.
     *
     * @throws FileSystemException when it cannot be written; what was there before stays
     */
    public static void write(Path file, Content content) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder, ownersFolder(folder));
        // Temporary files are made with rights for their owner alone, and a rename keeps them.
        Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".part");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
                    Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
                content.writeTo(out);
                out.flush();
                // Some file systems keep the rename over a power cut and lose what had been written.
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Of a file that can be opened and not be written, Java does not say which it is.
            FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Attributes of a new file; none where the file system has no POSIX permissions. */
    public static FileAttribute<?>[] ownerOnly(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    /** The same for a folder. */
    public static FileAttribute<?>[] ownersFolder(Path folder) {
        return isPosix(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FOLDER)}
                : new FileAttribute<?>[0];
    }

    /** Leaves nobody but the owner any permission for a file that is there. */
    public static void makePrivate(Path file) throws IOException {
        makePrivate(file, OWNER_ONLY);
    }

    /** The same for a folder. */
    public static void makeFolderPrivate(Path folder) throws IOException {
        makePrivate(folder, FOLDER);
    }

    private static void makePrivate(Path path, Set<PosixFilePermission> wanted) throws IOException {
        if (isPosix(path)
                && !Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                        .equals(wanted)) {
            Files.setPosixFilePermissions(path, wanted);
        }
    }

    private static boolean isPosix(Path file) {
        return Files.getFileAttributeView(file.toAbsolutePath().resolveSibling(""), PosixFileAttributeView.class)
                != null;
    }
}
