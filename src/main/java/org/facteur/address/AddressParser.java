package org.facteur.address;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.address.ParsedAddress.Invalid;
import org.facteur.address.ParsedAddress.Valid;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Reads the address out of a cell that a person filled in. Never throws: a cell that holds no address is a value. */
public final class AddressParser {

    // Peeling goes layer by layer: a cell of a million semicolons must not hold up the run.
    private static final int LONGEST_CELL = 4_000;

    // A white space between two characters of an address, however it was typed.
    private static final Pattern INNER_SPACE = Pattern.compile("[\\s\\h]");

    /** A whole address, and a word behind it. One letter alone is rather the end of it, as in {@code marie@x.co m}. */
    private static final Pattern BEFORE_REMARK =
            Pattern.compile("[^\\s\\h@]+@[^\\s\\h@]+\\.\\p{L}{2,}(?=[\\s\\h]+(?!\\p{L}$)[^\\s\\h.])");

    /** Of a spreadsheet, where its result belongs: {@code =HYPERLINK("mailto:…")}, {@code =A1&"@ecole.example"}. */
    private static final Pattern FORMULA = Pattern.compile(
            "=\\s*(?:[\\p{L}_][\\p{L}\\p{N}_.]*\\s*\\(.*|\\$?[A-Za-z]{1,3}\\$?\\d{1,7}(?:\\s*&.*)?|\"[^\"]*\"\\s*&.*)",
            Pattern.DOTALL);

    /** What a header holds in place of letters beyond ASCII (RFC 2047). */
    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[\\w.:+-]+\\?[BbQq]\\?[^?\\s]*\\?=");

    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}]+");

    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");

    /**
     * @param cell of unknown quality: {@code Marie <marie@ecole.example>}, {@code mailto:marie@ecole.example?subject=...}
     */
    public ParsedAddress parse(String cell) {
        if (cell.length() > LONGEST_CELL) {
            return new Invalid(AddressReason.CELL_LONG.of(cell.length()));
        }
        if (FORMULA.matcher(cell.strip()).matches()) {
            return new Invalid(AddressReason.FORMULA.of(Quoted.printable(cell.strip())));
        }
        Peeled peeled = Peeled.of(cell);
        String text = peeled.text();
        @Nullable Reason problem = problem(text, peeled.problem());
        if (problem != null) {
            return new Invalid(problem);
        }
        try {
            return new Valid(EmailAddress.of(text), peeled.cleanups());
        } catch (InvalidValueException notAnAddress) {
            return new Invalid(notAnAddress.reason());
        }
    }

    /** What people get wrong most, told in their words before the grammar's. */
    private static @Nullable Reason problem(String text, @Nullable Reason foundWhilePeeling) {
        if (foundWhilePeeling != null) {
            return foundWhilePeeling;
        }
        if (text.isEmpty()) {
            return AddressReason.EMPTY.of();
        }
        if (ENCODED_WORD.matcher(text).find()) {
            return AddressReason.ENCODED_WORD.of(Quoted.printable(text));
        }
        int ats = atSigns(text);
        if (ats == 0) {
            return AddressReason.AT_NONE.of(Quoted.printable(text));
        }
        if (ats > 1) {
            return (text.contains("@@") ? AddressReason.AT_TWO : AddressReason.TWO).of(Quoted.printable(text));
        }
        int at = text.lastIndexOf('@');
        String localPart = text.substring(0, at);
        String domain = text.substring(at + 1);
        if (localPart.isEmpty()) {
            return AddressReason.AT_BEFORE.of(Quoted.printable(text));
        }
        if (domain.isEmpty()) {
            return AddressReason.AT_AFTER.of(Quoted.printable(text));
        }
        return problem(text, localPart, domain);
    }

    private static @Nullable Reason problem(String text, String localPart, String domain) {
        boolean quotedLocalPart = localPart.startsWith("\"");
        String bare = quotedLocalPart ? domain : text;
        if (COMMENT.matcher(bare).find()) {
            return AddressReason.COMMENT.of(
                    Quoted.printable(text),
                    Quoted.printable(COMMENT.matcher(text).replaceAll("").strip()));
        }
        if (INNER_SPACE.matcher(bare).find()) {
            return AddressReason.SPACE.of(Quoted.printable(text), Quoted.printable(withoutSpace(text)));
        }
        @Nullable Reason unseen = AddressGrammar.unseen(text);
        if (unseen != null) {
            return unseen;
        }
        OptionalInt stranger = ofAnotherAlphabet(text);
        if (stranger.isPresent()) {
            return AddressReason.ALPHABETS.of(
                    Quoted.printable(text),
                    Character.toString(stranger.getAsInt()),
                    Quoted.codePoint(stranger.getAsInt()));
        }
        if (domain.startsWith("[")) {
            return AddressReason.NUMBER.of(Quoted.printable(text));
        }
        int comma = bare.indexOf(',');
        if (comma >= 0) {
            return AddressReason.COMMA.of(Quoted.printable(text), Quoted.printable(text.replace(',', '.')));
        }
        if (bare.contains("..")) {
            return AddressReason.DOTS.of(Quoted.printable(text), Quoted.printable(text.replaceAll("\\.{2,}", ".")));
        }
        if (domain.startsWith(".")) {
            return AddressReason.DOT_AT.of(
                    Quoted.printable(text), Quoted.printable(localPart + "@" + domain.substring(1)));
        }
        if (!quotedLocalPart && (localPart.startsWith(".") || localPart.endsWith("."))) {
            return AddressReason.DOT_EDGE.of(Quoted.printable(text), Quoted.printable(localPart));
        }
        return null;
    }

    /** A letter that looks like a Latin one, and makes another address of it, perhaps a stranger's: the а of {@code mаrie@x.example} is Cyrillic. */
    private static OptionalInt ofAnotherAlphabet(String text) {
        if (Quoted.isAscii(text)) {
            return OptionalInt.empty();
        }
        // By word: marketing-отдел and петя+news are right.
        for (String word : NO_LETTERS.split(text, -1)) {
            boolean latin = word.codePoints().anyMatch(c -> UnicodeScript.of(c) == UnicodeScript.LATIN);
            OptionalInt other = word.codePoints()
                    .filter(c ->
                            UnicodeScript.of(c) == UnicodeScript.CYRILLIC || UnicodeScript.of(c) == UnicodeScript.GREEK)
                    .findFirst();
            if (latin && other.isPresent()) {
                return other;
            }
        }
        return OptionalInt.empty();
    }

    /** What was meant: without what was written behind it, such as {@code marie@ecole.example home}, else with the space taken out. */
    private static String withoutSpace(String text) {
        Matcher remark = BEFORE_REMARK.matcher(text);
        return remark.lookingAt() ? remark.group() : INNER_SPACE.matcher(text).replaceAll("");
    }

    /** Those outside quotes: {@code "a@b"@ecole.example} is one address. */
    static int atSigns(String text) {
        int count = 0;
        boolean inQuotes = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && inQuotes) {
                i++;
            } else if (c == '"') {
                inQuotes = !inQuotes;
            } else if (c == '@' && !inQuotes) {
                count++;
            }
        }
        return count;
    }

    static String quoted(String text) {
        return "\"" + Quoted.printable(text) + "\"";
    }

    /** Whether both are one address, give or take quotes and case; what Outlook puts in front of an address. */
    static boolean same(String displayName, String address) {
        return displayName
                .replaceAll("^[\"']+|[\"']+$", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals(address.strip().toLowerCase(Locale.ROOT));
    }
}
