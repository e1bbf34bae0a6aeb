package org.facteur.message;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of one contact's letter, and what comes with them, before they become a message.
 *
 * @param html null: there is only text
 * @param text null: it is derived from the html
 * @param files attachments, each one there
 * @param pictures Content-IDs of those that it carries
 * @param bytes about what it has on the wire; never more
 */
public record MergedLetter(
        String subject,
        @Nullable String html,
        @Nullable String text,
        List<Path> files,
        Set<String> pictures,
        long bytes) {}
