package org.facteur.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.facteur.ledger.CampaignState;
import org.facteur.report.CampaignStatus;
import org.facteur.report.RunningStatus;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ledger")
class StatusFileTest {

    @TempDir
    private Path home;

    @Test
    void a_run_tells_where_the_homes_other_campaigns_stand_which_nobody_else_can_meanwhile() {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            MailingFixture mailing =
                    MailingFixture.in(home).relay("ecole", server).contacts(2);
            CampaignStatus done = mailing.named("fete").run().status();
            List<RunningStatus> told = new CopyOnWriteArrayList<>();

            mailing.named("voeux").run(new RunOptions(false), progress -> told().ifPresent(told::add));

            assertThat(told).isNotEmpty().allSatisfy(status -> {
                assertThat(status.campaign().campaign()).isEqualTo("voeux");
                assertThat(status.others()).singleElement().satisfies(other -> {
                    assertThat(other.campaign()).isEqualTo("fete");
                    assertThat(other.state()).isEqualTo(CampaignState.COMPLETED);
                    assertThat(other.counts()).isEqualTo(done.counts());
                });
            });
        }
    }

    private Optional<RunningStatus> told() {
        try {
            return RunningStatus.read(home.resolve("var/status.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
