package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.facteur.reason.Mendable;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a contacts file holds: each row is a recipient or is left out, or the file is refused with a reason. */
class ContactsFuzzTest {

    @TempDir
    private Path folder;

    @FuzzTest
    void rows(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("contacts.csv"), bytes);
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
