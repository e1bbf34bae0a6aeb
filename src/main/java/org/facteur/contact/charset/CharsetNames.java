package org.facteur.contact.charset;

import java.nio.charset.Charset;
import java.util.Locale;

/** What people, programs and web pages call charsets. */
public final class CharsetNames {

    private CharsetNames() {}

    /**
     * As a browser takes the name (Encoding, 4.2), and as spreadsheets call them where they save: the name of a standard stands for what Windows
     * made of it, which has letters that people are called by, such as the 髙 of Japanese.
     *
     * @throws IllegalArgumentException when there is no such charset
     */
    public static Charset charset(String name) {
        return Charset.forName(
                switch (name.strip().toLowerCase(Locale.ROOT)) {
                    case "ansi", "windows", "iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii" -> "windows-1252";
                    case "iso-8859-9", "latin5" -> "windows-1254";
                    case "tis-620", "iso-8859-11" -> "x-windows-874";
                    case "mac", "macintosh", "x-mac-roman" -> "x-MacRoman";
                    case "dos", "ms-dos" -> "IBM850";
                    case "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "cp932" -> "windows-31j";
                    case "gb2312", "gbk", "cp936" -> "GB18030";
                    case "big5" -> "x-windows-950";
                    case "euc-kr", "ks_c_5601-1987", "ksc5601", "cp949" -> "x-windows-949";
                    default -> name.strip();
                });
    }

    /** As its owner may know the charset, and as a job file takes it. */
    static String name(Charset charset) {
        String name = charset.name();
        return switch (name) {
            case "x-MacRoman" -> "macintosh";
            case "windows-31j" -> "Shift_JIS";
            case "x-windows-949" -> "EUC-KR";
            case "x-windows-950" -> "Big5";
            default -> name.startsWith("IBM") ? "cp" + name.substring(3) : name;
        };
    }
}
