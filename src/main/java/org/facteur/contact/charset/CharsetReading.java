package org.facteur.contact.charset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file's pieces say in one charset, and how plausible that is. */
final class CharsetReading {

    private static final double ANOTHER_SCRIPT_IN_A_WORD = 6;
    private static final double CAPITAL_IN_A_WORD = 9;
    private static final double SMALL_LETTER_AMONG_CAPITALS = 3;
    private static final double SMALL_LETTER_AFTER_CAPITALS = 5;
    private static final double SMALL_LETTER_FIRST = 3;
    private static final double USUAL_SIGN = 6;
    private static final double UNPAIRED = 3;
    private static final double UNUSUAL_SIGN = 13;
    private static final double DRAWING = 17;

    private static final Set<Character.UnicodeBlock> DRAWINGS = Set.of(
            Character.UnicodeBlock.BOX_DRAWING,
            Character.UnicodeBlock.BLOCK_ELEMENTS,
            Character.UnicodeBlock.GEOMETRIC_SHAPES,
            Character.UnicodeBlock.MATHEMATICAL_OPERATORS);

    /** Signs that people and their programs do put into names, remarks and streets; all others are not expected in a list of people. */
    private static final String USUAL = "’‘“”«»–—…°€£§·•®™©²½´ªº¿¡‹›„\u00A0\u3000・（）、。「」〜";

    private final Charset charset;
    private final List<String> texts;
    private final double cost;

    private CharsetReading(Charset charset, List<String> texts, double cost) {
        this.charset = charset;
        this.texts = texts;
        this.cost = cost;
    }

    /**
     * @param unusual how improbable the charset is in itself, as a natural logarithm
     * @param languages what its words may be of
     * @return null where the pieces are no text in that charset
     */
    static @Nullable CharsetReading of(
            List<HighBytes.Piece> pieces, Charset charset, double unusual, ExpectedLanguages languages) {
        List<String> texts = new ArrayList<>();
        Words words = new Words();
        for (HighBytes.Piece piece : pieces) {
            String text = decoded(piece, charset);
            if (text == null) {
                return null;
            }
            texts.add(text);
            words.add(text);
        }
        return new CharsetReading(charset, texts, unusual + words.signs + languages.cost(words.words));
    }

    boolean hasLettersOf(Set<Character.UnicodeScript> scripts) {
        return texts.stream()
                .flatMapToInt(String::codePoints)
                .anyMatch(c -> scripts.contains(Character.UnicodeScript.of(c)));
    }

    /** Whether a character was lost before: its sign (U+FFFD) is of Unicode alone. */
    boolean hasLost() {
        return texts.stream().anyMatch(text -> text.indexOf('\uFFFD') >= 0);
    }

    CharsetReading dearer(double more) {
        return new CharsetReading(charset, texts, cost + more);
    }

    Charset charset() {
        return charset;
    }

    /** Of the charset, as its owner may know it. */
    String name() {
        return CharsetNames.name(charset);
    }

    /** By piece. */
    List<String> texts() {
        return texts;
    }

    /** How improbable it is, as a natural logarithm. */
    double cost() {
        return cost;
    }

