package org.facteur.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.Mendable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeExceptionTest {

    @TempDir
    private Path folder;

    @Test
    void a_file_of_another_owner_is_told_with_whose_it_is() throws IOException {
        Path var = Files.createDirectory(folder.resolve("var"));
        assumeTrue(belongsToNobody(var), "only root can give a folder away");

        Throwable told = HomeException.explain(new UncheckedIOException(
                new AccessDeniedException(var.resolve("status.json").toString())));

        assertThat(told).hasMessageContaining("nobody").hasMessageContaining("status.json");
        assertThat(Mendable.exitCodeOf(told)).isEqualTo(ExitCodes.NO_INPUT);
    }

    private static boolean belongsToNobody(Path file) {
        try {
            UserPrincipal nobody =
                    file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.setOwner(file, nobody);
            return !System.getProperty("user.name").equals("nobody");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_file_of_ours_that_may_not_be_opened_is_told_without_an_owner() throws IOException {
        Path file = Files.createFile(folder.resolve("ledger.script"));

        assertThat(HomeException.explain(new AccessDeniedException(file.toString())))
                .hasMessageStartingWith(file.toString())
                .hasMessageNotContaining("belongs");
    }

    @Test
    void what_may_not_be_read_on_a_disk_that_is_read_only_is_a_matter_of_permissions() {
        Path disk = readOnlyDisk();

        Throwable told = HomeException.explain(
                new AccessDeniedException(disk.resolve("input/contacts.csv").toString()));

        assertThat(told).hasMessageNotContaining("can only be read");
        assertThat(Mendable.exitCodeOf(told)).isEqualTo(ExitCodes.NO_INPUT);
    }

    /** Containers have some. */
    private static Path readOnlyDisk() {
        for (FileStore store : FileSystems.getDefault().getFileStores()) {
            Path disk = Path.of(store.toString().replaceFirst(" \\(.*", ""));
            if (store.isReadOnly() && Files.isDirectory(disk)) {
                return disk;
            }
        }
        return abort("no disk is read-only here");
    }

    @Test
    void what_is_no_file_to_write_is_told_by_its_name() {
        Throwable told = HomeException.explain(
                new FileSystemException("/home/marie/.x.part", "/home/marie/reports", "Is a directory"));

        assertThat(told)
                .hasMessage(
                        "/home/marie/reports cannot be used (Is a directory); see what lies there, or name another place");
        assertThat(Mendable.exitCodeOf(told)).isEqualTo(ExitCodes.NO_INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded"})
    void a_disk_without_room_is_no_bug_of_ours(String said) {
        Throwable told = HomeException.explain(new UncheckedIOException(new IOException(said)));

        assertThat(told).hasMessageContaining(said).hasMessageContaining("free some");
        assertThat(Mendable.exitCodeOf(told)).isEqualTo(ExitCodes.TRY_LATER);
    }

    @Test
    void a_file_that_we_should_have_found_is_our_bug() {
        NoSuchFileException gone = new NoSuchFileException("/home/marie/var/ledger.script");

        assertThat(HomeException.explain(gone)).isSameAs(gone);
    }
}
