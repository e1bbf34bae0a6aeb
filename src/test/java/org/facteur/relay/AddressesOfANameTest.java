package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.relay.RelayFixtures.plainRelay;

import java.net.InetAddress;
import java.time.Duration;
import org.facteur.smtp.Action;
import org.facteur.smtp.Patience;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A relay whose name has several addresses (RFC 5321, 5.1). */
class AddressesOfANameTest {

    private final ScriptedSmtpServer server = ScriptedSmtpServer.plain();

    @AfterEach
    void end() {
        server.close();
    }

    private Handshake.Result open(String... addresses) {
        return new Handshake(
                        plainRelay(server.port()),
                        "ecole.example",
                        null,
                        Patience.standard(Duration.ofSeconds(5)),
                        () -> false,
                        name -> {
                            InetAddress[] all = new InetAddress[addresses.length];
                            for (int i = 0; i < all.length; i++) {
                                all[i] = InetAddress.getByName(addresses[i]);
                            }
                            return all;
                        })
                .open();
    }

    @Test
    void the_next_is_tried_where_nobody_answers_at_one() {
        // The server listens at the last of them only.
        assertThat(open("127.0.0.9", "127.0.0.8", "127.0.0.1")).isInstanceOf(Handshake.Result.Open.class);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void what_one_of_them_says_is_told_rather_than_that_another_says_nothing() {
        server.on(Step.GREETING, at -> Action.reply("554 5.7.1 no service for you"));

        assertThat(open("127.0.0.9", "127.0.0.1", "127.0.0.8"))
                .isInstanceOfSatisfying(
                        Handshake.Result.Failed.class,
                        failed -> assertThat(((Submission.Unreachable) failed.trouble()).reply())
                                .hasToString("554 5.7.1 no service for you"));
    }

    @Test
    void a_server_that_has_greeted_is_the_one_that_is_spoken_to() {
        server.on(Step.EHLO, at -> Action.reply("421 4.3.2 going down"));

        assertThat(open("127.0.0.1", "127.0.0.1")).isInstanceOf(Handshake.Result.Failed.class);
        assertThat(server.connections()).isEqualTo(1);
    }
}
