package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.relay.RelayFixtures.NO_SEAL;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.to;

import java.time.InstantSource;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Test;

class RelayClientsTest {

    @Test
    void a_slot_says_EHLO_with_the_name_it_was_given() {
        try (var server = ScriptedSmtpServer.plain();
                var client =
                        new RelayClients(InstantSource.system()).open(plainRelay(server.port()), "ecole.example")) {
            assertThat(server.connections()).isZero();

            assertThat(client.submit(to("marie@example.org"), letter(), NO_SEAL))
                    .isInstanceOf(Submission.Accepted.class);
            assertThat(server.lines()).startsWith("EHLO ecole.example");
        }
    }
}
