package org.facteur.contact;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the contacts are and how to read them.
 *
 * @param charset of a text; null: detected
 * @param delimiter of a text; null: detected
 * @param sheet of a workbook, by its name; null: the first that is not hidden
 * @param emailColumn heading (or plain name) of the column with the address; null: the first that is called email, e-mail,
 *     mail, courriel, adresse e-mail ...
 * @param where only these rows; null: all
 * @param locale of the mailing: whose names are expected where the charset has to be guessed, how a workbook's days and figures are
 *     written, what the columns of address cards are called; null: not said
 */
public record ContactSource(
        Path file,
        @Nullable Charset charset,
        @Nullable Character delimiter,
        @Nullable String sheet,
        @Nullable String emailColumn,
        @Nullable Filter where,
        @Nullable Locale locale) {

    /**
     * Which rows are meant.
     *
     * @param text such as {@code voeux = oui}, see {@link Where}
     * @param place where it is written, such as {@code jobs/voeux.yaml:14}
     */
    public record Filter(String text, String place) {

        /** The text alone: a line above it in the file makes it no other filter. */
        @Override
        public String toString() {
            return text;
        }
    }
}
