package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.facteur.reason.Mendable;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a job file holds: it is a campaign, or refused with its problems, and no secret is told. */
class JobFileFuzzTest {

    private static final String SECRET = "g3h3im-wie-nichts";

    @TempDir
    private Path folder;

    @FuzzTest
    void campaigns(byte[] bytes) throws IOException {
        Files.writeString(folder.resolve("contacts.csv"), "email\na@x.fr\n");
        Files.writeString(folder.resolve("letter.txt"), "Bonjour");
        Path file = Files.write(folder.resolve("job.yaml"), bytes);
        try {
            Campaign campaign =
                    JobFile.load(file, Map.of("year", "2027"), Map.of("SMTP_PASSWORD", SECRET), folder, Purpose.LOOK);
            assertThat(campaign.name()).isNotBlank();
            assertThat(campaign.toString()).doesNotContain(SECRET);
        } catch (RuntimeException e) {
            if (!(Mendable.causeOf(e) instanceof Mendable)) {
                throw e;
            }
            assertThat(e.getMessage()).isNotBlank().doesNotContain(SECRET);
        }
    }
}
