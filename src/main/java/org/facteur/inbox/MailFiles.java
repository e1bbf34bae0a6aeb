package org.facteur.inbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;

/** Messages in files: one a file, an mbox (RFC 4155), or a Maildir. Read as bytes: no charset can spoil them, and none grows beyond its bound. */
public final class MailFiles {

    /** Told of each message. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * @param file that holds it
         * @param number from 1 on, within that file
         * @param message its first megabyte at most
         */
        void visit(Path file, int number, byte[] message);
    }

    /** Of a Maildir: what is delivered. The third, tmp, holds what is not yet. */
    private static final Set<String> MAIL = Set.of("cur", "new");

    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private MailFiles() {}

    /**
     * Visits all messages, in the order of a folder's names.
     *
     * @param place a file, or a Maildir or another folder of messages
     * @throws MendableException where it is not there, or cannot be read
     */
    public static void forEach(Path place, Visitor visitor) {
        if (!Files.exists(place)) {
            throw new MendableException(InboxReason.FILE_NONE.of(place), ExitCodes.NO_INPUT);
        }
        if (!Files.isDirectory(place) && !Files.isRegularFile(place)) {
            throw new MendableException(InboxReason.FILE_DEVICE.of(place), ExitCodes.NO_INPUT);
        }
        try {
            for (Path file : Files.isDirectory(place) ? filesOf(place) : List.of(place)) {
                read(file, visitor);
            }
        } catch (IOException e) {
            throw new MendableException(
                    InboxReason.FILE_UNREADABLE.of(place, String.valueOf(e.getMessage())), ExitCodes.NO_INPUT);
        }
    }

    /** Of a Maildir its folders, too, such as {@code .Junk} and {@code .Sent}: what came back may have been taken for spam. */
    private static List<Path> filesOf(Path folder) throws IOException {
        boolean maildir = MAIL.stream().anyMatch(name -> Files.isDirectory(folder.resolve(name)));
        try (Stream<Path> inside = Files.walk(folder, maildir ? Integer.MAX_VALUE : 1)) {
            return inside.filter(Files::isRegularFile)
                    .filter(file -> !maildir || isMail(folder.relativize(file)))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isMail(Path within) {
        int names = within.getNameCount();
        return names > 1 && MAIL.contains(within.getName(names - 2).toString());
    }

    private static void read(Path file, Visitor visitor) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.mark(FROM.length);
            boolean mbox = Arrays.equals(in.readNBytes(FROM.length), FROM);
            in.reset();
            if (mbox) {
                mbox(file, in, visitor);
            } else {
                visitor.visit(file, 1, in.readNBytes(MailParser.LARGEST));
            }
        }
    }

    /** A line that begins with {@code From } behind an empty one parts two messages; the line itself belongs to none. */
    private static void mbox(Path file, InputStream in, Visitor visitor) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean afterEmpty = true;
        boolean begun = false;
        int number = 0;
        int c;
        do {
            c = in.read();
            if (c >= 0 && line.size() < MailParser.LARGEST) {
                line.write(c);
            }
            if (c == '\n' || (c < 0 && line.size() > 0)) {
                byte[] bytes = line.toByteArray();
                line.reset();
                if (afterEmpty && startsWithFrom(bytes)) {
                    if (begun) {
                        visitor.visit(file, ++number, message.toByteArray());
                        message.reset();
                    }
                    begun = true;
                } else if (message.size() < MailParser.LARGEST) {
                    message.write(bytes, 0, bytes.length);
                }
                afterEmpty = bytes.length <= 2 && (bytes[0] == '\n' || bytes[0] == '\r');
            }
        } while (c >= 0);
        if (begun) {
            visitor.visit(file, ++number, message.toByteArray());
        }
    }

    private static boolean startsWithFrom(byte[] line) {
        return line.length > FROM.length && Arrays.equals(line, 0, FROM.length, FROM, 0, FROM.length);
    }
}
