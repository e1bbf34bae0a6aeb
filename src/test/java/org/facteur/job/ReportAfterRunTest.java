package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.facteur.smtp.ScriptedSmtpServer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class ReportAfterRunTest {

    @TempDir
    private Path home;

    @Test
    void each_run_leaves_a_report_of_how_it_ended() throws Exception {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing = MailingFixture.in(home)
                    .relay("ecole", server, "limits: [ 3/day ]")
                    .contacts(5)
                    .pace("patience: 0s");

            RunResult first = mailing.run();

            Path file = Objects.requireNonNull(first.report());
            assertThat(file).isEqualTo(home.resolve("var/reports/voeux.html"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Document paused = Jsoup.parse(file);
            assertThat(paused.select(".state").text()).isEqualTo("PAUSED");
            assertThat(paused.select("h1").text()).isEqualTo("3 of 5 letters have left");
            assertThat(paused.select(".equation").text())
                    .isEqualTo(first.status().sum());
            assertThat(paused.select("#runs tbody tr").eachText())
                    .singleElement()
                    .asString()
                    .contains("paused: relay ecole: 3/day reached");

            mailing.clock().moveTo(Objects.requireNonNull(first.status().resumeAt()));
            mailing.run();

            Document completed = Jsoup.parse(file);
            assertThat(completed.select(".state").text()).isEqualTo("COMPLETED");
            assertThat(completed.select("h1").text()).isEqualTo("All 5 letters have left");
            assertThat(completed.select("#runs tbody tr")).hasSize(2);
            assertThat(completed.select("#relays").text()).contains("ecole 5").contains("limits: 3/day");
        }
    }
}
