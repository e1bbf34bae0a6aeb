package org.facteur.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.facteur.campaign.CheckSpec.Acceptance;
import org.facteur.check.CheckReport;
import org.facteur.check.Finding;
import org.facteur.check.Severity;
import org.jspecify.annotations.Nullable;

/** What a check has found, for a reader: what is fine in a line, then what is not, each with evidence and what to write. */
public final class CheckView {

    private static final String INDENT = "    ";

    private final ScreenWords words;

    public CheckView(ScreenWords words) {
        this.words = words;
    }

    /** To be printed one below the other. */
    public List<String> lines(CheckReport report) {
        List<String> lines = new ArrayList<>();
        if (!report.fine().isEmpty()) {
            String fine = report.fine().stream()
                    .map(family -> words.of("check." + family))
                    .distinct()
                    .collect(Collectors.joining(", "));
            lines.add(words.of("check.fine", fine));
        }
        @Nullable Severity heading = null;
        for (Finding finding : report.findings()) {
            if (finding.severity() != heading) {
                heading = finding.severity();
                lines.add("");
                lines.add(words.of("check." + heading));
            }
            lines.addAll(lines(finding));
        }
        lines.add("");
        lines.add(words.of(
                "check.verdict." + report.verdict().name().toLowerCase(Locale.ROOT),
                report.refusing().size(),
                report.campaign()));
        return lines;
    }

    /** {@code list.typo  marie@gmial.com: 1 address is at gmial.com ...} */
    static String line(Finding finding, ScreenWords words) {
        String message = words.said(finding.message());
        String what = message.contains(finding.subject()) ? message : words.of("stands", finding.subject(), message);
        return finding.id() + "  " + Screen.plain(what);
    }

    private List<String> lines(Finding finding) {
        List<String> lines = new ArrayList<>();
        String message = words.said(finding.message());
        lines.add("  " + line(finding, words));
        // Many a sentence holds what was found, or is about it.
        String evidence = finding.evidence();
        if (!evidence.isEmpty() && !message.contains(evidence) && !evidence.equals(finding.subject())) {
            lines.add(INDENT + words.of("check.evidence", Screen.plain(finding.evidence())));
        }
        if (finding.advice() != null) {
            lines.add(INDENT + words.of("check.advice", Screen.plain(words.said(finding.advice()))));
        }
        Acceptance acceptance = finding.acceptance();
        if (acceptance != null) {
            lines.add(INDENT + words.of("check.accepted", acceptance.until(), Screen.plain(acceptance.because())));
        }
        return lines;
    }
}
