package org.facteur.check;

import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is odd in the words of a letter, whether they stand in its subject, its html or its text. */
final class WordingRules {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE;
    private static final String SPACE = "[\\s\\u00A0\\u202F&&[^\\n]]";
    /** These can stand alone ("Bonjour,"): only the space before the comma shows that a name is missing. */
    private static final String ALONE = "bonjour|bonsoir|salut|hello|hi|hey|hallo|hola|ciao|coucou|madame|monsieur";
    /** These never do. */
    private static final String NEVER_ALONE =
            "dear|cher|chère|chers|chères|cher\\(e\\)|cher·e|lieber?|sehr geehrter?|estimad[oa]|querid[oa]|car[oa]|beste";
    /** These want a name after them, wherever they stand. */
    private static final String TITLES = "(?:" + SPACE + "+(?:mr|mrs|ms|dr|mme|mlle|m|pr|herr|frau|sr|sra)\\.?)*";

    private static final Pattern SPACED_COMMA =
            Pattern.compile("^" + SPACE + "*(?:" + ALONE + "|" + NEVER_ALONE + ")" + TITLES + SPACE + "+,", FLAGS);
    private static final Pattern NO_NAME =
            Pattern.compile("^" + SPACE + "*(?:" + NEVER_ALONE + ")" + TITLES + SPACE + "*[,!]", FLAGS);
    private static final Pattern LEADING_COMMA = Pattern.compile("\\A[\\s\\u00A0]*,[^\\n]{0,40}");

    /** No contact, and no prose, is called so; editors write the braces of a link in percent. */
    private static final Pattern UNMERGED = Pattern.compile("\\{\\{|\\{%|%7[Bb]%7[Bb]|%7[Bb]%25");

    /** The same of other programs' templates. */
    private static final Pattern LEFT_OVER = Pattern.compile("\\}\\}|%\\}|\\$\\{[\\w.]*\\}?|\\*\\|\\w+\\|\\*|%%\\w+%%");

    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]{2,}");
    /** A replacement character stands for one that was lost; C1 controls are what Latin-1 makes of Windows-1252. */
    private static final Pattern LOST = Pattern.compile("[\\uFFFD\\u0080-\\u009F]");

    private static final Pattern FIVE_WORDS =
            Pattern.compile("(?<!\\p{L})\\p{Lu}++(?:[^\\p{L}]{1,3}\\p{Lu}++){4,}(?!\\p{L})");
    private static final int SHOUTED_LETTERS = 15;

    private WordingRules() {}

    /**
     * @param found is told the rule and what was found, once a rule
     */
    static void check(String text, boolean subject, BiConsumer<LetterRule, String> found) {
        greeting(text, found);
        mojibake(text, found);
        leftOver(text, found);
        capitals(text, subject, found);
    }

    private static void greeting(String text, BiConsumer<LetterRule, String> found) {
        for (Pattern pattern : new Pattern[] {SPACED_COMMA, NO_NAME, LEADING_COMMA}) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                found.accept(LetterRule.BARE_GREETING, matcher.group());
                return;
            }
        }
    }

    private static void mojibake(String text, BiConsumer<LetterRule, String> found) {
        Matcher run = NOT_ASCII.matcher(text);
        while (run.find()) {
            if (Mojibake.isIn(run.group())) {
                found.accept(LetterRule.MOJIBAKE, around(text, run.start(), run.end()));
                return;
            }
        }
        Matcher lost = LOST.matcher(text);
        if (lost.find()) {
            found.accept(LetterRule.MOJIBAKE, around(text, lost.start(), lost.end()));
        }
    }

    /** The word that it is in. */
    private static String around(String text, int start, int end) {
        int from = start;
        while (from > 0 && start - from < 20 && text.charAt(from - 1) > ' ') {
            from--;
        }
        int to = end;
        while (to < text.length() && to - end < 20 && text.charAt(to) > ' ') {
            to++;
        }
        return text.substring(from, to);
    }

    static void leftOver(String text, BiConsumer<LetterRule, String> found) {
        Matcher unmerged = UNMERGED.matcher(text);
        Matcher leftOver = LEFT_OVER.matcher(text);
        if (unmerged.find()) {
            found.accept(LetterRule.UNMERGED, word(text, unmerged));
        } else if (leftOver.find()) {
            found.accept(LetterRule.LEFT_OVER, word(text, leftOver));
        }
    }

    private static String word(String text, Matcher matcher) {
        return around(text, matcher.start(), matcher.end()).replaceAll("^[<(]+|[>).,]+$", "");
    }

    private static void capitals(String text, boolean subject, BiConsumer<LetterRule, String> found) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        if (subject) {
            if (letters >= 6 && text.codePoints().filter(Character::isLetter).allMatch(Character::isUpperCase)) {
                found.accept(LetterRule.ALL_CAPS, text);
            }
            return;
        }
        Matcher shout = FIVE_WORDS.matcher(text);
        while (shout.find()) {
            if (shout.group().codePoints().filter(Character::isLetter).count() >= SHOUTED_LETTERS) {
                found.accept(LetterRule.ALL_CAPS, shout.group());
                return;
            }
        }
    }
}
