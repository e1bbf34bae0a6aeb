package org.facteur.contact.charset;

import static java.lang.Character.UnicodeScript.*;

import java.io.IOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.facteur.contact.charset.Detection.Refusal;
import org.facteur.contact.charset.Detection.Text;
import org.facteur.contact.charset.Detection.Why;
import org.jspecify.annotations.Nullable;

/**
 * The charset of text that is no Unicode. Nothing in such a file says which it is: each charset is tried, and what comes out is weighed
 * by how names are spelt in the languages of the world, most of all in those of the mailing. Where two readings differ and neither is
 * a thousand times the likelier, nobody but the owner can tell.
 */
final class LegacyCharset {

    /**
     * By program: spreadsheets on Windows, on old Macs, "CSV (MS-DOS)"; databases and old Unix.
     *
     * @param unusual natural logarithm of how much rarer it is than the charset of Windows for the same language
     */
    private record Candidate(Charset charset, double unusual, Set<UnicodeScript> scripts) {

        Candidate(String name, double unusual, UnicodeScript... scripts) {
            this(Charset.forName(name), unusual, Set.of(scripts));
        }

        /** Nobody writes Latin letters in a charset made for others. */
        CharsetReading weigh(CharsetReading reading, HighBytes found) {
            if (!reading.hasLettersOf(scripts)) {
                return reading.dearer(WITHOUT_ITS_SCRIPT);
            }
            return scripts.contains(LATIN) || !found.isMostlyAscii() ? reading : reading.dearer(RARE_AMONG_ASCII);
        }
    }

    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate("windows-1252", 0, LATIN),
            new Candidate("windows-1250", 0, LATIN),
            new Candidate("windows-1254", 0, LATIN),
            new Candidate("windows-1257", 0, LATIN),
            new Candidate("windows-1251", 0, CYRILLIC),
            new Candidate("windows-1253", 0, GREEK),
            new Candidate("windows-1255", 0, HEBREW),
            new Candidate("windows-1256", 0, ARABIC),
            new Candidate("x-windows-874", 0, THAI),
            new Candidate("windows-1258", 2, LATIN),
            new Candidate("windows-31j", 0, HAN, HIRAGANA, KATAKANA),
            new Candidate("GB18030", 0, HAN),
            new Candidate("x-windows-950", 0, HAN),
            new Candidate("x-windows-949", 0, HANGUL),
            new Candidate("EUC-JP", 2, HAN, HIRAGANA, KATAKANA),
            new Candidate("ISO-8859-15", 2, LATIN),
            new Candidate("ISO-8859-2", 2, LATIN),
            new Candidate("ISO-8859-4", 5, LATIN),
            new Candidate("ISO-8859-5", 3, CYRILLIC),
            new Candidate("ISO-8859-7", 2, GREEK),
            new Candidate("ISO-8859-9", 2, LATIN),
            new Candidate("ISO-8859-13", 2, LATIN),
            new Candidate("KOI8-R", 2, CYRILLIC),
            new Candidate("KOI8-U", 2, CYRILLIC),
            new Candidate("x-MacRoman", 2, LATIN),
            new Candidate("x-MacCentralEurope", 3, LATIN),
            new Candidate("x-MacTurkish", 3, LATIN),
            new Candidate("x-MacCroatian", 5, LATIN),
            new Candidate("x-MacIceland", 5, LATIN),
            new Candidate("x-MacCyrillic", 3, CYRILLIC),
            new Candidate("x-MacGreek", 3, GREEK),
            new Candidate("IBM850", 2, LATIN),
            new Candidate("IBM437", 3, LATIN),
            new Candidate("IBM852", 2, LATIN),
            new Candidate("IBM857", 2, LATIN),
            new Candidate("IBM775", 3, LATIN),
            new Candidate("IBM860", 5, LATIN),
            new Candidate("IBM863", 5, LATIN),
            new Candidate("IBM865", 5, LATIN),
            new Candidate("IBM866", 2, CYRILLIC),
            new Candidate("IBM855", 5, CYRILLIC),
            new Candidate("IBM737", 2, GREEK),
            new Candidate("IBM862", 3, HEBREW));

    private static final double SURE = Math.log(1000);

    private static final double WITHOUT_ITS_SCRIPT = 6;
    private static final double RARE_AMONG_ASCII = 3;

    private final Path file;
    private final HighBytes found;
    private final ExpectedLanguages languages;
    private final List<CharsetReading> readings;

    private LegacyCharset(Path file, HighBytes found, ExpectedLanguages languages) {
        this.file = file;
        this.found = found;
        this.languages = languages;
        this.readings = readings();
    }

    /**
     * @param expected the mailing's language; null: not said
     */
    static LegacyCharset of(Path file, @Nullable Locale expected) throws IOException {
        HighBytes found = HighBytes.of(file);
        return new LegacyCharset(file, found, new ExpectedLanguages(found.countries(), expected));
    }

    private List<CharsetReading> readings() {
        List<CharsetReading> readings = new ArrayList<>();
        for (Candidate candidate : CANDIDATES) {
            CharsetReading reading =
                    CharsetReading.of(found.pieces(), candidate.charset(), candidate.unusual(), languages);
            if (reading != null) {
                readings.add(candidate.weigh(reading, found));
            }
        }
        readings.sort(Comparator.comparingDouble(CharsetReading::cost));
        return readings;
    }

    Detection detection() throws IOException {
        @Nullable CharsetReading best = null;
        for (CharsetReading reading : readings) {
            if (best != null && reading.cost() - best.cost() > SURE) {
                break;
            }
            boolean differs = best == null || !reading.texts().equals(best.texts());
            if (differs && Decoding.of(file, reading.charset(), 0).malformed() == 0) {
                if (best != null) {
                    return undecided(best, reading);
                }
                best = reading;
            }
        }
        return best == null ? Refusal.of(Why.UNKNOWN, 1) : new Text(best.charset(), 0);
    }

    /**
     * Two letters of another charset may be one of UTF-8: the end of "Jiří", saved by an old Mac, is a letter of the Maldives.
     *
     * @return null where nothing reads what is UTF-8 better than UTF-8 does
     */
    @Nullable
    Refusal chance() {
        CharsetReading utf8 = CharsetReading.of(found.pieces(), StandardCharsets.UTF_8, 0, languages);
        return utf8 != null
                        && !utf8.hasLost()
                        && !readings.isEmpty()
                        && readings.get(0).cost() < utf8.cost()
                ? undecided(readings.get(0), utf8)
                : null;
    }

    /** Whether words of it are UTF-8, though all of it is not: most are, or what the best other reading makes of them is worse. */
    boolean isPartlyUtf8() {
        List<HighBytes.Piece> parts = found.pieces().stream()
                .filter(piece -> CharsetReading.of(List.of(piece), StandardCharsets.UTF_8, 0, languages) != null)
                .toList();
        if (parts.isEmpty() || readings.isEmpty()) {
            return false;
        }
        if (parts.size() * 2 > found.pieces().size()) {
            return true;
        }
        CharsetReading utf8 = CharsetReading.of(parts, StandardCharsets.UTF_8, 0, languages);
        CharsetReading legacy = CharsetReading.of(parts, readings.get(0).charset(), 0, languages);
        return utf8 != null && legacy != null && utf8.cost() < legacy.cost();
    }

    private Refusal undecided(CharsetReading one, CharsetReading other) {
        List<HighBytes.Piece> pieces = found.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            String first = one.texts().get(i);
            String second = other.texts().get(i);
            if (!first.equals(second)) {
                return Refusal.of(Why.UNDECIDED, pieces.get(i).line(), first, one.name(), second, other.name());
            }
        }
        throw new IllegalStateException("the readings do not differ");
    }
}
