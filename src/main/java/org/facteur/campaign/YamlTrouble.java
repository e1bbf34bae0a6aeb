package org.facteur.campaign;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.reason.Reason;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What SnakeYAML finds wrong, which has neither codes nor types for it: its own English tells them apart. */
final class YamlTrouble {

    /** How a line with a key begins, up to its value. */
    private static final String KEY = "\\s*(?:- +)?[^\\s#:]+ *: *";

    // SnakeYAML quotes the name of an alias or a tag: with "password: *geheim" that would be the secret.
    private static final Pattern SIGN =
            Pattern.compile("found (?:undefined alias|duplicate anchor|undefined tag handle).*", Pattern.DOTALL);

    private static final Pattern FLOW = Pattern.compile("expected ',' or '(.)', but got .*", Pattern.DOTALL);

    /** {@code subject: {{ prenom }}, bonne année}, which YAML takes for a mapping. */
    private static final Pattern BRACES = Pattern.compile(KEY + "\\{\\{.*");

    /** {@code subject: !Promo}; two exclamation marks are YAML's own. */
    private static final Pattern TAGGED = Pattern.compile(KEY + "!(?!!).*");

    /** {@code subject: *** Promo ***}, {@code & Co} or {@code !!! Promo}. */
    private static final Pattern SIGNED = Pattern.compile("while (?:scanning|parsing) an? (?:alias|anchor|tag)");

    /** {@code subject: "Happy New Year}, where a quotation mark is opened and not closed. */
    private static final Pattern UNQUOTED = Pattern.compile(KEY + "\"(?:[^\"\\\\]|\\\\.)*");

    /** {@code from: "Dupont, Jean" <jean@ecole.example>}, or {@code 'L'année'}: the value ends with its quotation mark. */
    private static final Pattern BEHIND =
            Pattern.compile(KEY + "(?:\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^']|'')*')\\s*[^\\s#].*");

    /** {@code name:voeux}: without a space behind the colon it is no key. An address on the web is not meant to be one. */
    private static final Pattern GLUED = Pattern.compile("\\s*(?:- +)?[a-zA-Z-]+:[^\\s/].*");

    /** Spaces of the web and of word processors, where YAML wants plain ones. */
    private static final Pattern ODD_SPACE =
            Pattern.compile("(^[ -]*|: *)([\\u00A0\\u2000-\\u200B\\u202F\\u3000\\uFEFF]+)");

    private static final Pattern GLUED_HASH = Pattern.compile("\\s+#[^\\s#]");

    private static final Pattern CHARACTER = Pattern.compile("found character '(.)' that cannot start any token.*");

    private static final Pattern BLOCK = Pattern.compile("expected <block end>, but found '(.*)'", Pattern.DOTALL);

    /** {@code "..\\input"}: in double quotes a backslash is one of YAML's own. */
    private static final Pattern ESCAPE =
            Pattern.compile("(?:found unknown escape character|expected escape sequence).*", Pattern.DOTALL);

    /** {@code subject: > Bonjour}. */
    private static final Pattern TEXT = Pattern.compile(
            "expected (?:a comment or a line break|chomping or indentation indicators|indentation indicator).*",
            Pattern.DOTALL);

    private static final Map<String, JobFileReason> KNOWN = Map.of(
            "sequence entries are not allowed here", JobFileReason.YAML_DASH,
            "expected '<document start>', but found '<block mapping start>'", JobFileReason.YAML_BLOCK,
            "mapping values are not allowed here", JobFileReason.YAML_MAPPING,
            "found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
                    JobFileReason.YAML_TAB,
            "could not find expected ':'", JobFileReason.YAML_COLON,
            "found unexpected end of stream", JobFileReason.YAML_QUOTE);

    private YamlTrouble() {}

    /** With its quotation mark closed; as it was where none is open. */
    static String closed(String line) {
        return UNQUOTED.matcher(line).matches() ? line + '"' : line;
    }

    /** With a space behind its colon; as it was where none is missing. */
    static String parted(String line) {
        return GLUED.matcher(line).matches() ? line.replaceFirst(":", ": ") : line;
    }

    /** With plain spaces where YAML wants them; as it was where it has them. */
    static String plainlySpaced(String line) {
        return ODD_SPACE
                .matcher(line)
                .replaceAll(odd -> odd.group(1) + " ".repeat(odd.group(2).length()));
    }

    /** What stands behind a value: a comment of which nobody thought, since it begins without a space. */
    static boolean isGluedHash(String rest) {
        return GLUED_HASH.matcher(rest).lookingAt();
    }

    static boolean isTagged(String line) {
        return TAGGED.matcher(line).matches();
    }

    static boolean isBraces(String line) {
        return BRACES.matcher(line).matches();
    }

    /**
     * With its own words where they are none of those that people meet.
     *
     * @param line of the file, where it stumbled
     */
    static Reason of(MarkedYAMLException trouble, String line) {
        String problem = String.valueOf(trouble.getProblem());
        if (isBraces(line)) {
            return JobFileReason.YAML_BRACES.of();
        }
        JobFileReason known = KNOWN.get(problem);
        if (known != null) {
            return known.of();
        }
        if (SIGN.matcher(problem).matches()
                || problem.startsWith("Global tag is not allowed")
                || SIGNED.matcher(String.valueOf(trouble.getContext())).matches()) {
            return JobFileReason.JOB_YAML_SIGN.of();
        }
        if (ESCAPE.matcher(problem).matches()) {
            return JobFileReason.YAML_ESCAPE.of();
        }
        if (TEXT.matcher(problem).matches()) {
            return JobFileReason.YAML_TEXT.of();
        }
        if (problem.equals("mapping keys are not allowed here")) {
            return JobFileReason.YAML_CHARACTER.of("?");
        }
        Matcher character = CHARACTER.matcher(problem);
        if (character.matches()) {
            return JobFileReason.YAML_CHARACTER.of(character.group(1));
        }
        Matcher flow = FLOW.matcher(problem);
        if (flow.matches()) {
            return JobFileReason.YAML_FLOW.of(flow.group(1));
        }
        Matcher block = BLOCK.matcher(problem);
        if (!block.matches()) {
            return JobFileReason.YAML_OTHER.of(problem.replaceAll("\\s+", " "));
        }
        if (BEHIND.matcher(line).matches()) {
            return JobFileReason.YAML_BEHIND.of();
        }
        // What it calls <block mapping start> and so on says nothing to anybody else.
        return block.group(1).startsWith("<")
                ? JobFileReason.YAML_BLOCK.of()
                : JobFileReason.YAML_BLOCK_FOUND.of(block.group(1));
    }
}
