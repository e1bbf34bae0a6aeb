package org.facteur.inbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.facteur.reason.ExitCodes;
import org.facteur.reason.MendableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailFilesTest {

    @TempDir
    private Path folder;

    private static List<String> messages(Path place) {
        List<String> messages = new ArrayList<>();
        MailFiles.forEach(place, (file, number, bytes) -> messages.add(number + ":" + new String(bytes, ISO_8859_1)));
        return messages;
    }

    @Test
    void an_mbox_is_parted_where_a_line_from_stands_behind_an_empty_one_whatever_bytes_it_holds() throws IOException {
        Path mbox = folder.resolve("inbox");
        Files.write(
                mbox,
                "From a@b Sat Jan\nSubject: \u00e9\n\nhello\nFrom here on\n\nFrom c@d Sun\r\nSubject: 2\r\n\r\nend"
                        .getBytes(ISO_8859_1));

        assertThat(messages(mbox))
                .containsExactly("1:Subject: \u00e9\n\nhello\nFrom here on\n\n", "2:Subject: 2\r\n\r\nend");
    }

    @Test
    void a_maildir_is_read_without_what_is_not_delivered_yet() throws IOException {
        for (String name : List.of("cur", "new", "tmp")) {
            Files.createDirectories(folder.resolve(name));
            Files.writeString(folder.resolve(name).resolve("1." + name), name);
        }

        assertThat(messages(folder)).containsExactly("1:cur", "1:new");
    }

    @ParameterizedTest
    @ValueSource(strings = {".Junk", ".Lists.Old", "Junk", "Lists/Old"})
    void the_folders_of_a_maildir_are_read_too_however_its_server_lays_them(String name) throws IOException {
        for (String part : List.of("cur", name + "/cur", name + "/new", name + "/tmp")) {
            Files.createDirectories(folder.resolve(part));
            Files.writeString(folder.resolve(part).resolve("1.a"), part);
        }

        assertThat(messages(folder)).containsExactlyInAnyOrder("1:cur", "1:" + name + "/cur", "1:" + name + "/new");
    }

    @Test
    void what_is_not_there_is_told() {
        assertThatThrownBy(() -> messages(folder.resolve("none.eml")))
                .isInstanceOfSatisfying(
                        MendableException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCodes.NO_INPUT))
                .hasMessageContaining("none.eml does not exist");
    }
}
