package org.facteur.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.facteur.check.Finding;
import org.facteur.contact.Exclusion;
import org.facteur.dispatch.PlanSummary;
import org.facteur.ledger.DeliveryState;
import org.facteur.ledger.LedgerLetters;
import org.facteur.ledger.LedgerLetters.Unsent;
import org.jspecify.annotations.Nullable;

/**
 * The report as one page that needs nothing else and runs nothing: its policy allows its own style sheet, by digest, and no more.
 * Whatever comes from contacts and servers is escaped by the template's engine.
 */
final class HtmlReport {

    /** Rows that a browser still shows at once; the others are a matter for {@code facteur export}. */
    static final int MOST_LETTERS = 5_000;

    static final int MOST_EXCLUSIONS = 2_000;

    private static final String FOLDER = "org/facteur/report";

    private HtmlReport() {}

    /** Letters of one state, or some of them. */
    record UnsentList(DeliveryState state, long all, List<Unsent> letters) {}

    /**
     * @param findings of the check before sending
     * @param letters null where no ledger is yet
     */
    static void write(
            CampaignReport report,
            List<Finding> findings,
            @Nullable LedgerLetters letters,
            Writer out,
            ReportWords words)
            throws IOException {
        String css = resource("report.css");
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("css", css);
        values.put("cssDigest", "sha256-" + digest(css));
        values.put("report", report);
        values.put("status", report.status());
        values.put("counts", report.status().counts());
        values.put("sum", SumTerm.of(report.status()));
        values.put("steps", NextStep.of(report.status(), words));
        values.put("headline", Headline.of(report.status(), report.isRehearsal(), words));
        PlanSummary plan = report.status().plan();
        values.put(
                "plan",
                plan == null ? null : new PlanSentence(words.locale(), words.zone()).of(plan, report.writtenAt()));
        values.put("zone", words.zone().getId());
        values.put("equation", words.equation(report.status()));
        values.put("charts", null);
        if (!report.timeline().grains().isEmpty()) {
            values.put(
                    "charts",
                    List.of(
                            TimelineChart.forDesk(report.timeline(), words),
                            TimelineChart.forPhone(report.timeline(), words)));
        }
        values.put("shares", new Shares(report, words));
        CameBack back = report.cameBack();
        values.put("back", back);
        values.put("returned", back.isNothing() ? "" : new ReturnedSentence(words.locale()).of(back.counts()));
        values.put(
                "answers",
                back.timesToAnswer().isEmpty()
                        ? List.of()
                        : List.of(AnswersChart.forDesk(back, words), AnswersChart.forPhone(back, words)));
        values.put("unsent", letters == null ? List.of() : unsent(report, letters));
        values.put("findings", findings);
        values.put("exclusions", letters == null ? List.of() : exclusions(letters));
        template(words).evaluate(out, values, words.locale());
    }

    private static List<UnsentList> unsent(CampaignReport report, LedgerLetters letters) {
        List<UnsentList> lists = new ArrayList<>();
        int room = MOST_LETTERS;
        for (DeliveryState state : States.LISTED) {
            long all = States.count(report.status().counts(), state);
            if (all > 0) {
                List<Unsent> some = new ArrayList<>();
                letters.forEach(state, room, some::add);
                room -= some.size();
                lists.add(new UnsentList(state, all, some));
            }
        }
        return lists;
    }

    private static List<Exclusion> exclusions(LedgerLetters letters) {
        List<Exclusion> some = new ArrayList<>();
        letters.forEachExclusion(MOST_EXCLUSIONS, some::add);
        return some;
    }

    private static PebbleTemplate template(ReportWords words) {
        ClasspathLoader loader = new ClasspathLoader(HtmlReport.class.getClassLoader());
        loader.setPrefix(FOLDER);
        return new PebbleEngine.Builder()
                .loader(loader)
                .extension(new ReportFilters(words))
                .strictVariables(true)
                .autoEscaping(true)
                .defaultEscapingStrategy("html")
                .newLineTrimming(false)
                .build()
                .getTemplate("report.html");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(HtmlReport.class.getResourceAsStream("/" + FOLDER + "/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** As a Content-Security-Policy names a style sheet that may be used. */
    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
