package org.facteur.check.filter;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks spamd by the SPAMC protocol for its report. */
final class SpamAssassin {

    private static final Pattern SCORE = Pattern.compile("(?im)^Spam:\\s*\\w+\\s*;\\s*(-?[\\d.]+)\\s*/\\s*(-?[\\d.]+)");
    /** Points, name and description, which goes on where a line begins with nothing else. */
    private static final Pattern RULE =
            Pattern.compile("(?m)^[ *]*(-?\\d+(?:\\.\\d+)?) +([A-Z][A-Z0-9_]{2,}) +(.*(?:\\R {20,}\\S.*)*)$");

    private final SocketAddress spamd;
    private final double threshold;

    SpamAssassin(SocketAddress spamd, double threshold) {
        this.spamd = spamd;
        this.threshold = threshold;
    }

    /**
     * @param letter as it arrives, with a Received field: without one, rules are skipped
     * @throws IOException when it does not answer, or not as spamd does
     */
    Scored score(byte[] letter, Duration patience) throws IOException {
        byte[] answer = Wire.ask(spamd, patience, out -> {
            out.write(("REPORT SPAMC/1.5\r\nContent-length: " + letter.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(letter);
        });
        String text = new String(answer, StandardCharsets.UTF_8);
        Matcher score = SCORE.matcher(text);
        if (!text.startsWith("SPAMD/") || !score.find()) {
            throw new IOException("no report: " + text.lines().findFirst().orElse(""));
        }
        List<Scored.Rule> rules = new ArrayList<>();
        Matcher rule = RULE.matcher(text);
        while (rule.find()) {
            rules.add(new Scored.Rule(
                    rule.group(2),
                    Double.parseDouble(rule.group(1)),
                    rule.group(3).strip().replaceAll("\\s+", " ")));
        }
        double points = Double.parseDouble(score.group(1));
        return new Scored(points, points >= threshold, rules);
    }
}
