package org.facteur.campaign;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.facteur.message.template.UnicodeNames;
import org.facteur.reason.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Reads the names of files, relative to the job file, and sees whether they are there where the purpose needs them. */
final class FileForms {

    private static final Pattern WEB_ADDRESS = Pattern.compile("(?i)(https?|ftp)://");

    private FileForms() {}

    /** Null where none is given or it is missing; the latter is among the problems. */
    static @Nullable Path file(Section section, String key) {
        Piece piece = section.piece(key);
        return piece == null ? null : file(section, piece);
    }

    /** As {@link #file}; a name with a template in it is known only when letters are made. */
    static @Nullable Path letter(Section section, String key) {
        Piece piece = section.piece(key);
        return piece instanceof Piece.Scalar scalar && isTemplate(scalar)
                ? section.scalar(piece, text -> path(section, text))
                : file(section, key);
    }

    private static boolean isTemplate(Piece.Scalar name) {
        return name.raw().contains("{{") || name.raw().contains("{%");
    }

    /** As {@link #required}; there only where the purpose reads it. */
    static @Nullable Path contacts(Section section, String key, String example) {
        Piece piece = section.piece(key);
        return piece == null || section.reading().purpose().needsContacts()
                ? required(section, key, example)
                : section.scalar(piece, text -> path(section, text));
    }

    static @Nullable Path required(Section section, String key, String example) {
        if (!section.has(key)) {
            section.problem(key, JobFileReason.KEY_MISSING_EXAMPLE.of(example));
        }
        return file(section, key);
    }

    /** Of a section whose keys are the user's own names. */
    static Map<String, Path> files(Section section) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String key : section.keys()) {
            Path file = file(section, key);
            if (file != null) {
                files.put(key, file);
            } else if (section.piece(key) == null) {
                section.problem(key, JobFileReason.FILE_NONE.of(key + ": ../input/" + key + ".png"));
            }
        }
        return files;
    }

    private static @Nullable Path file(Section section, Piece piece) {
        Path file = section.scalar(piece, text -> path(section, text));
        if (file == null || !section.reading().purpose().needsFiles()) {
            return file;
        }
        return isThere(section, piece, file) ? file : null;
    }

    private static Path path(Section section, String text) {
        String line = Forms.oneLine(text);
        if (WEB_ADDRESS.matcher(line).lookingAt()) {
            throw new InvalidValueException(JobFileReason.FILE_WEB.of(Forms.shown(line)));
        }
        try {
            return UnicodeNames.existing(section.reading().base().resolve(line).normalize());
        } catch (InvalidPathException e) {
            throw new InvalidValueException(JobFileReason.FILE_NAME.of(Forms.shown(line)), e);
        }
    }

    private static boolean isThere(Section section, Piece piece, Path file) {
        Problems problems = section.reading().problems();
        if (!Files.exists(file)) {
            problems.addMissingFile(piece.line(), piece.path(), JobFileReason.KEY_MISSING_FILE.of(file));
            return false;
        }
        if (Files.isDirectory(file)) {
            problems.add(piece, JobFileReason.FILE_FOLDER.of(file));
            return false;
        }
        if (!Files.isRegularFile(file)) {
            problems.add(piece, JobFileReason.FILE_DEVICE.of(file));
            return false;
        }
        if (!Files.isReadable(file)) {
            problems.add(piece, JobFileReason.FILE_UNREADABLE.of(file));
            return false;
        }
        return true;
    }

    /** Names with a template in them are known only when letters are made; the others must be there. */
    static List<String> attachments(Section section, String key) {
        Piece piece = section.piece(key);
        List<Piece> pieces =
                piece == null ? List.of() : piece instanceof Piece.Items items ? items.pieces() : List.of(piece);
        for (Piece one : pieces) {
            if (one instanceof Piece.Scalar scalar && !isTemplate(scalar)) {
                file(section, one);
            }
        }
        return section.list(key, Forms::oneLine);
    }
}
