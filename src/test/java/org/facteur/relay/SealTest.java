package org.facteur.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.facteur.relay.RelayFixtures.NO_SEAL;
import static org.facteur.relay.RelayFixtures.clientOf;
import static org.facteur.relay.RelayFixtures.letter;
import static org.facteur.relay.RelayFixtures.plainRelay;
import static org.facteur.relay.RelayFixtures.relay;
import static org.facteur.relay.RelayFixtures.to;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.facteur.message.Letter;
import org.facteur.smtp.Action;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.Step;
import org.facteur.smtp.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No dot before the seal, and none ever without it. */
class SealTest {

    @Test
    void the_server_has_the_whole_body_but_no_dot_until_the_seal_has_returned() throws Exception {
        try (var server = ScriptedSmtpServer.plain();
                var client = clientOf(plainRelay(server.port()))) {
            CountDownLatch lastLine = new CountDownLatch(1);
            server.on(Step.BODY, at -> {
                lastLine.countDown();
                return Action.proceed();
            });
            AtomicReference<Instant> sealed = new AtomicReference<>(Instant.MAX);

            client.submit(to("marie@example.org"), letter(), () -> {
                await(lastLine);
                assertThat(server.transactions().get(0).dotAt()).isNull();
                sealed.set(Instant.now());
            });

            assertThat(server.accepted().get(0).dotAt()).isAfterOrEqualTo(sealed.get());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_the_seal_throws_reaches_the_caller_as_it_is_and_no_dot_ever_leaves() {
        try (var server = ScriptedSmtpServer.plain()) {
            RuntimeException diskFull = new IllegalStateException("disk full");
            try (var client = clientOf(plainRelay(server.port()))) {
                assertThatThrownBy(() -> client.submit(to("marie@example.org"), letter(), () -> {
                            throw diskFull;
                        }))
                        .isSameAs(diskFull);
                client.renew();
            }
            noDotArrived(server);
        }
    }

    @Test
    void an_error_in_the_seal_reaches_the_caller_as_it_is() {
        try (var server = ScriptedSmtpServer.plain();
                var client = clientOf(plainRelay(server.port()))) {
            Error outOfMemory = new OutOfMemoryError("test");

            assertThatThrownBy(() -> client.submit(to("marie@example.org"), letter(), () -> {
                        throw outOfMemory;
                    }))
                    .isSameAs(outOfMemory);
            noDotArrived(server);
        }
    }

    @Test
    void no_dot_leaves_over_TLS_either(@TempDir Path directory) {
        TestCertificate certificate = TestCertificate.forLoopback(directory);
        try (var server = ScriptedSmtpServer.startTls(certificate);
                var client = clientOf(relay(server.port(), Tls.STARTTLS, new Credentials.None(), certificate.pem()))) {
            assertThatThrownBy(() -> client.submit(to("marie@example.org"), letter(), () -> {
                        throw new IllegalStateException("disk full");
                    }))
                    .hasMessage("disk full");
            client.renew();
            noDotArrived(server);
        }
    }

    @Test
    void the_letter_after_a_failed_seal_takes_a_new_connection() {
        try (var server = ScriptedSmtpServer.plain();
                var client = clientOf(plainRelay(server.port()))) {
            assertThatThrownBy(() -> client.submit(to("marie@example.org"), letter(), () -> {
                        throw new IllegalStateException("disk full");
                    }))
                    .hasMessage("disk full");

            assertThat(client.submit(to("paul@example.org"), letter(), NO_SEAL))
                    .isInstanceOf(Submission.Accepted.class);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.countByRecipient()).containsOnlyKeys("paul@example.org");
        }
    }

    @Test
    void a_letter_that_cannot_be_written_is_our_fault_and_the_relay_hears_nothing_of_it() {
        try (var server = ScriptedSmtpServer.plain();
                var client = clientOf(plainRelay(server.port()))) {
            MimeMessage half = new MimeMessage(Session.getInstance(new Properties())) {
                @Override
                public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
                    out.write("Subject: half\r\n\r\nhalf a letter\r\n".getBytes(StandardCharsets.US_ASCII));
                    throw new MessagingException("the attachment has vanished");
                }
            };

            assertThat(client.submit(to("marie@example.org"), new Letter("<1@x>", half, false, 0), NO_SEAL))
                    .isInstanceOfSatisfying(
                            Submission.Unwritten.class,
                            broken -> assertThat(broken.cause()).asString().contains("the attachment has vanished"));
            client.renew();
            assertThat(server.transactions()).isEmpty();
        }
    }

    /** Once the server has seen the end of the connection, nothing more can come. */
    private static void noDotArrived(ScriptedSmtpServer server) {
        Awaitility.await().until(() -> server.openConnections() == 0);
        assertThat(server.transactions()).singleElement().satisfies(transaction -> {
            assertThat(transaction.dotAt()).isNull();
            assertThat(transaction.accepted()).isFalse();
        });
        assertThat(server.commands()).doesNotContain("QUIT");
    }
}
