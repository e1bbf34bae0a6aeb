package org.facteur.check.mailing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.facteur.check.Finding;
import org.jspecify.annotations.Nullable;

/** Attachments that receivers refuse by their kind, archives looked into: a name is enough for them. */
final class AttachmentLook {

    /** What Gmail refuses, inside archives too: https://support.google.com/mail/answer/6590 */
    private static final Set<String> FORBIDDEN = Set.of(
            "ade",
            "adp",
            "apk",
            "appx",
            "appxbundle",
            "bat",
            "cab",
            "chm",
            "cmd",
            "com",
            "cpl",
            "diagcab",
            "diagcfg",
            "diagpkg",
            "dll",
            "dmg",
            "ex",
            "ex_",
            "exe",
            "hta",
            "img",
            "ins",
            "iso",
            "isp",
            "jar",
            "jnlp",
            "js",
            "jse",
            "lib",
            "lnk",
            "mde",
            "mjs",
            "msc",
            "msi",
            "msix",
            "msixbundle",
            "msp",
            "mst",
            "nsh",
            "pif",
            "ps1",
            "scr",
            "sct",
            "shb",
            "sys",
            "vb",
            "vbe",
            "vbs",
            "vhd",
            "vxd",
            "wsc",
            "wsf",
            "wsh",
            "xll");

    /** Office files that may run something. */
    private static final Set<String> MACROS = Set.of("docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppam");

    /** Archives within archives. */
    private static final int DEEPEST = 4;

    private static final int MOST_ENTRIES = 20_000;
    /** Unpacked, of archives within archives: an archive may be a bomb. */
    private static final long MOST_BYTES = 50_000_000;

    /** Names that are not marked as UTF-8 are in this one (APPNOTE.TXT, D.1), as Windows writes them; any bytes are characters of it. */
    private static final Charset NAMES = Charset.forName("IBM437");

    private static final byte[] WINDOWS = {'M', 'Z'};
    private static final byte[] LINUX = {0x7F, 'E', 'L', 'F'};

    private long bytes;
    private int entries;

    private AttachmentLook() {}

    static List<Finding> of(Collection<Path> files) {
        List<Finding> findings = new ArrayList<>();
        for (Path file : files) {
            @Nullable Finding finding = new AttachmentLook().finding(file);
            if (finding != null) {
                findings.add(finding);
            }
        }
        return findings;
    }

    private @Nullable Finding finding(Path file) {
        String name = file.getFileName().toString();
        if (FORBIDDEN.contains(extension(name))) {
            return forbidden(name, name);
        }
        try {
            byte[] head = head(file);
            if (head.length == 0) {
                return Finding.warn(
                        "attachment.empty", name, MailingReason.HOLLOW.of(), MailingReason.HOLLOW_ADVICE.of(), "0 B");
            }
            if (begins(head, LINUX) || (begins(head, WINDOWS) && isProgram(file))) {
                return forbidden(name, head[0] == 'M' ? "MZ" : "ELF");
            }
            if (MACROS.contains(extension(name))) {
                return Finding.warn(
                        "attachment.macro",
                        name,
                        MailingReason.MACRO.of(),
                        MailingReason.MACRO_ADVICE.of(),
                        "." + extension(name));
            }
            @Nullable String inside = begins(head, new byte[] {'P', 'K'}) ? inZip(file) : null;
            return inside == null ? null : forbidden(name, inside);
        } catch (IOException unreadable) {
            // Who merges the letter says so.
            return null;
        }
    }

    private static Finding forbidden(String name, String evidence) {
        return Finding.error(
                "attachment.forbidden",
                name,
                MailingReason.FORBIDDEN.of(),
                MailingReason.FORBIDDEN_ADVICE.of(),
                evidence);
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(4);
        }
    }

    private static boolean begins(byte[] head, byte[] mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= head.length || head[i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Two letters begin many a text: a program has its header where the 61st byte says. */
    private static boolean isProgram(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4096);
            if (start.length < 64) {
                return false;
            }
            int header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(60);
            return header > 0 && header + 1 < start.length && start[header] == 'P' && start[header + 1] == 'E';
        }
    }

    private @Nullable String inZip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), NAMES)) {
            Enumeration<? extends ZipEntry> all = zip.entries();
            while (all.hasMoreElements() && entries++ < MOST_ENTRIES) {
                ZipEntry entry = all.nextElement();
                if (FORBIDDEN.contains(extension(entry.getName()))) {
                    return entry.getName();
                }
                if (extension(entry.getName()).equals("zip")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        @Nullable String inside = inStream(in, 2);
                        if (inside != null) {
                            return entry.getName() + "/" + inside;
                        }
                    } catch (IOException | IllegalArgumentException encryptedOrBroken) {
                        // Nobody can look into it, a filter neither: the entries after it still count.
                    }
                }
            }
        } catch (ZipException | IllegalArgumentException noArchive) {
            return null;
        }
        return null;
    }

    private @Nullable String inStream(InputStream archive, int depth) throws IOException {
        ZipInputStream zip = new ZipInputStream(
                new FilterInputStream(archive) {
                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        int read = super.read(buffer, offset, length);
                        bytes += Math.max(read, 0);
                        return bytes > MOST_BYTES ? -1 : read;
                    }
                },
                NAMES);
        for (ZipEntry entry = zip.getNextEntry();
                entry != null && entries++ < MOST_ENTRIES;
                entry = zip.getNextEntry()) {
            if (FORBIDDEN.contains(extension(entry.getName()))) {
                return entry.getName();
            }
            if (extension(entry.getName()).equals("zip") && depth < DEEPEST) {
                @Nullable String inside = inStream(zip, depth + 1);
                if (inside != null) {
                    return entry.getName() + "/" + inside;
                }
            }
        }
        return null;
    }

    private static String extension(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1).strip();
        return last.substring(last.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
