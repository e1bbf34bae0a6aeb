package org.facteur.check.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.check.Family.Letters;
import org.facteur.check.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What receivers ask at the number of letters that go to them. */
class ReceiversLookTest {

    @TempDir
    Path folder;

    private String limits = "";

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("contacts.csv"), "email\nmarie@gmail.com\n");
        Files.writeString(folder.resolve("letter.txt"), "Bonne année !");
    }

    private List<String> ids(Map<String, Long> perDomain) throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: contacts.csv
                  message: { subject: Bonjour, text: letter.txt, unsubscribe: stop@ecole.example }
                  relays: [ sandbox ]
                """ + limits);
        Campaign campaign = JobFile.load(job, Map.of(), Map.of(), null, Purpose.CHECK);
        long letters = perDomain.values().stream().mapToLong(Long::longValue).sum();
        return ReceiversLook.of(
                        campaign, new Letters(letters, letters, perDomain, List.of(), List.of()), domain -> true)
                .stream()
                .map(Finding::id)
                .toList();
    }

    @Test
    void whom_no_letter_goes_to_asks_for_nothing() throws IOException {
        assertThat(ids(Map.of("amis.example", 9_000L))).isEmpty();
    }

    @Test
    void each_receiver_has_what_it_asks_of_everybody_by_all_of_its_domains() throws IOException {
        assertThat(ids(Map.of("gmail.com", 1L, "ymail.com", 1L, "hotmail.fr", 1L, "laposte.net", 1L, "wanadoo.fr", 1L)))
                .containsExactlyInAnyOrder(
                        "receiver.gmail", "receiver.yahoo", "receiver.outlook", "receiver.laposte", "receiver.orange");
    }

    @Test
    void gmail_counts_a_sender_as_bulk_from_five_thousand_a_day_on() throws IOException {
        assertThat(ids(Map.of("gmail.com", 4_999L))).containsExactly("receiver.gmail");
        assertThat(ids(Map.of("gmail.com", 4_000L, "googlemail.com", 1_000L)))
                .containsExactly("receiver.gmail", "receiver.gmail-bulk");
        assertThat(ids(Map.of("gmail.com", 5_001L)))
                .containsExactly("unsubscribe.one-click", "receiver.gmail", "receiver.gmail-bulk");
    }

    @Test
    void orange_asks_for_more_above_a_thousand_a_day() throws IOException {
        assertThat(ids(Map.of("orange.fr", 1_000L))).containsExactly("receiver.orange");
        assertThat(ids(Map.of("orange.fr", 900L, "wanadoo.fr", 101L)))
                .containsExactly("receiver.orange", "receiver.orange-bulk");
    }

    @Test
    void what_limits_spread_over_days_is_no_bulk() throws IOException {
        limits = "  pace: { limits: [ 400/day ] }\n";
        assertThat(ids(Map.of("gmail.com", 6_000L))).containsExactly("receiver.gmail");
        limits = "relays: { sandbox: { limits: [ 200/hour ] } }\n";
        assertThat(ids(Map.of("gmail.com", 6_000L))).containsExactly("receiver.gmail");
    }
}
