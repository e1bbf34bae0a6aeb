package org.facteur.message.template;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.contact.charset.CharsetDetector;
import org.facteur.contact.charset.CharsetNames;
import org.facteur.contact.charset.Detection;
import org.jspecify.annotations.Nullable;

/**
 * Reads an html file as a browser would: in UTF-8, or in the character set that its {@code meta} names, such as Word's Windows-1252; where
 * it names none and is not UTF-8, in the one that its words are surely of, else in Windows-1252.
 */
public final class HtmlFile {

    private static final Pattern META_CHARSET =
            Pattern.compile("(<meta\\b[^>]*\\bcharset\\s*=\\s*[\"']?\\s*)([A-Za-z0-9._:-]+)", Pattern.CASE_INSENSITIVE);
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    /** So far browsers look for it (HTML, 13.2.3.2). */
    private static final int HEAD = 1024;

    private HtmlFile() {}

    /**
     * @return its text, whose {@code meta} says UTF-8, as the letter's part does
     * @throws MissingFileException when it is no readable file
     * @throws TemplateException when it is neither UTF-8 nor what it says
     */
    public static String read(Path file) {
        byte[] bytes = TemplateFile.letter(file);
        Charset charset = TemplateFile.isUtf8(bytes) ? null : declared(file, bytes);
        String text = charset == null ? TemplateFile.read(file) : decoded(file, bytes, charset);
        return META_CHARSET.matcher(text).replaceFirst("$1UTF-8");
    }

    private static @Nullable Charset declared(Path file, byte[] bytes) {
        if (MediaType.isUtf16(bytes)) {
            return StandardCharsets.UTF_16;
        }
        String head = new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.ISO_8859_1);
        Matcher meta = META_CHARSET.matcher(head);
        if (!meta.find()) {
            return undeclared(file);
        }
        try {
            // What says UTF-16 in ASCII cannot be it.
            String name = meta.group(2).toLowerCase(Locale.ROOT);
            return Set.of("utf-8", "utf8", "utf-16").contains(name) ? null : CharsetNames.charset(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What its words are surely written in, else what a browser takes; null where it is UTF-8 but for a few bytes. */
    private static @Nullable Charset undeclared(Path file) {
        try {
            Detection found = CharsetDetector.detect(file, null, null);
            if (found instanceof Detection.Text text) {
                return text.charset();
            }
            return ((Detection.Refusal) found).why() == Detection.Why.MALFORMED ? null : WINDOWS_1252;
        } catch (IOException e) {
            throw TemplateFile.unreadable(file, e);
        }
    }

    private static String decoded(Path file, byte[] bytes, Charset charset) {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new TemplateException(TemplateFile.name(file), TemplateReason.FILE_META.of(charset.name()));
        }
    }
}
