package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.facteur.pace.Limit;
import org.facteur.relay.Credentials;
import org.facteur.relay.Relay;
import org.facteur.relay.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayReaderTest {

    @TempDir
    Path folder;

    private Job relay(String definition) {
        return Job.in(folder).env("PW", "geheim").relay(definition);
    }

    private Job login(String preset, String username) {
        return relay("preset: " + preset + "\nusername: " + username + "\npassword: ${PW}");
    }

    private static Relay read(Job job) {
        return job.load().relays().get(0).relay();
    }

    @Test
    void a_preset_gives_host_port_tls_and_limits() {
        Relay relay = read(login("gmail", "zythom@ecole.example"));

        assertThat(relay.host()).isEqualTo("smtp.gmail.com");
        assertThat(relay.port()).isEqualTo(465);
        assertThat(relay.tls()).isEqualTo(Tls.IMPLICIT);
        assertThat(relay.limits()).containsExactlyInAnyOrder(Limit.parse("500/day"), Limit.parse("20/minute"));
        assertThat(relay.connections()).isEqualTo(1);
    }

    @Test
    void limits_of_the_job_file_replace_those_of_the_preset() {
        assertThat(read(login("ovh", "z@e.fr\nlimits: 50/hour")).limits()).containsExactly(Limit.parse("50/hour"));
        assertThat(read(login("ovh", "z@e.fr\nlimits: []")).limits()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "port: 465, 465, IMPLICIT",
        "port: 587, 587, STARTTLS",
        "tls: implicit, 465, IMPLICIT",
        "tls: starttls, 587, STARTTLS",
        "port: 2525, 2525, STARTTLS",
        "timeout: 60s, 587, STARTTLS"
    })
    void port_and_tls_tell_each_other(String line, int port, Tls tls) {
        Relay relay = read(relay("host: smtp.e.fr\n" + line));

        assertThat(relay.port()).isEqualTo(port);
        assertThat(relay.tls()).isEqualTo(tls);
    }

    @ParameterizedTest
    @CsvSource({"tls: starttls, 587, STARTTLS", "port: 587, 587, STARTTLS", "port: 2525, 2525, IMPLICIT"})
    void port_and_tls_go_over_a_preset(String line, int port, Tls tls) {
        Relay relay = read(login("gandi", "z@e.fr\n" + line));

        assertThat(relay.port()).isEqualTo(port);
        assertThat(relay.tls()).isEqualTo(tls);
    }

    @ParameterizedTest
    @CsvSource({"localhost", "127.0.0.1", "127.1.2.3", "'\"::1\"'", "'\"[::1]\"'"})
    void without_tls_only_this_machine_is_spoken_to(String host) {
        Relay relay = read(relay("host: " + host + "\ntls: none"));

        assertThat(relay.tls()).isEqualTo(Tls.NONE);
        assertThat(relay.port()).isEqualTo(25);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1.e.fr", "localhost.e.fr", "10.0.0.1", "'\"::2\"'"})
    void without_tls_nobody_else_is_spoken_to(String host) {
        assertThat(relay("host: " + host + "\ntls: none").problems()).hasSize(1);
    }

    @Test
    void an_unusual_port_is_warned_of() {
        assertThat(relay("host: smtp.e.fr\nport: 465\ntls: starttls\nlimits: 9/hour")
                        .warnings())
                .containsExactly(
                        "job:10: relays.ecole.port 465 is not usual with tls: starttls; it is 465 for implicit, 587"
                                + " for starttls");
    }

    @Test
    void limits_that_nobody_has_named_are_said_to_be_none_or_ours() {
        assertThat(relay("host: smtp.e.fr").warnings())
                .containsExactly("job:8: relays.ecole.limits has none: a provider that has some will cut you off; write"
                        + " for example [ 30/hour, 200/day ]");
        assertThat(login("laposte", "zythom").warnings())
                .containsExactly("job:8: relays.ecole.limits is 20/minute and 200/day by default, out of caution:"
                        + " laposte publishes no such figure; set limits if you know better");
        assertThat(login("laposte", "zythom\nlimits: 9/hour").warnings()).isEmpty();
        assertThat(relay("host: 127.0.0.1\ntls: none").warnings()).isEmpty();
    }

    @Test
    void more_than_the_provider_allows_is_warned_of() {
        assertThat(login("gmail", "zythom\nlimits: 2000/day").warnings())
                .containsExactly(
                        "job:11: relays.ecole.limits 2000/day is more than gmail's 500/day (published); it may cut"
                                + " you off");
        assertThat(login("microsoft-365", "zythom@ecole.example\nconnections: 4")
                        .warnings())
                .containsExactly("job:11: relays.ecole.connections 4 is more than the 3 that microsoft-365 allows");
        assertThat(login("laposte", "zythom\nlimits: 2000/day").warnings()).isEmpty();
    }

    @Test
    void oauth2_of_a_known_provider_needs_no_endpoint() {
        Job job = relay("preset: gmail\nusername: zythom@ecole.example\n"
                        + "oauth2: { client-id: id, client-secret: \"${CS}\", refresh-token-file: token, scope: mail }")
                .env("CS", "secret")
                .holding("jobs/token", "refresh\n");

        assertThat(read(job).credentials())
                .isEqualTo(new Credentials.OAuth2(
                        "zythom@ecole.example",
                        URI.create("https://oauth2.googleapis.com/token"),
                        "id",
                        "secret",
                        "refresh",
                        "mail"));
    }

    @Test
    void oauth2_elsewhere_says_what_it_lacks() {
        assertThat(relay("host: smtp.e.fr\nusername: z\noauth2: { scope: mail }")
                        .problems())
                .containsExactly(
                        "job:11: relays.ecole.oauth2.token-endpoint is missing; write for example token-endpoint:"
                                + " https://oauth2.googleapis.com/token",
                        "job:11: relays.ecole.oauth2.client-id is missing; write the id of the registered application",
                        "job:11: relays.ecole.oauth2.refresh-token is missing; write ${SMTP_REFRESH_TOKEN} or"
                                + " refresh-token-file:");
    }

    @Test
    void tokens_are_fetched_over_https() {
        assertThat(relay(
                                "host: smtp.e.fr\nusername: z\n"
                                        + "oauth2: { token-endpoint: \"http://e.fr/t\", client-id: id, refresh-token: \"${PW}\" }")
                        .problems())
                .containsExactly("job:11: relays.ecole.oauth2.token-endpoint \"http://e.fr/t\" is not an https address;"
                        + " write for example https://oauth2.googleapis.com/token");
    }

    @Test
    void a_preset_knows_how_to_log_in() {
        assertThat(relay("preset: gmail").problems())
                .containsExactly("job:8: relays.ecole has no username; gmail asks for app-password or oauth2: write"
                        + " username: and password: ${SMTP_PASSWORD}");
        assertThat(login("outlook-com", "zythom@outlook.fr").problems())
                .contains(
                        "job:11: relays.ecole.password is not what outlook-com takes; write oauth2: with client-id and"
                                + " refresh-token");
    }

    @Test
    void a_server_of_ones_own_may_do_without_a_login_and_has_no_limits() {
        Relay relay = read(relay("preset: postfix"));

        assertThat(relay.credentials()).isEqualTo(new Credentials.None());
        assertThat(relay.limits()).isEmpty();
        assertThat(relay.host()).isEqualTo("localhost");
    }

    @Test
    void a_from_that_the_relay_may_not_take_is_warned_of() {
        assertThat(login("gmail", "zythom@gmail.com\nlimits: 9/hour").warnings())
                .containsExactly("job:3: campaign.from is zythom@ecole.example, and gmail sends only as the account"
                        + " zythom@gmail.com or an alias of it; write from: zythom@gmail.com at relays.ecole");
    }

    @Test
    void a_from_that_the_relay_surely_refuses_is_a_problem() {
        assertThat(login("yahoo", "zythom@yahoo.fr").problems())
                .containsExactly("job:3: campaign.from is zythom@ecole.example, and yahoo sends only as the account"
                        + " zythom@yahoo.fr; write from: zythom@yahoo.fr at relays.ecole");
        assertThat(login("yahoo", "zythom@yahoo.fr\nfrom: Zythom <alias@yahoo.fr>\nlimits: 9/hour")
                        .warnings())
                .hasSize(1);
        assertThat(login("yahoo", "zythom@yahoo.fr\nfrom: Zythom <Zythom@yahoo.fr>\nlimits: 9/hour")
                        .warnings())
                .isEmpty();
    }
}
