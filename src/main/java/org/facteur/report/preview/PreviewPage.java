package org.facteur.report.preview;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.facteur.contact.Exclusion;
import org.facteur.reason.Reason;
import org.facteur.reason.Wording;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The letters of a mailing as one HTML page to leaf through. It fetches nothing, and shows each letter in a frame where nothing
 * runs. Letters are written out as they come: memory does not depend on how many there are, nor does the page's size beyond a
 * thousand.
 */
public final class PreviewPage implements Closeable {

    static final String NAME = "index.html";

    /** The page holds so many letters from the top, */
    private static final int FIRST = 500;
    /** and so many of those with warnings that follow. */
    private static final int WARNED = 500;

    private static final int EXCLUDED = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * A letter, as its reader's mail program takes it apart.
     *
     * @param line of the contacts file
     * @param name "" where there is none; so {@code address}
     * @param file its {@code .eml}, beside the page
     * @param html to be shown in a sealed frame, with the marks of pictures; null: there is only text
     * @param attachments names
     */
    public record Letter(
            long line,
            String name,
            String address,
            String from,
            String to,
            String subject,
            String file,
            long bytes,
            @Nullable String html,
            String text,
            String source,
            List<String> attachments,
            List<Warning> warnings) {}

    /**
     * @param rule its kind, by which warnings are grouped
     * @param sentence for the reader
     */
    public record Warning(String rule, String sentence) {}

    /**
     * @param recipients addresses to write to, previewed or not
     * @param leftOut rows that the job file's {@code where} leaves out
     * @param notes about the mailing as a whole
     */
    public record Summary(long recipients, long leftOut, List<Reason> notes) {}

    record Row(long line, String reason, String said, String cell, String detail) {}

    private final Path directory;
    private final String campaign;
    private final PreviewWords words;
    private final Wording wording;
    private final Path spool;
    private final Writer out;
    private final Set<String> pictures = new HashSet<>();
    private final PreviewWarnings warnings = new PreviewWarnings();
    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private final List<Row> excluded = new ArrayList<>();
    private int written;
    private int held;
    private int warned;

    /**
     * @param directory exists; receives {@code index.html} when the page is finished
     * @param locale one that is not ours: English
     */
    public PreviewPage(Path directory, String campaign, Locale locale) throws IOException {
        this.directory = directory;
        this.campaign = campaign;
        this.words = new PreviewWords(locale);
        this.wording = new Wording(locale);
        this.spool = Files.createTempFile(directory, ".preview", ".part");
        this.out = Files.newBufferedWriter(spool);
    }

    /**
     * A picture that letters show, before the first of them.
     *
     * @param mark what stands in their html in its place
     * @param dataUri asked for the first time only
     */
    public void picture(String mark, java.util.function.Supplier<String> dataUri) throws IOException {
        if (pictures.add(mark)) {
            out.write("<script type=\"text/plain\" class=\"picture\" data-mark=\"" + mark + "\">" + dataUri.get()
                    + "</script>\n");
        }
    }

    public void add(Letter letter) throws IOException {
        written++;
        boolean odd = !letter.warnings().isEmpty();
        warned += odd ? 1 : 0;
        boolean holds = written <= FIRST || (odd && held < FIRST + WARNED);
        warnings.add(letter, written, holds);
        if (holds) {
            held++;
            out.write("<script type=\"application/json\" class=\"letter\">" + json(letter) + "</script>\n");
        }
    }

    private String json(Letter letter) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("number", written);
        fields.put("line", letter.line());
        fields.put("name", letter.name());
        fields.put("address", letter.address());
        fields.put("from", letter.from());
        fields.put("to", letter.to());
        fields.put("subject", letter.subject());
        fields.put("file", letter.file());
        fields.put("size", words.size(letter.bytes()));
        fields.put("attachments", letter.attachments());
        fields.put("findings", letter.warnings().stream().map(Warning::sentence).toList());
        fields.put("html", letter.html());
        fields.put("text", letter.text());
        fields.put("source", letter.source());
        // Inside strings only: no value can end the script element, or begin a comment in it.
        return JSON.writeValueAsString(fields).replace("<", "\\u003c");
    }

    /** A row that is not written to. */
    public void exclude(Exclusion exclusion) {
        exclude(exclusion.kind().name(), exclusion.line(), exclusion.email(), exclusion.reason());
    }

    /** A contact whose letter cannot be written, with why. */
    public void fail(long line, String address, Reason why) {
        exclude("FAILED", line, address, why);
    }

    private void exclude(String reason, long line, String cell, Reason detail) {
        reasons.merge(reason, 1L, Long::sum);
        if (excluded.size() < EXCLUDED) {
            excluded.add(new Row(line, reason, words.of(reason), cell, wording.say(detail)));
        }
    }

    /** @return the page, whole */
    public Path finish(Summary summary) throws IOException {
        out.close();
        Path draft = Files.createTempFile(directory, ".preview", ".html");
        try (Writer page = Files.newBufferedWriter(draft)) {
            PreviewTemplate.write(page, values(summary), spool);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        return Files.move(draft, directory.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, Object> values(Summary summary) {
        long aside = reasons.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("campaign", campaign);
        values.put("written", written);
        values.put("held", held);
        values.put("warned", warned);
        values.put("asideCount", aside);
        values.put("notes", summary.notes().stream().map(wording::say).toList());
        values.put("warnings", warnings.groups(words, written));
        values.put("sums", sums(summary));
        values.put("excluded", excluded);
        values.put(
                "say",
                words.all(Map.of("notAll", List.of(held, written), "excludedMore", List.of(aside - excluded.size()))));
        values.put("excludedMore", aside - excluded.size());
        return values;
    }

    private List<String> sums(Summary summary) {
        long invalid = reasons.getOrDefault("INVALID", 0L);
        long duplicate = reasons.getOrDefault("DUPLICATE", 0L);
        long suppressed = reasons.getOrDefault("SUPPRESSED", 0L);
        long failed = reasons.getOrDefault("FAILED", 0L);
        long rows = summary.recipients() + invalid + duplicate + suppressed + summary.leftOut();
        List<String> sums = new ArrayList<>();
        sums.add(words.of("sum", rows, summary.recipients(), invalid, duplicate, suppressed, summary.leftOut()));
        if (failed > 0) {
            sums.add(words.of("failed", failed));
        }
        if (written + failed < summary.recipients()) {
            sums.add(words.of("previewed", written, summary.recipients()));
        }
        if (summary.leftOut() > 0) {
            sums.add(words.of("leftOut", summary.leftOut()));
        }
        return sums;
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(spool);
    }
}
