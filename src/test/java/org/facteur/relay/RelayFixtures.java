package org.facteur.relay;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.facteur.address.EmailAddress;
import org.facteur.message.Letter;
import org.facteur.smtp.Patience;
import org.jspecify.annotations.Nullable;

/** Relays, envelopes and letters for tests of this package. */
final class RelayFixtures {

    static final Seal NO_SEAL = () -> {};

    private RelayFixtures() {}

    static Relay plainRelay(int port) {
        return relay(port, Tls.NONE, new Credentials.None(), null);
    }

    static Relay relay(int port, Tls tls, Credentials credentials, @Nullable Path trust) {
        return relay("127.0.0.1", port, tls, credentials, trust, 100, Duration.ofSeconds(20));
    }

    static Relay relay(
            String host,
            int port,
            Tls tls,
            Credentials credentials,
            @Nullable Path trust,
            int messagesPerConnection,
            Duration timeout) {
        return new Relay(
                new RelayName("ecole"),
                host,
                port,
                tls,
                trust,
                credentials,
                1,
                messagesPerConnection,
                true,
                List.of(),
                timeout,
                null);
    }

    static SmtpRelayClient clientOf(Relay relay) {
        return clientOf(relay, null);
    }

    static SmtpRelayClient clientOf(Relay relay, @Nullable TokenSource tokens) {
        return clientOf(relay, tokens, Patience.standard(relay.timeout()));
    }

    /** Waits for no answer longer than two seconds. */
    static SmtpRelayClient impatientClientOf(Relay relay) {
        Duration longest = Duration.ofSeconds(2);
        return clientOf(
                relay,
                null,
                new Patience(longest, longest, longest, longest, longest, longest, longest, Duration.ofMillis(10)));
    }

    private static SmtpRelayClient clientOf(Relay relay, @Nullable TokenSource tokens, Patience patience) {
        return new SmtpRelayClient(relay, "ecole.example", tokens, new Manners(), patience, () -> false);
    }

    static Envelope to(String recipient) {
        return new Envelope(EmailAddress.of("zythom@ecole.example"), EmailAddress.of(recipient));
    }

    static Letter letter() {
        return letter("Bonne année !\r\n.\r\n..et la suite");
    }

    static Letter letter(String text) {
        try {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties())) {
                @Override
                protected void updateMessageID() throws MessagingException {
                    setHeader("Message-ID", "<1@ecole.example>");
                }
            };
            message.setFrom(new InternetAddress("zythom@ecole.example"));
            message.setSubject("Voeux", "UTF-8");
            message.setText(text, "UTF-8");
            message.setHeader("Content-Transfer-Encoding", "8bit");
            message.saveChanges();
            return new Letter("<1@ecole.example>", message, false, 0);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
