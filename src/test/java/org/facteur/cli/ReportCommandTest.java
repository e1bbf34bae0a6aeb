package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.reason.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign that was never run, whose relay's password is not at hand. */
class ReportCommandTest {

    @TempDir
    private Path home;

    private Path job = Path.of("unset");

    @BeforeEach
    void a_job() throws IOException {
        job = Files.writeString(Files.createDirectories(home.resolve("jobs")).resolve("job.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ ecole ]
                relays:
                  ecole: { host: smtp.ecole.example, username: zythom, password: "${PASSWORD_THAT_IS_NOT_SET}" }
                """);
    }

    @Test
    void the_page_is_written_where_reports_are() {
        Typed report = facteur("report", job.toString());

        Path file = home.resolve("var/reports/voeux.html");
        assertThat(report.err()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(report.out()).contains("The report is in " + file);
        assertThat(file).content().contains("Nobody has been enlisted yet", ">NEW<");
    }

    @Test
    void data_goes_to_standard_output() {
        assertThat(facteur("report", job.toString(), "--format", "json").out())
                .startsWith("{")
                .contains("\"state\" : \"NEW\"");
        assertThat(facteur("report", job.toString(), "--format", "csv").out())
                .startsWith("section,name,state,")
                .contains("campaign,voeux,NEW,");
    }

    @Test
    void all_formats_go_where_they_are_told_to() {
        Path file = home.resolve("here.json");

        Typed report = facteur("report", job.toString(), "--format", "json", "--to", file.toString());

        assertThat(report.out()).contains("The report is in " + file);
        assertThat(file).content().contains("\"campaign\" : \"voeux\"");
        assertThat(home.resolve("var/reports/voeux.html")).doesNotExist();
    }

    @Test
    void a_running_campaign_is_left_alone() throws IOException {
        Home place = new Home(home).create();
        try (HomeLock run = HomeLock.tryAcquire(place.lock(), true).orElseThrow()) {
            Typed report = facteur("report", job.toString());

            assertThat(report.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(report.err())
                    .contains(
                            "a run is going on (pid " + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void another_format_is_no_format() {
        assertThat(facteur("report", job.toString(), "--format", "pdf").exitCode())
                .isEqualTo(ExitCodes.USAGE);
    }
}
