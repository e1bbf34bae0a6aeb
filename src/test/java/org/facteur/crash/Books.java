package org.facteur.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.facteur.packaged.Workplace;
import org.facteur.smtp.ScriptedSmtpServer;

/** What the ledger says against what the server saw, when a campaign is over. */
record Books(Workplace.Status status, Map<String, String> states, Map<String, Long> received) {

    static Books of(Workplace workplace, ScriptedSmtpServer server) {
        return new Books(workplace.status(), workplace.states(), server.countByRecipient());
    }

    List<String> inDoubt() {
        return states.entrySet().stream()
                .filter(row -> row.getValue().equals("IN_DOUBT"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Every letter has arrived once; those in doubt once or not at all. */
    void assertNobodyHasTwoOrNone(int recipients, int mostInDoubt) {
        assertNobodyHasTwo(mostInDoubt);
        assertThat(states.values()).isSubsetOf("SENT", "IN_DOUBT", "INVALID");
        assertThat(status.state()).isEqualTo("COMPLETED");
        assertThat(status.count("sent") + status.count("inDoubt")).isEqualTo(recipients);
    }

    /** The same before the end: who is still to be written to has no letter. */
    void assertNobodyHasTwo(int mostInDoubt) {
        assertThat(received.values()).as("letters for an address").containsOnly(1L);
        assertThat(inDoubt()).hasSizeLessThanOrEqualTo(mostInDoubt);
        states.forEach((email, state) -> {
            if (state.equals("SENT")) {
                assertThat(received).containsKey(email);
            } else if (!state.equals("IN_DOUBT")) {
                assertThat(received).as(state).doesNotContainKey(email);
            }
        });
        assertThat(status.rows()).isEqualTo(status.sum()).isEqualTo(states.size());
        assertThat(status.count("inDoubt")).isEqualTo(inDoubt().size());
    }
}
