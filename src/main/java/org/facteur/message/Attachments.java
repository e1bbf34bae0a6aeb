package org.facteur.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.facteur.message.template.MediaType;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.SingleLine;
import org.facteur.message.template.Template;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateFile;
import org.facteur.message.template.TemplateReason;
import org.facteur.message.template.UnicodeNames;
import org.facteur.reason.Reason;

/** The files of a mailing: those that everybody gets, and those whose name depends on the contact. */
final class Attachments {

    /** A file that everybody gets is kept encoded up to this size; a larger one, and a personal one, is read as it is sent. */
    private static final long KEPT_BYTES = 2_000_000;
    /** Files known to exist, remembered to spare a million looks at the same ten; not so many that they would fill the heap. */
    private static final int REMEMBERED = 1_000;

    private final List<Template> names;
    private final Path base;
    private final Set<Path> present = ConcurrentHashMap.newKeySet();
    private final Map<Path, EncodedPart> kept = new ConcurrentHashMap<>();

    Attachments(List<Template> names, Path base) {
        this.names = names;
        this.base = base;
    }

    /**
     * The contact's files; a name that comes out empty is no file.
     *
     * @throws MissingFileException when one is not there or cannot be read
     * @throws TemplateException when a value would lead to another directory
     */
    List<Path> of(Map<String, Object> values, Locale locale) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<Path> files = new ArrayList<>(names.size());
        for (Template name : names) {
            String merged = name.merge(values, locale).strip();
            if (!merged.isEmpty()) {
                files.add(present(name, merged));
            }
        }
        return files;
    }

    private Path present(Template template, String merged) {
        Path file;
        try {
            file = UnicodeNames.existing(base.resolve(merged).normalize());
        } catch (InvalidPathException e) {
            throw new TemplateException(template.name(), TemplateReason.FILE_IMPOSSIBLE.of(SingleLine.of(merged)));
        }
        if (!template.isConstant()) {
            stayInFolder(template, merged, file);
        }
        if (present.contains(file)) {
            return file;
        }
        String where = template.name();
        if (!Files.exists(file)) {
            throw missing(file, where, TemplateReason.FILE_NONE.of());
        }
        if (!Files.isRegularFile(file)) {
            throw missing(file, where, TemplateReason.FILE_KIND.of());
        }
        if (!Files.isReadable(file)) {
            throw missing(file, where, MessageReason.FILE_PERMISSIONS.of());
        }
        if (present.size() < REMEMBERED) {
            present.add(file);
        }
        return file;
    }

    private static MissingFileException missing(Path file, String where, Reason what) {
        return new MissingFileException(file, Reason.at(where, Reason.at(TemplateFile.name(file), what)));
    }

    /**
     * What a contact's values make of the name stays in the folder that the template itself names: neither a part of dots, which
     * several values may make together, nor a link leads out of it.
     */
    private void stayInFolder(Template template, String merged, Path file) {
        String fixed = template.source().substring(0, template.source().indexOf('{'));
        Path folder =
                base.resolve(fixed.substring(0, fixed.lastIndexOf('/') + 1)).normalize();
        String made = merged.substring(Math.min(fixed.lastIndexOf('/') + 1, merged.length()));
        boolean climbs = Stream.of(made.split("/", -1)).anyMatch(part -> part.equals(".") || part.equals(".."))
                || !file.startsWith(folder);
        try {
            boolean leaves = Files.exists(file) && !file.toRealPath().startsWith(folder.toRealPath());
            if (climbs || leaves) {
                throw new TemplateException(
                        template.name(),
                        MessageReason.ATTACHMENT_OUT.of(SingleLine.of(merged), TemplateFile.name(folder)));
            }
        } catch (IOException e) {
            throw TemplateFile.unreadable(file, e);
        }
    }

    /** What the files make of a letter, encoded. */
    static long bytes(List<Path> files) {
        long all = 0;
        for (Path file : files) {
            try {
                all += EncodedPart.encodedSize(Files.size(file));
            } catch (IOException e) {
                throw TemplateFile.unreadable(file, e);
            }
        }
        return all;
    }

    /** One part for each file, in order. */
    List<MimeBodyPart> toBodyParts(List<Path> files) throws MessagingException {
        List<MimeBodyPart> parts = new ArrayList<>(files.size());
        for (Path file : files) {
            MimeBodyPart part = (isKept(file) ? kept(file) : own(file)).toBodyPart();
            part.setHeader(
                    "Content-Disposition",
                    FileName.disposition("attachment", file.getFileName().toString()));
            parts.add(part);
        }
        return parts;
    }

    private boolean isKept(Path file) {
        if (kept.containsKey(file)) {
            return true;
        }
        boolean everybodys = names.stream()
                .anyMatch(name -> name.isConstant()
                        && base.resolve(name.source().strip()).normalize().equals(file));
        try {
            return everybodys && Files.size(file) <= KEPT_BYTES;
        } catch (IOException e) {
            throw TemplateFile.unreadable(file, e);
        }
    }

    private EncodedPart kept(Path file) {
        return kept.computeIfAbsent(file, Attachments::encoded);
    }

    /** Only what is text is read here, for its character set; the other files when the letter leaves. */
    private static EncodedPart own(Path file) {
        String type = MediaType.of(file.getFileName().toString());
        return MediaType.isText(type) ? encoded(file) : EncodedPart.file(type, file);
    }

    private static EncodedPart encoded(Path file) {
        byte[] bytes = TemplateFile.bytes(file);
        return EncodedPart.binary(MediaType.of(file.getFileName().toString(), bytes), bytes);
    }
}
