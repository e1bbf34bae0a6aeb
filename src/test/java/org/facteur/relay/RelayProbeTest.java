package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.relay;
import static org.facteur.smtp.Action.close;
import static org.facteur.smtp.Action.proceed;
import static org.facteur.smtp.Action.reply;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.facteur.address.EmailAddress;
import org.facteur.relay.RelayProbe.Finding;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.TestCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RelayProbeTest {

    private static final Credentials ZYTHOM = new Credentials.Password("zythom", "s3cret");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T08:00:00Z"));

    @TempDir
    static Path directory;

    private static TestCertificate ours;

    @BeforeAll
    static void certificate() {
        ours = TestCertificate.forLoopback(directory);
    }

    private static Finding probe(Relay relay) {
        return RelayProbe.probe(relay, "ecole.example", null, CLOCK, directory);
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"STARTTLS", "IMPLICIT"})
    void it_logs_in_and_tells_what_the_server_offers_inside_tls(Tls tls) {
        try (var server =
                tls == Tls.IMPLICIT ? ScriptedSmtpServer.implicitTls(ours) : ScriptedSmtpServer.startTls(ours)) {
            server.capabilities("SIZE 10485760", "AUTH PLAIN LOGIN", "PIPELINING")
                    .login("zythom", "s3cret");

            Finding finding = probe(relay(server.port(), tls, ZYTHOM, ours.pem()));

            assertThat(finding).isInstanceOf(Finding.Welcome.class);
            ServerOffer offer = ((Finding.Welcome) finding).offer();
            assertThat(offer.logins()).containsExactly("PLAIN", "LOGIN");
            assertThat(offer.largestLetter()).isEqualTo(10_485_760);
            assertThat(offer.others()).containsExactly("PIPELINING", "HELP");
            ServerOffer.Encryption encryption = Objects.requireNonNull(offer.encryption());
            assertThat(encryption.protocol()).isEqualTo("TLSv1.3");
            assertThat(encryption.issuer()).isEqualTo("CN=Scripted SMTP server");
            assertThat(encryption.validUntil()).isAfter(Instant.EPOCH.plus(Duration.ofDays(20_000)));
            assertThat(server.commands()).contains("AUTH").endsWith("QUIT").doesNotContain("MAIL");
        }
    }

    @Test
    void whether_a_letter_may_come_back_to_a_tagged_address_is_asked_without_a_letter() {
        EmailAddress sender = EmailAddress.of("zythom@ecole.example");
        try (var server = ScriptedSmtpServer.plain()) {
            Finding taken = RelayProbe.probe(plainRelay(server.port()), "ecole.example", sender, CLOCK, directory);
            // As Postfix does, which refuses senders behind RCPT.
            server.on(Step.RCPT, at -> at.transaction() == 2 ? reply("553 5.7.1 not owned by user") : proceed());
            Finding refused = RelayProbe.probe(plainRelay(server.port()), "ecole.example", sender, CLOCK, directory);

            assertThat(Objects.requireNonNull(((Finding.Welcome) taken).toTagged())
                            .code())
                    .isEqualTo(250);
            assertThat(Objects.requireNonNull(((Finding.Welcome) refused).toTagged())
                            .code())
                    .isEqualTo(553);
            server.on(Step.RCPT, at -> reply("550 5.1.1 not here, with or without a tag"));
            Finding untold = RelayProbe.probe(plainRelay(server.port()), "ecole.example", sender, CLOCK, directory);
            assertThat(((Finding.Welcome) untold).toTagged()).isNull();
            assertThat(server.commands())
                    .startsWith("EHLO", "MAIL", "RCPT", "RSET", "QUIT")
                    .doesNotContain("DATA");
        }
    }

    @Test
    void a_relay_without_a_login_is_only_greeted() {
        try (var server = ScriptedSmtpServer.plain().capabilities("SIZE 0")) {
            Finding finding = probe(plainRelay(server.port()));

            assertThat(finding).isInstanceOfSatisfying(Finding.Welcome.class, welcome -> {
                assertThat(welcome.offer().encryption()).isNull();
                // RFC 1870, 4: 0 says that there is no fixed maximum.
                assertThat(welcome.offer().largestLetter()).isNull();
            });
            assertThat(server.commands()).containsExactly("EHLO", "QUIT");
        }
    }

    @Test
    void a_refused_login_is_told_with_the_offer_and_without_the_password() {
        try (var server = ScriptedSmtpServer.plain().login("zythom", "another")) {
            Finding finding = probe(relay(server.port(), Tls.NONE, ZYTHOM, null));

            assertThat(finding).isInstanceOfSatisfying(Finding.LoginRefused.class, refused -> {
                assertThat(refused.cause())
                        .asString()
                        .contains("refused our login: 535")
                        .doesNotContain("s3cret");
                assertThat(refused.offer()).isNotNull();
            });
        }
    }

    @Test
    void a_login_that_the_relay_does_not_offer_is_no_refusal() {
        try (var server = ScriptedSmtpServer.plain().capabilities("AUTH XOAUTH2")) {
            assertThat(probe(relay(server.port(), Tls.NONE, ZYTHOM, null)))
                    .isInstanceOfSatisfying(
                            Finding.OtherLogin.class,
                            other -> assertThat(other.cause())
                                    .asString()
                                    .contains("no login by password, only XOAUTH2"));
        }
    }

    @ParameterizedTest
    @CsvSource({"454 4.7.0 Temporary authentication failure", "421 4.7.0 Too many logins"})
    void a_login_that_cannot_be_judged_now_is_no_refusal(String text) {
        try (var server = ScriptedSmtpServer.plain().login("zythom", "s3cret")) {
            server.on(Step.AUTH, at -> reply(text));

            assertThat(probe(relay(server.port(), Tls.NONE, ZYTHOM, null)))
                    .isInstanceOfSatisfying(
                            Finding.Unreachable.class,
                            trouble -> assertThat(trouble.cause()).asString().contains(text));
        }
    }

    @Test
    void a_connection_lost_during_the_login_is_no_refusal() {
        try (var server = ScriptedSmtpServer.plain().login("zythom", "s3cret")) {
            server.on(Step.AUTH, at -> close());

            assertThat(probe(relay(server.port(), Tls.NONE, ZYTHOM, null))).isInstanceOf(Finding.Unreachable.class);
        }
    }

    @Test
    void a_certificate_nobody_vouches_for_ends_it_before_the_login() {
        try (var server = ScriptedSmtpServer.startTls(ours).login("zythom", "s3cret")) {
            assertThat(probe(relay(server.port(), Tls.STARTTLS, ZYTHOM, null)))
                    .isInstanceOfSatisfying(Finding.Unreachable.class, trouble -> {
                        assertThat(trouble.cause()).asString().contains("an authority that is not known here");
                        assertThat(trouble.offer()).isNull();
                    });
            assertThat(server.commands()).doesNotContain("AUTH");
        }
    }

    @Test
    void a_token_endpoint_that_cannot_be_reached_is_no_refused_login() {
        try (var server = ScriptedSmtpServer.plain();
                var endpoint = ScriptedSmtpServer.plain()) {
            endpoint.leave();
            var token = URI.create("http://127.0.0.1:" + endpoint.port() + "/token");
            var oauth = new Credentials.OAuth2("zythom", token, "facteur", null, "r", null);

            assertThat(probe(relay(server.port(), Tls.NONE, oauth, null))).isInstanceOf(Finding.Unreachable.class);
        }
    }
}
