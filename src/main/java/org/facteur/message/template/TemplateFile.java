package org.facteur.message.template;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.facteur.contact.FileKind;
import org.facteur.reason.Reason;

/** A file as it is named in messages and read: strictly UTF-8, with or without a byte order mark. */
public final class TemplateFile {

    /** Enough of a file to tell what it is. */
    private static final int HEAD = 4096;

    private TemplateFile() {}

    /** Relative to where the command was given, as its owner would type it. */
    public static String name(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return (absolute.startsWith(here) ? here.relativize(absolute) : absolute)
                .toString()
                .replace('\\', '/');
    }

    /**
     * @throws MissingFileException when it is no readable file
     * @throws TemplateException when it is not UTF-8
     */
    public static String read(Path file) {
        ByteBuffer in = ByteBuffer.wrap(letter(file));
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw notUtf8(file, in);
        }
        String text = out.flip().toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException notSo) {
            return false;
        }
    }

    /**
     * The bytes of a file that a letter is written in.
     *
     * @throws MissingFileException when it is no readable file
     * @throws TemplateException when it is a document of another program's
     */
    static byte[] letter(Path file) {
        byte[] bytes = bytes(file);
        FileKind kind = FileKind.of(Arrays.copyOf(bytes, Math.min(bytes.length, HEAD)));
        if (kind == null) {
            return bytes;
        }
        return switch (kind) {
            case WORD, OLD_OFFICE, OPEN_DOCUMENT, RTF, EXCEL ->
                throw new TemplateException(name(file), TemplateReason.FILE_OFFICE.of());
            case PDF, PICTURE, ARCHIVE -> throw new TemplateException(name(file), TemplateReason.FILE_BINARY.of());
            case MESSAGE -> throw new TemplateException(name(file), TemplateReason.FILE_MESSAGE.of());
            case CARDS, LDIF, PAGE, JSON, LINK -> bytes;
        };
    }

    /**
     * @throws MissingFileException when it is no readable file
     */
    public static byte[] bytes(Path file) {
        if (!Files.exists(file)) {
            throw new MissingFileException(file, Reason.at(name(file), TemplateReason.FILE_NONE.of()));
        }
        if (!Files.isRegularFile(file)) {
            throw new MissingFileException(file, Reason.at(name(file), TemplateReason.FILE_KIND.of()));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    public static MissingFileException unreadable(Path file, IOException e) {
        return new MissingFileException(
                file, Reason.at(name(file), TemplateReason.FILE_UNREADABLE.of(String.valueOf(e.getMessage()))));
    }

    private static TemplateException notUtf8(Path file, ByteBuffer in) {
        int line = 1;
        for (int i = 0; i < in.position(); i++) {
            line += in.get(i) == '\n' ? 1 : 0;
        }
        return new TemplateException(
                name(file) + ":" + line, TemplateReason.FILE_UTF8.of("0x%02X".formatted(in.get(in.position()))));
    }
}
