package org.facteur.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.facteur.campaign.RelayRoute;
import org.facteur.dispatch.queue.Bucket;
import org.facteur.pace.Limit;
import org.facteur.relay.Credentials;
import org.facteur.relay.Relay;
import org.facteur.relay.RelayName;
import org.facteur.relay.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {

    private static final Instant NOON = Instant.parse("2027-01-01T12:00:00Z");

    private static RelayRoute route(String name, String host, Credentials credentials, String limit) {
        Relay relay = new Relay(
                new RelayName(name),
                host,
                587,
                Tls.STARTTLS,
                null,
                credentials,
                1,
                100,
                true,
                List.of(Limit.parse(limit)),
                Duration.ofSeconds(30),
                null);
        return new RelayRoute(relay, 0, List.of(), null);
    }

    @Test
    void relays_whose_accounts_are_spelled_in_two_ways_keep_each_others_limits() {
        Accounts accounts = new Accounts(List.of(
                route("ecole", "smtp.ecole.example", new Credentials.Password("Zythom", "1"), "100/day"),
                route("club", "smtp.ecole.example.", new Credentials.Password("zythom", "2"), "2/day")));

        assertThat(accounts.names()).containsExactly("zythom@smtp.ecole.example");
        assertThat(accounts.of(0)).isEqualTo(accounts.of(1));
        assertThat(accounts.bucket(accounts.of(0)).windows())
                .extracting(window -> window.limit().toString())
                .containsExactly("100/day", "2/day");
    }

    @ParameterizedTest
    @CsvSource({"Zythom@smtp.ecole.example", "zythom@SMTP.ecole.example.", "zythom@smtp.ecole.example"})
    void what_a_ledger_holds_of_an_account_counts_however_it_was_spelled(String spelled) {
        Accounts accounts = new Accounts(
                List.of(route("ecole", "smtp.ecole.example", new Credentials.Password("Zythom", "1"), "1/day")));
        Bucket bucket = accounts.bucket(accounts.of(0));

        accounts.load(spelled, NOON);

        assertThat(bucket.windows().get(0).taken(NOON)).isOne();
    }

    @Test
    void without_a_login_another_port_is_another_server() {
        assertThat(route("ecole", "Smtp.ecole.example.", new Credentials.None(), "1/day")
                        .relay()
                        .account())
                .isEqualTo("smtp.ecole.example:587");
    }
}
