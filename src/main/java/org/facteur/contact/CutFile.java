package org.facteur.contact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a file ends where its writer ended it. A full disk or a broken download cuts it anywhere, and {@code marie@gmail.com} cut to
 * {@code marie@gmail.co} is somebody else.
 */
final class CutFile {

    // Domains in a file are few; where they are not, those that were met first are the ones that most rows have.
    private static final int MOST = 10_000;

    private static final Set<String> KNOWN = Set.of(
            "gmail.com",
            "googlemail.com",
            "hotmail.com",
            "hotmail.fr",
            "outlook.com",
            "outlook.fr",
            "live.com",
            "live.fr",
            "yahoo.com",
            "yahoo.fr",
            "icloud.com",
            "me.com",
            "aol.com",
            "msn.com",
            "proton.me",
            "protonmail.com",
            "laposte.net",
            "orange.fr",
            "wanadoo.fr",
            "free.fr",
            "sfr.fr",
            "neuf.fr",
            "bbox.fr",
            "gmx.de",
            "gmx.net",
            "web.de",
            "t-online.de");

    private final boolean possible;
    private final int address;
    private final Set<String> domains = new HashSet<>();
    private int fewestCells;

    private CutFile(boolean possible, int cells, int address) {
        this.possible = possible;
        this.fewestCells = cells;
        this.address = address;
    }

    /**
     * @param cells that the heading line has
     * @param address which of them is the address's, from 0
     */
    static CutFile of(Path file, TextFormat format, int cells, int address) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int unit = format.isUtf16() ? 2 : 1;
            ByteBuffer end = ByteBuffer.allocate(unit);
            channel.read(end, Math.max(0, channel.size() - unit));
            String last = new String(end.array(), format.charset());
            return new CutFile(!last.equals("\n") && !last.equals("\r"), cells, address);
        }
    }

    /**
     * To be asked of each row, in order.
     *
     * @return whether the file seems to have been cut in this one
     */
    boolean isCutIn(RowCursor.Cells row) {
        if (!possible) {
            return false;
        }
        List<String> values = row.values();
        String domain = address < values.size() ? domain(values.get(address)) : "";
        if (row.last() && (values.size() < fewestCells || (values.size() == address + 1 && isCut(domain)))) {
            return true;
        }
        fewestCells = Math.min(fewestCells, values.size());
        if (domains.size() < MOST && !domain.isEmpty()) {
            domains.add(domain);
        }
        return false;
    }

    private boolean isCut(String domain) {
        return !domain.isEmpty()
                && !domains.contains(domain)
                && !KNOWN.contains(domain)
                && (isCompletedBy(domains, domain) || isCompletedBy(KNOWN, domain));
    }

    private static boolean isCompletedBy(Set<String> whole, String domain) {
        return whole.stream().anyMatch(other -> other.startsWith(domain));
    }

    private static String domain(String cell) {
        return cell.substring(cell.lastIndexOf('@') + 1).strip().toLowerCase(Locale.ROOT);
    }
}
