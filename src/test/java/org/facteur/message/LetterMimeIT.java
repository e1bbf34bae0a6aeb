package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.facteur.address.EmailAddress;
import org.facteur.address.Mailbox;
import org.facteur.contact.Contact;
import org.facteur.message.MessageSpec.Unsubscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sample's letter, sent over SMTP and read back. */
class LetterMimeIT {

    private static final Path INPUT = Path.of("input");

    @RegisterExtension
    static final GreenMailExtension MAIL =
            new GreenMailExtension(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @Test
    void the_letter_arrives_as_it_was_written() throws Exception {
        EmailAddress to = EmailAddress.of("laetitia.martin@famille.example");
        Map<String, String> values = Map.of(
                "email",
                to.toString(),
                "prenom",
                "Lœtitia",
                "nom",
                "Martin",
                "ville",
                "Saint-Malo",
                "voeux",
                "oui",
                "langue",
                "fr");
        LetterComposer composer = new LetterComposer(
                sample(), List.of("email", "prenom", "nom", "ville", "voeux", "langue"), MessageKey.random());
        Letter letter = composer.compose(to, new Contact(2, values), null);

        send(letter.message());

        MimeMessage received = MAIL.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo("Lœtitia, meilleurs vœux !");
        assertThat(received.getMessageID()).isEqualTo(letter.messageId());
        assertThat(received.getHeader("To"))
                .containsExactly("=?UTF-8?Q?L=C5=93titia_Martin?= <laetitia.martin@famille.example>");
        assertThat(received.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        Multipart related = (Multipart) received.getContent();
        assertThat(received.getContentType()).startsWith("multipart/related");
        Multipart alternative = (Multipart) related.getBodyPart(0).getContent();
        assertThat((String) alternative.getBodyPart(0).getContent())
                .startsWith("Lœtitia,\r\n")
                .contains("à Saint-Malo comme");
        assertThat((String) alternative.getBodyPart(1).getContent())
                .contains(">Lœtitia,</h1>")
                .contains("cid:carte");
        assertThat(related.getBodyPart(1).getHeader("Content-ID")).containsExactly("<carte>");
        assertThat(related.getBodyPart(1).getInputStream().readAllBytes())
                .isEqualTo(Files.readAllBytes(INPUT.resolve("carte.png")));
        assertThat(bytes(received)).matches("(?s)\\p{ASCII}*");
        assertThat(bytes(received).split("\r\n")).allMatch(line -> line.length() <= 998);
    }

    private static MessageSpec sample() {
        return new MessageSpec(
                "voeux-2027",
                new Mailbox("Zythom", EmailAddress.of("zythom@ecole.example")),
                null,
                Locale.FRANCE,
                null,
                "{{ prenom }} {{ nom }}",
                "{{ prenom }}, meilleurs vœux !",
                INPUT.resolve("voeux.html"),
                null,
                INPUT.resolve("voeux.txt"),
                Map.of("carte", INPUT.resolve("carte.png")),
                List.of(),
                INPUT,
                new Unsubscribe("stop@ecole.example", "https://ecole.example/stop?who={{ email }}"),
                null);
    }

    private static void send(MimeMessage message) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", String.valueOf(MAIL.getSmtp().getPort()));
        try (Transport transport = Session.getInstance(properties).getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    private static String bytes(MimeMessage message) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