    private static @Nullable String decoded(HighBytes.Piece piece, Charset charset) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(piece.bytes()))
                    .toString();
            // As a Mac writes names, in UTF-8: letters whose accents stand behind them are letters all the same.
            return text.codePoints().allMatch(CharsetReading::isText)
                    ? Normalizer.normalize(text, Normalizer.Form.NFC)
                    : null;
        } catch (CharacterCodingException notOfIt) {
            return null;
        }
    }

    private static boolean isText(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.PRIVATE_USE, Character.UNASSIGNED, Character.SURROGATE -> false;
            default -> true;
        };
    }

    /** The words, and the cost of all that is no letter or oddly written. */
    private static final class Words {

        private final List<String> words = new ArrayList<>();
        private double signs;

        void add(String text) {
            int[] all = text.codePoints().toArray();
            int from = 0;
            while (from < all.length) {
                int to = from;
                while (to < all.length && isOfWord(all[to])) {
                    to++;
                }
                if (to > from) {
                    addWord(all, from, to);
                } else {
                    signs += signCost(all, to++);
                }
                from = to;
            }
        }

        private static boolean isOfWord(int c) {
            int type = Character.getType(c);
            return Character.isLetter(c)
                    || type == Character.NON_SPACING_MARK
                    || type == Character.COMBINING_SPACING_MARK;
        }

        private void addWord(int[] all, int from, int to) {
            StringBuilder lower = new StringBuilder();
            int capitals = 0;
            if (all[from] > 0x7F && Character.isLowerCase(all[from])) {
                signs += SMALL_LETTER_FIRST;
            }
            for (int i = from; i < to; i++) {
                int c = all[i];
                boolean capital = Character.isUpperCase(c);
                if (i > from) {
                    boolean beyondAscii = c > 0x7F || all[i - 1] > 0x7F;
                    if (capital && beyondAscii && Character.isLowerCase(all[i - 1])) {
                        signs += CAPITAL_IN_A_WORD;
                    } else if (c > 0x7F && Character.isLowerCase(c) && capitals > 1) {
                        signs += SMALL_LETTER_AMONG_CAPITALS;
                    }
                    if (capitals > 1 && Character.isLowerCase(c) && c <= 0x7F && all[i - 1] + all[i - 2] > 2 * 0x7F) {
                        signs += SMALL_LETTER_AFTER_CAPITALS;
                    }
                    if (isAnotherScript(all[i - 1], c)) {
                        signs += ANOTHER_SCRIPT_IN_A_WORD;
                    }
                }
                capitals = capital ? capitals + 1 : Character.isLowerCase(c) && c <= 0x7F ? 0 : capitals;
                lower.appendCodePoint(Character.toLowerCase(c));
            }
            words.add(lower.toString());
        }

        private static boolean isAnotherScript(int a, int b) {
            return (a <= 0x7F || isLatin(a)) != (b <= 0x7F || isLatin(b));
        }

        private static boolean isLatin(int c) {
            return Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
        }

        private static double signCost(int[] all, int at) {
            int c = all[at];
            if (c <= 0x7F) {
                return 0;
            }
            boolean afterLetter = at > 0 && Character.isLetter(all[at - 1]);
            boolean beforeLetter = at + 1 < all.length && Character.isLetter(all[at + 1]);
            if (c == '·' && afterLetter && beforeLetter) {
                return USUAL_SIGN;
            }
            if (USUAL.indexOf(c) < 0
                    || (afterLetter && !isUsualAfterLetter(c))
                    || (beforeLetter && !isUsualBeforeLetter(c))) {
                return isDrawing(c) ? DRAWING : UNUSUAL_SIGN;
            }
            return isPaired(c) && !hasOther(all, at) ? USUAL_SIGN + UNPAIRED : USUAL_SIGN;
        }

        private static boolean isUsualAfterLetter(int c) {
            return "’´\u00A0»”…®™©ªº°²–—\u3000・）、。」〜".indexOf(c) >= 0;
        }

        private static boolean isUsualBeforeLetter(int c) {
            return "’´\u00A0«“„¿¡–—…‘\u3000・（」、。「〜".indexOf(c) >= 0;
        }

        private static boolean isPaired(int c) {
            return "«»“”„‘‹›".indexOf(c) >= 0;
        }

        private static boolean hasOther(int[] all, int at) {
            for (int i = 0; i < all.length; i++) {
                if (i != at && isPaired(all[i])) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isDrawing(int c) {
            Character.@Nullable UnicodeBlock block = Character.UnicodeBlock.of(c);
            return block != null && DRAWINGS.contains(block);
        }
    }
}
