package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.relay.RelayFixtures.NO_SEAL;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.relay;
import static org.facteur.relay.RelayFixtures.to;
import static org.facteur.smtp.Action.reply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.TestCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmtpTlsTest {

    private static final Credentials NOBODY = new Credentials.None();

    @TempDir
    static Path directory;

    private static TestCertificate ours;
    private static TestCertificate ofAnother;

    @BeforeAll
    static void certificates() {
        ours = TestCertificate.forLoopback(directory);
        ofAnother = TestCertificate.of(directory, "dns:mx.another.example");
    }

    private static ScriptedSmtpServer server(Tls tls, TestCertificate certificate) {
        return tls == Tls.IMPLICIT
                ? ScriptedSmtpServer.implicitTls(certificate)
                : ScriptedSmtpServer.startTls(certificate);
    }

    private static Submission submit(Relay relay) {
        try (var client = clientOf(relay)) {
            return client.submit(to("marie@example.org"), letter(), NO_SEAL);
        }
    }

    private static void assertUnreachable(Submission submission, ScriptedSmtpServer server, String... words) {
        assertThat(submission)
                .isInstanceOfSatisfying(
                        Submission.Unreachable.class,
                        trouble -> assertThat(trouble.cause())
                                .asString()
                                .startsWith("127.0.0.1:" + server.port())
                                .contains(words));
        assertThat(server.transactions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"STARTTLS", "IMPLICIT"})
    void a_certificate_named_under_trust_is_trusted(Tls tls) {
        try (var server = server(tls, ours)) {
            assertThat(submit(relay(server.port(), tls, NOBODY, ours.pem()))).isInstanceOf(Submission.Accepted.class);
            assertThat(server.accepted().get(0).messageText()).endsWith("\r\n.\r\n..et la suite\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"STARTTLS", "IMPLICIT"})
    void an_unknown_authority_is_refused_with_what_to_write(Tls tls) {
        try (var server = server(tls, ours)) {
            assertUnreachable(
                    submit(relay(server.port(), tls, NOBODY, null)),
                    server,
                    "an authority that is not known here",
                    "relays.ecole.trust: ");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"STARTTLS", "IMPLICIT"})
    void a_certificate_for_another_name_is_refused_even_if_trusted(Tls tls) {
        try (var server = server(tls, ofAnother)) {
            assertUnreachable(
                    submit(relay(server.port(), tls, NOBODY, ofAnother.pem())),
                    server,
                    "a certificate for another name",
                    "relays.ecole.host");
        }
    }

    @Test
    void a_certificate_that_has_only_the_name_of_a_trusted_one_is_refused_with_what_to_write() {
        try (var server = server(Tls.STARTTLS, TestCertificate.forLoopback(directory))) {
            assertUnreachable(
                    submit(relay(server.port(), Tls.STARTTLS, NOBODY, ours.pem())),
                    server,
                    "not signed by the authority it names",
                    "relays.ecole.trust: ");
        }
    }

    @Test
    void a_login_travels_inside_tls_only() {
        try (var server = server(Tls.STARTTLS, ours).login("zythom", "secret")) {
            assertThat(submit(relay(
                            server.port(), Tls.STARTTLS, new Credentials.Password("zythom", "secret"), ours.pem())))
                    .isInstanceOf(Submission.Accepted.class);
            assertThat(server.commands()).startsWith("EHLO", "STARTTLS", "EHLO", "AUTH");
        }
    }

    @Test
    void a_refused_STARTTLS_is_told_with_its_reply() {
        try (var server = server(Tls.STARTTLS, ours)) {
            server.on(Step.STARTTLS, at -> reply("454 4.7.0 TLS not available"));

            Submission submission = submit(relay(server.port(), Tls.STARTTLS, NOBODY, ours.pem()));

            assertUnreachable(submission, server, "at STARTTLS: 454 4.7.0 TLS not available");
            assertThat(((Submission.Unreachable) submission).reply())
                    .isEqualTo(Reply.parse(Phase.STARTTLS, "454 4.7.0 TLS not available"));
        }
    }

    @Test
    void a_server_that_does_not_begin_with_tls_is_told_as_such() {
        try (var server = ScriptedSmtpServer.plain()) {
            assertUnreachable(
                    submit(relay(server.port(), Tls.IMPLICIT, NOBODY, null)),
                    server,
                    "does not speak TLS from the first byte",
                    "tls: starttls");
        }
    }

    @Test
    void tls_before_1_2_is_not_spoken() {
        try (var server = server(Tls.IMPLICIT, ours).tlsProtocols("TLSv1.1")) {
            assertUnreachable(submit(relay(server.port(), Tls.IMPLICIT, NOBODY, ours.pem())), server, "TLS 1.2");
        }
    }

    @Test
    void a_trust_file_without_certificates_is_an_error_at_once() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        assertThatThrownBy(() -> clientOf(relay(465, Tls.IMPLICIT, NOBODY, empty)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(empty + " is not a file of PEM certificates");
    }
}
