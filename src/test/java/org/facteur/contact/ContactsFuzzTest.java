package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.facteur.reason.Mendable;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a contacts file holds: each row is a recipient or is left out, or the file is refused with a reason. */
class ContactsFuzzTest {

    private static final String WORKBOOK =
            "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet"
                    + " name='A' sheetId='1' r:id='rId1'/></sheets></workbook>";
    private static final String RELATIONS =
            "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>";

    @TempDir
    private Path folder;

    @FuzzTest
    void rows(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("contacts.csv"), bytes);
        holds(file);
    }

    /** What an intact archive holds in the place of a sheet. */
    @FuzzTest
    void sheets(byte[] bytes) throws IOException {
        Path xlsx = folder.resolve("contacts.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(xlsx))) {
            add(zip, "[Content_Types].xml", "<Types/>".getBytes(StandardCharsets.UTF_8));
            add(zip, "xl/workbook.xml", WORKBOOK.getBytes(StandardCharsets.UTF_8));
            add(zip, "xl/_rels/workbook.xml.rels", RELATIONS.getBytes(StandardCharsets.UTF_8));
            add(zip, "xl/worksheets/sheet1.xml", bytes);
        }
        holds(xlsx);
        Path ods = folder.resolve("contacts.ods");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(ods))) {
            add(zip, "mimetype", "application/vnd.oasis.opendocument.spreadsheet".getBytes(StandardCharsets.UTF_8));
            add(zip, "content.xml", bytes);
        }
        holds(ods);
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }

    private static void holds(Path file) throws IOException {
        ContactSource source = new ContactSource(file, null, null, null, null, null, null);
        try {
            List<Listed> all = walk(Recipients.open(source, Suppressions.NONE));
            int half = all.size() / 2;
            assertThat(walk(Recipients.openAt(source, Suppressions.NONE, half)))
                    .isEqualTo(all.subList(half, all.size()));
        } catch (RuntimeException e) {
            refusedWithReason(e);
        }
    }

    private static List<Listed> walk(Recipients recipients) throws IOException {
        try (recipients) {
            List<Listed> rows = new ArrayList<>();
            long before = 0;
            for (Listed row = recipients.next(); row != null; row = recipients.next()) {
                assertThat(row.line()).isGreaterThan(before);
                before = row.line();
                if (row instanceof Exclusion exclusion) {
                    assertThat(exclusion.reason().toString()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}]");
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static void refusedWithReason(RuntimeException e) {
        if (!(Mendable.causeOf(e) instanceof Mendable)) {
            throw e;
        }
        assertThat(e.getMessage()).isNotBlank();
    }
}
