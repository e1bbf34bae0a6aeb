package org.facteur.contact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Contacts files for tests, written to a folder and read back. */
final class ContactFiles {

    private final Path file;

    ContactFiles(Path folder) {
        this.file = folder.resolve("contacts.csv");
    }

    Path file() {
        return file;
    }

    ContactSource write(String text) {
        return write(text, StandardCharsets.UTF_8);
    }

    ContactSource write(String text, Charset charset) {
        return write(text.getBytes(charset));
    }

    ContactSource write(byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return source();
    }

    ContactSource source() {
        return new ContactSource(file, null, null, null, null, null, null);
    }

    ContactSource source(@Nullable Charset charset, @Nullable Character delimiter) {
        return new ContactSource(file, charset, delimiter, null, null, null, null);
    }

    ContactSource emailColumn(String column) {
        return new ContactSource(file, null, null, null, column, null, null);
    }

    ContactSource where(String where) {
        return new ContactSource(file, null, null, null, null, new ContactSource.Filter(where, "job.yaml:7"), null);
    }

    ContactSource locale(String tag) {
        return new ContactSource(file, null, null, null, null, null, Locale.forLanguageTag(tag));
    }

    static List<Row> rows(ContactSource source) {
        try (ContactReader reader = ContactReader.open(source)) {
            return rest(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Row> rest(ContactReader reader) {
        List<Row> rows = new ArrayList<>();
        for (@Nullable Row row = reader.read(); row != null; row = reader.read()) {
            rows.add(row);
        }
        return rows;
    }

    static String describe(ContactSource source) {
        try (ContactReader reader = ContactReader.open(source)) {
            return reader.describe();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
