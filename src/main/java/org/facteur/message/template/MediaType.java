package org.facteur.message.template;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The content type of a file: by its first bytes, which do not lie, else by its extension. */
public final class MediaType {

    static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("ics", "text/calendar"),
            Map.entry("vcf", "text/vcard"),
            Map.entry("txt", "text/plain"),
            Map.entry("md", "text/markdown"),
            Map.entry("htm", "text/html"),
            Map.entry("html", "text/html"),
            Map.entry("csv", "text/csv"),
            Map.entry("zip", "application/zip"),
            Map.entry("odt", "application/vnd.oasis.opendocument.text"),
            Map.entry("ods", "application/vnd.oasis.opendocument.spreadsheet"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp4", "video/mp4"));

    private MediaType() {}

    /** @param content all of it for a text, whose character set is told; of another file its first 12 bytes are enough */
    public static String of(String fileName, byte[] content) {
        String head = new String(content, 0, Math.min(content.length, 12), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u0089PNG\r\n")) {
            return "image/png";
        } else if (head.startsWith("\u00FF\u00D8\u00FF")) {
            return "image/jpeg";
        } else if (head.startsWith("GIF8")) {
            return "image/gif";
        } else if (head.startsWith("RIFF") && head.endsWith("WEBP")) {
            return "image/webp";
        } else if (head.startsWith("%PDF-")) {
            return "application/pdf";
        }
        String type = of(fileName);
        return isText(type) ? type + "; charset=" + charset(content) : type;
    }

    public static boolean isText(String type) {
        return type.startsWith("text/");
    }

    /** A reader who is told none takes ASCII, or guesses. */
    private static String charset(byte[] text) {
        if (isUtf16(text)) {
            return "UTF-16";
        }
        return TemplateFile.isUtf8(text) ? "UTF-8" : "windows-1252";
    }

    /** Whether it begins with a byte order mark of UTF-16. */
    static boolean isUtf16(byte[] text) {
        return startsWith(text, 0xFF, 0xFE) || startsWith(text, 0xFE, 0xFF);
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length > 1 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    public static String of(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }
}
