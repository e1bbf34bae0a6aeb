package org.facteur.contact;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which reader a contacts file wants, by its content: names of files lie. */
final class ContactFormat {

    private ContactFormat() {}

    /**
     * @throws ContactFileException where it is nothing that contacts can be read from
     */
    static RowCursor open(ContactSource source) throws IOException {
        Path file = source.file();
        @Nullable FileKind kind = FileKind.of(file);
        if (kind == null) {
            return CsvRows.open(source);
        }
        return switch (kind) {
            case EXCEL, OPEN_DOCUMENT, WORD, ARCHIVE -> packed(source, kind);
            case CARDS -> CardRows.open(source);
            case OLD_OFFICE -> throw refused(file, OldOffice.reason(file));
            case PDF -> throw refused(file, ContactReason.KIND_PDF);
            case LDIF -> throw refused(file, ContactReason.KIND_LDIF);
            case PAGE -> throw refused(file, ContactReason.KIND_PAGE);
            case RTF -> throw refused(file, ContactReason.KIND_RTF);
            case JSON -> throw refused(file, ContactReason.KIND_JSON);
            case MESSAGE -> throw refused(file, ContactReason.KIND_MESSAGE);
            case LINK -> throw refused(file, ContactReason.KIND_LINK);
            case PICTURE -> throw refused(file, ContactReason.KIND_PICTURE);
        };
    }

    /** An archive whose parts tell by their names what it is. */
    private static RowCursor packed(ContactSource source, FileKind looks) throws IOException {
        @Nullable Parts parts = Parts.of(source.file());
        if (parts == null) {
            throw refused(source.file(), looks == FileKind.ARCHIVE ? ContactReason.ARCHIVE : ContactReason.BROKEN);
        }
        if (parts.has("encrypted-package") || parts.isEncryptedDocument()) {
            throw refused(source.file(), ContactReason.KIND_PASSWORD);
        }
        if (parts.has("xl/workbook.xml")) {
            parts.refuseDamaged("xl/");
            return XlsxRows.open(source, parts.has("xl/styles.xml"));
        }
        if (parts.isSpreadsheetOfLibreOffice()) {
            parts.refuseDamaged("content.xml");
            return OdsRows.open(source);
        }
        if (parts.has("xl/workbook.bin")) {
            throw refused(source.file(), ContactReason.KIND_EXCEL_BINARY);
        }
        if (parts.has("word/document.xml")) {
            throw refused(source.file(), ContactReason.KIND_WORD);
        }
        if (parts.has("content.xml")) {
            throw refused(source.file(), ContactReason.KIND_OPEN_DOCUMENT);
        }
        throw refused(
                source.file(), parts.has("Index/Document.iwa") ? ContactReason.KIND_NUMBERS : ContactReason.ARCHIVE);
    }

    private static ContactFileException refused(Path file, ContactReason reason) {
        return ContactFileException.at(file, 1, reason.of());
    }
}
