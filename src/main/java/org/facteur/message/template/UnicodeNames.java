package org.facteur.message.template;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.stream.Stream;

/**
 * Files whose names have accents. A Mac or a network drive may keep them apart from their letters (NFD), where a keyboard writes both as
 * one character (NFC): the same name to its reader, another one to the file system.
 */
public final class UnicodeNames {

    private UnicodeNames() {}

    /** The file that is there under this name in either form; the name as it was written where none is. */
    public static Path existing(Path file) {
        if (Files.exists(file)) {
            return file;
        }
        return Stream.of(Form.NFC, Form.NFD)
                .map(form -> file.getFileSystem().getPath(Normalizer.normalize(file.toString(), form)))
                .filter(Files::exists)
                .findFirst()
                .orElse(file);
    }
}
