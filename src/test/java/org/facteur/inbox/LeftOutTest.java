package org.facteur.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.check.mailing.MailingCheck;
import org.facteur.dispatch.Planning;
import org.facteur.home.HomeLedger;
import org.facteur.home.HomeLock;
import org.facteur.ledger.EmptyLedger;
import org.facteur.pace.Timing;
import org.facteur.report.preview.Preview;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looks at the contacts without a run leaves out those that a run leaves out. */
class LeftOutTest {

    @TempDir
    private Path home;

    private Campaign campaign;

    @BeforeEach
    void two_of_three_are_suppressed() throws IOException {
        Path jobs = Files.createDirectories(home.resolve("jobs"));
        Files.writeString(
                jobs.resolve("contacts.csv"),
                "email,name\nmarie@ecole.example,Marie\npaul@gmial.com,Paul\nluc@x.example,Luc\n");
        Files.writeString(jobs.resolve("letter.txt"), "Bonjour {{ name }}\n");
        Path job = Files.writeString(jobs.resolve("voeux.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@perso.example
                  contacts: contacts.csv
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ sandbox ]
                """);
        campaign = JobFile.load(job, Map.of(), Map.of(), home, Purpose.LOOK);
        EmptyLedger.in(campaign.home());
        try (HomeLedger ledger = HomeLedger.of(campaign.home(), campaign.database());
                HomeSuppressions list = new HomeSuppressions(
                        campaign.home(), ledger, Timing.system().instant())) {
            list.add(List.of("marie@ecole.example", "paul@gmial.com"), "asked");
        }
    }

    @Test
    void a_plan_counts_them_not() throws IOException {
        assertThat(Planning.of(campaign, Timing.system()).letters()).isEqualTo(1);
    }

    @Test
    void a_preview_shows_them_among_those_left_out() throws IOException {
        Preview.Result preview = Preview.write(campaign, 0, home.resolve("preview"));

        assertThat(preview.recipients()).isEqualTo(1);
        assertThat(preview.excluded()).isEqualTo(2);
        assertThat(Files.readString(preview.page())).contains("asked");
    }

    @Test
    void a_check_finds_no_fault_with_their_addresses() throws IOException {
        var asked = new MailingCheck.Asked(true, Set.of());

        assertThat(MailingCheck.of(campaign, asked, Timing.system()).toJson()).contains("\"rows\":3,\"typo\":0");
    }

    @Test
    void while_a_run_holds_the_home_a_preview_goes_on_without_knowing_them() throws IOException {
        try (HomeLock run = HomeLock.tryAcquire(campaign.home().lock(), true).orElseThrow()) {
            assertThat(Preview.write(campaign, 0, home.resolve("preview")).recipients())
                    .isEqualTo(3);
        }
    }
}
