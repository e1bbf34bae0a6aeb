package org.facteur.contact.charset;

import java.nio.charset.Charset;
import java.util.List;

/** What was found of a file's charset. */
public sealed interface Detection {

    /**
     * It is text from end to end.
     *
     * @param mark length of the byte order mark in bytes; 0 if the file has no mark
     */
    record Text(Charset charset, int mark) implements Detection {}

    /**
     * It cannot be read as it is.
     *
     * @param line the first where that shows, 1 for the first of the file
     * @param details as {@link Why} says
     */
    record Refusal(Why why, long line, List<String> details) implements Detection {

        static Refusal of(Why why, long line, String... details) {
            return new Refusal(why, line, List.of(details));
        }
    }

    enum Why {
        /** Bytes of the line are no text in the charset that was said, or that most of the file speaks for; its name. */
        MALFORMED,
        /** It has a NUL, which no text has. */
        NUL,
        /**
         * Two charsets make something plausible of it, and not the same: what the line says by the likelier one, its name as a job file takes
         * it, and both of the other one. Nobody but the owner can tell.
         */
        UNDECIDED,
        /** No charset in use makes text of it. */
        UNKNOWN
    }
}
