package org.facteur.contact;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the contacts are and how to read them.
 *
 * @param charset null: detected
 * @param delimiter null: detected
 * @param emailColumn heading (or plain name) of the column with the address; null: the first that is called email, e-mail,
 *     mail, courriel, adresse e-mail ...
 * @param where only these rows, such as {@code voeux = oui}; null: all
 * @param locale of the mailing: whose names are expected where the charset has to be guessed; null: not said
 */
public record ContactSource(
        Path file,
        @Nullable Charset charset,
        @Nullable Character delimiter,
        @Nullable String emailColumn,
        @Nullable String where,
        @Nullable Locale locale) {}
