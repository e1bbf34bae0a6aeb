package org.facteur.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {

    @TempDir
    private Path folder;

    @Test
    void only_its_owner_may_read_it_whatever_it_was_before() throws Exception {
        Path file = Files.writeString(folder.resolve("report.html"), "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        PrivateFile.write(file, out -> out.write("after é"));

        assertThat(file).hasContent("after é");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void what_fails_names_the_file_and_leaves_it_as_it_was_and_nothing_beside_it() throws Exception {
        Path file = Files.writeString(folder.resolve("report.html"), "before");

        assertThatThrownBy(() -> PrivateFile.write(file, out -> {
                    out.write("half");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": disk full");

        assertThat(file).hasContent("before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_link_in_its_place_is_replaced_and_what_it_leads_to_stays() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "not ours");
        Path file = Files.createSymbolicLink(folder.resolve("status.json"), elsewhere);

        PrivateFile.write(file, out -> out.write("after"));

        assertThat(file).isRegularFile().hasContent("after");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(elsewhere).hasContent("not ours");
    }

    @Test
    void missing_folders_are_made() throws Exception {
        Path file = folder.resolve("reports/of/2027.html");

        PrivateFile.write(file, out -> out.write("x"));

        assertThat(file).hasContent("x");
    }
}
