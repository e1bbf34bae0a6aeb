package org.facteur.address;

import java.util.Locale;
import java.util.regex.Pattern;
import org.facteur.address.ParsedAddress.Invalid;
import org.facteur.address.ParsedAddress.Valid;
import org.jspecify.annotations.Nullable;

/** Reads the address out of a cell that a person filled in. Never throws: a cell that holds no address is a value. */
public final class AddressParser {

    private static final String EXAMPLE = "; write for example marie@ecole.example";

    // Peeling goes layer by layer: a cell of a million semicolons must not hold up the run.
    private static final int LONGEST_CELL = 4_000;

    // A white space between two characters of an address, however it was typed.
    private static final Pattern INNER_SPACE = Pattern.compile("[\\s\\h]");

    /**
     * @param cell of unknown quality: {@code Marie <marie@ecole.example>}, {@code mailto:marie@ecole.example?subject=...}
     */
    public ParsedAddress parse(String cell) {
        if (cell.length() > LONGEST_CELL) {
            return new Invalid("the cell holds " + cell.length() + " characters, too long for an address" + EXAMPLE);
        }
        Peeled peeled = Peeled.of(cell);
        String text = peeled.text();
        @Nullable String problem = problem(text, peeled.problem());
        if (problem != null) {
            return new Invalid(problem);
        }
        try {
            return new Valid(EmailAddress.of(text), peeled.cleanups());
        } catch (IllegalArgumentException notAnAddress) {
            return new Invalid(String.valueOf(notAnAddress.getMessage()));
        }
    }

    /** What people get wrong most, told in their words before the grammar's. */
    private static @Nullable String problem(String text, @Nullable String foundWhilePeeling) {
        if (foundWhilePeeling != null) {
            return foundWhilePeeling;
        }
        if (text.isEmpty()) {
            return "the address is empty" + EXAMPLE;
        }
        int ats = atSigns(text);
        if (ats == 0) {
            return quoted(text) + " has no @" + EXAMPLE;
        }
        if (ats > 1) {
            return quoted(text)
                    + (text.contains("@@") ? " has two @; write one" : " looks like two addresses; write one a row");
        }
        int at = text.lastIndexOf('@');
        String localPart = text.substring(0, at);
        String domain = text.substring(at + 1);
        if (localPart.isEmpty()) {
            return quoted(text) + " has nothing before the @" + EXAMPLE;
        }
        if (domain.isEmpty()) {
            return quoted(text) + " has nothing after the @" + EXAMPLE;
        }
        return problem(text, localPart, domain);
    }

    private static @Nullable String problem(String text, String localPart, String domain) {
        boolean quotedLocalPart = localPart.startsWith("\"");
        String bare = quotedLocalPart ? domain : text;
        if (INNER_SPACE.matcher(bare).find()) {
            return quoted(text) + " has a space inside; write it without: "
                    + Quoted.printable(INNER_SPACE.matcher(text).replaceAll(""));
        }
        @Nullable String unseen = AddressGrammar.unseen(text);
        if (unseen != null) {
            return unseen;
        }
        if (domain.startsWith("[")) {
            return quoted(text) + " names a machine by its number; write a domain name, such as ecole.example";
        }
        int comma = bare.indexOf(',');
        if (comma >= 0) {
            return quoted(text) + " has a comma where a dot belongs; write " + Quoted.printable(text.replace(',', '.'));
        }
        if (bare.contains("..")) {
            return quoted(text) + " has two dots in a row; write one: "
                    + Quoted.printable(text.replaceAll("\\.{2,}", "."));
        }
        if (domain.startsWith(".")) {
            return quoted(text) + " has a dot right after the @; write "
                    + Quoted.printable(localPart + "@" + domain.substring(1));
        }
        if (!quotedLocalPart && (localPart.startsWith(".") || localPart.endsWith("."))) {
            return quoted(text) + " has a dot at the edge of " + quoted(localPart) + "; write it without";
        }
        return null;
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
