package org.facteur.mta;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.dispatch.Stop;
import org.facteur.job.MailingRun;
import org.facteur.job.RunOptions;
import org.facteur.job.RunResult;
import org.facteur.ledger.EmptyLedger;
import org.facteur.pace.Timing;
import org.facteur.packaged.Workplace;
import org.facteur.report.Export;
import org.facteur.report.LedgerWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A workplace's campaign, run in the process of the tests: at a clock of theirs, and without the start of another JVM. */
final class InProcess {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private InProcess() {}

    /** A recipient's row of the ledger. */
    record Row(String state, String category, int attempts, String reply) {

        private static Row of(JsonNode row) {
            return new Row(
                    row.get("state").asString(),
                    row.get("category").isNull() ? "" : row.get("category").asString(),
                    row.get("attempts").asInt(),
                    row.get("reply").isNull() ? "" : row.get("reply").asString());
        }
    }

    /** One {@code facteur run}. */
    static RunResult run(Workplace workplace, Timing timing) {
        Campaign campaign = load(workplace, Purpose.SEND);
        EmptyLedger.in(campaign.home());
        return new MailingRun(timing, new Stop()).run(campaign, new RunOptions(false));
    }

    /** The ledger, by recipient. */
    static Map<String, Row> rows(Workplace workplace) {
        StringBuilder json = new StringBuilder();
        Export.write(load(workplace, Purpose.LOOK), Set.of(), LedgerWriter.Format.JSON, json);
        return json.toString()
                .lines()
                .map(JSON::readTree)
                .collect(Collectors.toMap(
                        row -> row.get("email").asString(),
                        Row::of,
                        (first, second) -> {
                            throw new IllegalStateException("two rows of one recipient: " + first + " " + second);
                        },
                        TreeMap::new));
    }

    private static Campaign load(Workplace workplace, Purpose purpose) {
        return JobFile.load(workplace.job(), Map.of(), Map.of(), null, purpose);
    }

    /** Rows of a contacts file. */
    static String[] contacts(List<String> recipients) {
        return recipients.stream().map(address -> address + ",Friend").toArray(String[]::new);
    }
}
