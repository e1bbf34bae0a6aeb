package org.facteur.contact;

import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the contacts are and how to read them.
 *
 * @param charset null: detected
 * @param delimiter null: detected
 * @param emailColumn heading (or plain name) of the column with the address; null: the first that is called email, e-mail,
 *     mail, courriel, adresse e-mail ...
 * @param where only these rows, such as {@code voeux = oui}; null: all
 */
public record ContactSource(
        Path file,
        @Nullable Charset charset,
        @Nullable Character delimiter,
        @Nullable String emailColumn,
        @Nullable String where) {}
