package org.facteur.relay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.relay.RelayFixtures.NO_SEAL;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.relay;
import static org.facteur.relay.RelayFixtures.to;

import java.nio.file.Path;
import java.time.InstantSource;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.Test;

class RelayClientsTest {

    @Test
    void a_slot_says_EHLO_with_the_name_it_was_given() {
        try (var server = ScriptedSmtpServer.plain();
                var client = new RelayClients(InstantSource.system(), () -> false, Path.of("none"))
                        .open(plainRelay(server.port()), "ecole.example")) {
            assertThat(server.connections()).isZero();

            assertThat(client.submit(to("marie@example.org"), letter(), NO_SEAL))
                    .isInstanceOf(Submission.Accepted.class);
            assertThat(server.lines()).startsWith("EHLO ecole.example");
        }
    }

    @Test
    void a_relay_whose_secret_was_not_looked_for_is_not_sent_through() {
        Relay looked = relay("127.0.0.1", 25, Tls.NONE, new Credentials.Withheld("zythom"), null, 1, ofSeconds(1));

        assertThatThrownBy(() -> new RelayClients(InstantSource.system(), () -> false, Path.of("none"))
                        .open(looked, "ecole.example"))
                .hasMessageContaining("not for sending");
    }
}
