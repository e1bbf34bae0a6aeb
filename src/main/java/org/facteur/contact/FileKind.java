package org.facteur.contact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a file is if it is no plain text, by its first bytes: names of files lie. */
public enum FileKind {
    EXCEL,
    OLD_OFFICE,
    OPEN_DOCUMENT,
    WORD,
    ARCHIVE,
    PDF,
    CARDS,
    LDIF,
    PAGE,
    RTF,
    JSON,
    /** Saved by a mail program, or a web archive (.mht), which is one inside. */
    MESSAGE,
    LINK,
    PICTURE;

    private static final int SAMPLE = 4096;

    /** What programs that call it a spreadsheet begin a page with. */
    private static final Pattern MARKUP = Pattern.compile(
            "<(?:[!?]|(?:html|head|meta|title|style|link|body|table|thead|tbody|tr|div|center|font|p|h[1-6])\\b)");

    /** Header fields, the last of which no other text begins a line with. */
    private static final Pattern HEADER =
            Pattern.compile("(?:from [^\\n]+\\n)?(?:[a-z][a-z0-9-]*:[^\\n]*\\n(?:[ \\t][^\\n]+\\n)*+){0,99}?"
                    + "(?:mime-version|content-type|received|return-path|message-id|delivered-to): ");

    private static final Pattern WEB_ADDRESS = Pattern.compile("https?://\\S+\\s*");

    /** Null where nothing speaks against its being plain text. */
    public static @Nullable FileKind of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(SAMPLE));
        }
    }

    /**
     * @param head of the file, some kilobytes
     */
    public static @Nullable FileKind of(byte[] head) {
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        if (bytes.startsWith("PK\3\4")) {
            return packed(bytes);
        }
        if (bytes.startsWith("\u00D0\u00CF\u0011\u00E0")) {
            return OLD_OFFICE;
        }
        if (bytes.startsWith("\u001F\u008B") || bytes.startsWith("7z\u00BC\u00AF") || bytes.startsWith("Rar!")) {
            return ARCHIVE;
        }
        if (bytes.startsWith("\u0089PNG") || bytes.startsWith("\u00FF\u00D8\u00FF") || bytes.startsWith("GIF8")) {
            return PICTURE;
        }
        return written(bytes.replaceFirst("^(\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)", "")
                .replace("\0", ""));
    }

    private static FileKind packed(String bytes) {
        if (bytes.contains("opendocument")) {
            return OPEN_DOCUMENT;
        }
        if (bytes.contains("word/")) {
            return WORD;
        }
        return bytes.contains("xl/") || bytes.contains("[Content_Types].xml") ? EXCEL : ARCHIVE;
    }

    private static @Nullable FileKind written(String bytes) {
        String text = bytes.stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("%pdf-")) {
            return PDF;
        }
        if (text.startsWith("begin:vcard")) {
            return CARDS;
        }
        if (text.startsWith("dn: ") || text.startsWith("dn:: ") || text.startsWith("version: 1\ndn:")) {
            return LDIF;
        }
        if (MARKUP.matcher(text).lookingAt()) {
            return PAGE;
        }
        if (HEADER.matcher(text).lookingAt()) {
            return MESSAGE;
        }
        if (text.startsWith("{\\rtf")) {
            return RTF;
        }
        if (text.startsWith("[internetshortcut]") || WEB_ADDRESS.matcher(text).matches()) {
            return LINK;
        }
        return text.startsWith("{\"") || text.startsWith("[{") || text.startsWith("{\n") ? JSON : null;
    }
}
