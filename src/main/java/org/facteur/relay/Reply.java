package org.facteur.relay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the server said.
 *
 * @param phase what it answered
 * @param code 200 to 599, or 0 where the text carried none
 * @param enhanced RFC 3463's code, null where there is none
 * @param text without the codes; the lines of a multi-line reply joined by {@code \n}
 */
public record Reply(Phase phase, int code, @Nullable EnhancedStatus enhanced, String text) {

    private static final Pattern LINE =
            Pattern.compile("(?:(\\d{3})[ -]?)?\\s*(?:([245]\\.\\d{1,3}\\.\\d{1,3})\\b[ -]?)?(.*)");

    /**
     * Reads a reply as it came over the wire or as a log shows it: {@code 550-5.1.1 first\n550 5.1.1 second}.
     * The codes of the first line count; those of the others are taken off.
     */
    public static Reply parse(Phase phase, String raw) {
        int code = 0;
        @Nullable EnhancedStatus enhanced = null;
        StringBuilder text = new StringBuilder();
        for (String line : raw.strip().lines().toList()) {
            Matcher form = LINE.matcher(line.strip());
            if (!form.matches()) {
                continue;
            }
            if (code == 0 && form.group(1) != null) {
                code = Integer.parseInt(form.group(1));
            }
            if (enhanced == null && form.group(2) != null) {
                enhanced = EnhancedStatus.parse(form.group(2)).orElse(null);
            }
            text.append(text.isEmpty() ? "" : "\n").append(form.group(3).strip());
        }
        return new Reply(phase, code, enhanced, text.toString());
    }

    public boolean isPositive() {
        return code >= 200 && code < 400;
    }

    public boolean isPermanent() {
        return code >= 500;
    }

    /** On one line, as a log or a report shows it. */
    @Override
    public String toString() {
        String codes = (code == 0 ? "" : code + " ") + (enhanced == null ? "" : enhanced + " ");
        return (codes + text.replace("\n", " ")).strip();
    }
}
