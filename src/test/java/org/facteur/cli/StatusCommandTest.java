package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.report.CampaignStatus;
import org.facteur.report.RunningStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where campaigns stand, as somebody asks who is in the wrong folder, or while another one runs. */
class StatusCommandTest {

    @TempDir
    private Path folder;

    private String job(String campaign) throws IOException {
        Path jobs = Files.createDirectories(folder.resolve("jobs"));
        return Files.writeString(jobs.resolve(campaign + ".yaml"), """
                campaign:
                  name: %s
                  from: zythom@ecole.example
                  contacts: { file: contacts.csv }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ sandbox ]
                """.formatted(campaign))
                .toString();
    }

    private static CampaignStatus standing(String campaign, CampaignState state, Counts counts) {
        return new CampaignStatus(campaign, state, null, null, counts.sum(), counts, null);
    }

    @Test
    void a_folder_without_campaigns_is_named() {
        assertThat(facteur("status", "--home", folder.toString()).out())
                .startsWith("no campaign yet in " + folder + "; for another folder: facteur status JOB");
    }

    @Test
    void a_folder_of_ones_own_is_meant_where_no_shell_puts_it_in() {
        assertThat(facteur("status", "--home=~/there-is-no-such-mailing").out())
                .startsWith("no campaign yet in " + System.getProperty("user.home") + "/there-is-no-such-mailing;");
    }

    @Test
    void while_a_campaign_runs_the_others_are_told_of_too() throws IOException {
        Home home = new Home(folder).create();
        CampaignStatus runs = standing("voeux", CampaignState.RUNNING, new Counts(3, 0, 1, 0, 0, 0, 0, 0, 0, 0));
        CampaignStatus done = standing("fete", CampaignState.COMPLETED, new Counts(0, 0, 2, 0, 0, 0, 0, 0, 0, 0));
        try (HomeLock run = HomeLock.tryAcquire(home.lock(), true).orElseThrow()) {
            assertThat(run.isStillOurs()).isTrue();
            Files.writeString(home.status(), new RunningStatus(runs, List.of(), List.of(done)).toJson(ZoneOffset.UTC));

            assertThat(facteur("status", "--home", folder.toString()).out())
                    .contains("voeux: RUNNING", "fete: COMPLETED");
            assertThat(facteur("status", job("fete"), "--json").out())
                    .startsWith("{\"campaign\":\"fete\",\"state\":\"COMPLETED\"");
            Typed other = facteur("status", job("nouvelle"));
            assertThat(other.out()).startsWith("nouvelle: NEW");
            assertThat(other.err()).contains("campaign nouvelle waits while another one runs");
        }
    }
}
