package org.facteur.contact;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The parts of a document that is a zip archive inside, looked at whole before a row of it is believed. */
final class Parts {

    /** Bytes; below them a part may be packed as densely as it likes, such as a column of zeros. */
    private static final long HARMLESS = 100_000_000;

    /** Unpacked bytes for a packed one. Full sheets have 10 to 40, deflate can have 1,032. */
    private static final long DENSEST = 200;

    /** Bytes; a million rows of sixty columns do not take so many. */
    private static final long LARGEST = 8_000_000_000L;

    /** Of Excel's. */
    private static final String SHEETS = "xl/worksheets/";

    /** Bytes; manifests are small. */
    private static final int MANIFEST = 1_000_000;

    private final Path file;
    private final Set<String> names;
    private final String kind;
    private final String manifest;

    private Parts(Path file, Set<String> names, String kind, String manifest) {
        this.file = file;
        this.names = names;
        this.kind = kind;
        this.manifest = manifest;
    }

    /** Null where it is no zip archive, or has no end, as after a broken download. */
    static @Nullable Parts of(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Set<String> names = new LinkedHashSet<>();
            zip.stream().map(ZipEntry::getName).forEach(names::add);
            return new Parts(file, names, text(zip, "mimetype"), text(zip, "META-INF/manifest.xml"));
        } catch (ZipException notOne) {
            return null;
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return "";
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readNBytes(MANIFEST), StandardCharsets.UTF_8);
        }
    }

    boolean has(String name) {
        return names.contains(name);
    }

    boolean isSpreadsheetOfLibreOffice() {
        return has("content.xml")
                && (kind.startsWith("application/vnd.oasis.opendocument.spreadsheet")
                        || manifest.contains("application/vnd.oasis.opendocument.spreadsheet"));
    }

    /** Its parts are, one by one (OpenDocument 1.2, part 3). */
    boolean isEncryptedDocument() {
        return manifest.contains("encryption-data");
    }

    /**
     * Unpacks what will be read, and throws it away.
     *
     * @param prefix of the names of the parts that are read
     * @throws ContactFileException where a part is damaged, or made to fill memory and time
     */
    void refuseDamaged(String prefix) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (String name : names) {
                ZipEntry entry = zip.getEntry(name);
                if (entry != null && name.startsWith(prefix) && name.endsWith(".xml")) {
                    refuseDamaged(zip, entry, buffer);
                }
            }
        } catch (ZipException | EOFException e) {
            throw broken(file);
        }
    }

    private void refuseDamaged(ZipFile zip, ZipEntry entry, byte[] buffer) throws IOException {
        CRC32 sum = new CRC32();
        @Nullable FarCell cells = entry.getName().startsWith(SHEETS) ? new FarCell() : null;
        long bytes = 0;
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                boolean dense = bytes > HARMLESS && bytes / DENSEST > entry.getCompressedSize();
                if (dense || bytes > LARGEST) {
                    throw ContactFileException.at(file, 1, ContactReason.BOMB.of(entry.getName()));
                }
                if (cells != null && cells.isIn(buffer, read)) {
                    throw broken(file);
                }
            }
        }
        if (entry.getCrc() >= 0 && entry.getCrc() != sum.getValue()) {
            throw broken(file);
        }
    }

    private static ContactFileException broken(Path file) {
        return ContactFileException.at(file, 1, ContactReason.BROKEN.of());
    }
}
