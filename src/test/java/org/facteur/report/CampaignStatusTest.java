package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.facteur.ledger.CampaignState;
import org.facteur.ledger.Counts;
import org.facteur.pace.IsoTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignStatusTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Test
    void a_status_for_machines_is_the_one_that_the_design_shows() {
        var status = status(Instant.parse("2026-12-31T21:00:00Z"));

        assertThat(status.toJson(PARIS))
                .isEqualTo(
                        "{\"campaign\":\"voeux-2027\",\"state\":\"PAUSED\",\"reason\":\"relay ecole: 500/day reached\","
                                + "\"resumeAt\":\"2026-12-31T22:00:00+01:00\",\"rows\":4000,\"counts\":{\"pending\":2766,"
                                + "\"sending\":0,\"sent\":1200,\"deferred\":3,\"refused\":9,\"expired\":0,\"inDoubt\":1,"
                                + "\"invalid\":12,\"duplicate\":6,\"suppressed\":3}}");
        RunningStatus running = new RunningStatus(status, List.of(), List.of(CampaignStatus.none("fête")));

        assertThat(RunningStatus.fromJson(running.toJson(PARIS))).isEqualTo(running);
    }

    @Test
    void a_time_to_come_again_is_rounded_up_to_the_second() {
        assertThat(IsoTime.of(Instant.parse("2026-12-31T21:00:00.001Z"), PARIS)).isEqualTo("2026-12-31T22:00:01+01:00");
        assertThat(IsoTime.of(Instant.parse("2026-12-31T21:59:59.999Z"), ZoneId.of("UTC")))
                .isEqualTo("2026-12-31T22:00:00Z");
    }

    private static CampaignStatus status(Instant resumeAt) {
        Counts counts = new Counts(2766, 0, 1200, 3, 9, 0, 1, 12, 6, 3);
        return new CampaignStatus(
                "voeux-2027",
                CampaignState.PAUSED,
                ReportReason.LIMIT_RELAY.of("ecole", "500/day"),
                resumeAt,
                4000,
                counts,
                null);
    }

    @Test
    void where_no_run_tells_anything_nothing_is_told(@TempDir Path folder) throws IOException {
        assertThat(RunningStatus.read(folder.resolve("status.json"))).isEmpty();
    }
}
