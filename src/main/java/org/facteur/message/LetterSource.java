package org.facteur.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A letter's bytes to read through: what its files are in base64 is cut short. */
public final class LetterSource {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{60,76}={0,2}");
    private static final int KEPT = 2;

    private LetterSource() {}

    /** @param letter as it leaves (RFC 5322) */
    public static String of(byte[] letter) {
        StringBuilder out = new StringBuilder();
        List<String> run = new ArrayList<>();
        new String(letter, StandardCharsets.UTF_8).lines().forEach(line -> {
            if (BASE64.matcher(line).matches()) {
                run.add(line);
            } else {
                flush(run, out);
                out.append(line).append('\n');
            }
        });
        flush(run, out);
        return out.toString();
    }

    private static void flush(List<String> run, StringBuilder out) {
        boolean cut = run.size() > 2 * KEPT + 1;
        for (int i = 0; i < run.size(); i++) {
            if (!cut || i < KEPT) {
                out.append(run.get(i)).append('\n');
            }
        }
        if (cut) {
            out.append("[… ").append(run.size() - KEPT).append(" × base64 …]\n");
        }
        run.clear();
    }
}
