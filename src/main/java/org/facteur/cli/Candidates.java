package org.facteur.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import org.facteur.campaign.Preset;
import org.facteur.campaign.Presets;
import org.facteur.report.Export;
import org.facteur.report.LedgerWriter;
import org.facteur.report.ReportFormat;
import org.facteur.verdict.Category;

/** What completion offers, where the values are known beforehand. */
final class Candidates {

    private Candidates() {}

    /** For {@code --state}. */
    static final class States implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Export.states().iterator();
        }
    }

    /** For {@code --category}. */
    static final class Categories implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Category.values()).map(Category::label).iterator();
        }
    }

    /** For a relay that is tried. */
    static final class RelayPresets implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Presets.all().stream().map(Preset::name).iterator();
        }
    }

    /** For {@code export --format}, as the help writes them. */
    static final class LedgerFormats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return inSmallLetters(LedgerWriter.Format.values());
        }
    }

    /** For {@code report --format}. */
    static final class ReportFormats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return inSmallLetters(ReportFormat.values());
        }
    }

    /** For {@code init --locale}. */
    static final class Languages implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return inSmallLetters(Sample.values());
        }
    }

    private static Iterator<String> inSmallLetters(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .iterator();
    }
}
