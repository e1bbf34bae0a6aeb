package org.facteur.campaign;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import org.facteur.home.Database;
import org.jspecify.annotations.Nullable;

/** Reads what nobody else may see: from the environment or from a file of its own, and nowhere else. */
final class Secrets {

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);

    private Secrets() {}

    static boolean has(Section section, String key) {
        // Both are asked for, so that both count as known keys.
        boolean direct = section.has(key);
        return section.has(key + "-file") || direct;
    }

    /** Whether its value can be had: the variable is set, or the file is there. */
    static boolean isThere(Section section, String key) {
        if (section.piece(key) instanceof Piece.Scalar scalar) {
            Matcher placeholder = Placeholders.NAME_ONLY.matcher(scalar.raw());
            return placeholder.matches()
                    && section.reading().placeholders().environment(String.valueOf(placeholder.group(1))) != null;
        }
        Path file = FileForms.file(section, key + "-file");
        return file != null && Files.isReadable(file);
    }

    /**
     * @param needed false: its form is checked, and its value not looked for
     * @return null where it is not given, not needed, or cannot be used; the latter is among the problems
     */
    static @Nullable String read(Section section, String key, boolean needed) {
        String fileKey = key + "-file";
        Piece direct = section.piece(key);
        if (direct != null && section.has(fileKey)) {
            section.problem(fileKey, JobFileReason.SECRET_BESIDES.of(key));
        }
        String secret = direct != null ? fromEnvironment(section, key, direct, needed) : null;
        if (direct == null && needed && section.has(fileKey)) {
            secret = fromFile(section, fileKey);
        }
        if (secret != null) {
            section.reading().problems().keepSecret(secret);
        }
        return secret;
    }

    private static @Nullable String fromEnvironment(Section section, String key, Piece piece, boolean needed) {
        String raw = piece instanceof Piece.Scalar scalar ? scalar.raw() : "";
        Matcher placeholder = Placeholders.NAME_ONLY.matcher(raw);
        if (!placeholder.matches()) {
            section.reading().problems().keepSecret(raw);
            section.problem(key, JobFileReason.SECRET_WRITTEN.of(variable(section, key), key));
            return null;
        }
        String name = String.valueOf(placeholder.group(1));
        if (section.reading().placeholders().isParameter(name)) {
            section.problem(key, JobFileReason.SECRET_TYPED.of(name));
            return null;
        }
        String secret = section.reading().placeholders().environment(name);
        if (needed && (secret == null || secret.isBlank())) {
            section.problem(key, JobFileReason.SECRET_NONE.of(name, key));
            return null;
        }
        return needed ? secret : null;
    }

    private static String variable(Section section, String key) {
        return (section.path().startsWith("spring.") ? Database.VARIABLE : "SMTP_")
                + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static @Nullable String fromFile(Section section, String fileKey) {
        Path file = FileForms.file(section, fileKey);
        if (file == null) {
            return null;
        }
        try {
            String secret = Files.readString(file).replaceFirst("[\\r\\n]+$", "");
            if (secret.isBlank() || secret.chars().anyMatch(Character::isISOControl)) {
                section.problem(fileKey, JobFileReason.SECRET_LINE.of(file));
                return null;
            }
            if (othersMayRead(file)) {
                section.warn(fileKey, JobFileReason.SECRET_OTHERS.of(file));
            }
            return secret;
        } catch (CharacterCodingException e) {
            section.problem(fileKey, JobFileReason.SECRET_UTF8.of(file));
        } catch (IOException e) {
            section.problem(fileKey, JobFileReason.SECRET_UNREADABLE.of(file));
        }
        return null;
    }

    static boolean othersMayRead(Path file) throws IOException {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class) != null
                && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS);
    }
}
