package org.facteur.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {

    @TempDir
    Path folder;

    @Test
    void a_disk_with_room_lets_the_ledger_grow() {
        DiskRoom room = DiskRoom.of(folder);

        room.check();

        assertThat(room.isThere()).isTrue();
        assertThat(room.isUsedUp()).isFalse();
    }

    @Test
    void a_folder_that_is_gone_is_not_taken_for_a_full_disk() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("var"));
        DiskRoom room = DiskRoom.of(gone);
        Files.delete(gone);

        assertThatThrownBy(room::check)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining(gone + " is gone")
                .hasMessageNotContaining("full");
    }
}
