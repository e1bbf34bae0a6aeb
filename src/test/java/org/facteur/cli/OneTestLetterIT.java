package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.ScriptedSmtpServer;
import org.facteur.smtp.TestCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code facteur test} as one types it, and the letter that arrives. */
class OneTestLetterIT {

    private static final String ME = "me@perso.example";

    @RegisterExtension
    static final GreenMailExtension MAIL =
            new GreenMailExtension(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @TempDir
    private Path home;

    @BeforeEach
    void a_mailing() throws IOException {
        Files.createDirectories(home.resolve("jobs"));
        Files.writeString(home.resolve("contacts.csv"), """
                email,prenom,nom,voeux
                laetitia@famille.example,Lœtitia,Martin,oui
                jules@famille.example,Jules,Verne,non
                """);
        Files.writeString(home.resolve("letter.html"), "<p>Bonne année, {{ prenom }} !</p>");
    }

    private String job(String... relay) throws IOException {
        return Files.writeString(home.resolve("jobs/job.yaml"), """
                campaign:
                  name: voeux
                  from: "Zythom <zythom@ecole.example>"
                  locale: fr
                  contacts: { file: ../contacts.csv, name: "{{ prenom }} {{ nom }}", where: voeux = oui }
                  message:
                    subject: "{{ prenom }}, bonne année"
                    html: ../letter.html
                    unsubscribe: { url: "https://ecole.example/stop?who={{ email }}" }
                  relays: [ %s ]
                %s""".formatted(
                                relay.length == 0 ? "sandbox" : "ecole",
                                relay.length == 0
                                        ? ""
                                        : "relays: { ecole: { host: localhost, " + String.join(", ", relay) + " } }"))
                .toString();
    }

    @Test
    void the_letter_arrives_marked_and_otherwise_as_the_contact_gets_it() throws Exception {
        String job = job("port: " + MAIL.getSmtp().getPort(), "tls: none");

        Typed typed = facteur("test", job, "--to", ME);

        assertThat(typed.exitCode()).as(typed.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(typed.out())
                .contains("contacts.csv:2, addressed to " + ME)
                .contains("Taken by relay ecole: 250")
                .contains("unsubscribe link in it is that contact's own");
        MimeMessage letter = MAIL.getReceivedMessages()[0];
        assertThat(letter.getSubject()).isEqualTo("[test] Lœtitia, bonne année");
        assertThat(letter.getHeader("X-Facteur-Test")).containsExactly("yes");
        InternetAddress to = (InternetAddress) letter.getRecipients(RecipientType.TO)[0];
        assertThat(to.getAddress()).isEqualTo(ME);
        assertThat(to.getPersonal()).isEqualTo("Lœtitia Martin");
        assertThat(((Multipart) letter.getContent()).getBodyPart(1).getContent())
                .asString()
                .contains("Bonne année, Lœtitia !");

        assertThat(facteur("test", job, "--to", ME).exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(Stream.of(MAIL.getReceivedMessages()).map(OneTestLetterIT::messageId))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(facteur("status", job, "--json").out()).contains("\"NEW\"", "\"sent\":0");
        assertThat(home.resolve("var/log/mail.log")).content().contains("voeux test relay=ecole to=" + ME + ": 250");
    }

    private static String messageId(MimeMessage letter) {
        try {
            return letter.getMessageID();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_sandbox_keeps_it_and_says_where() throws Exception {
        Typed typed = facteur("test", job(), "--to", ME);

        assertThat(typed.exitCode()).as(typed.toString()).isEqualTo(ExitCodes.DONE);
        Path folder = home.resolve("var/sandbox/voeux");
        assertThat(typed.out()).contains("Look at the letters in " + folder);
        try (Stream<Path> letters = Files.list(folder)) {
            List<Path> kept = letters.toList();
            assertThat(kept).hasSize(1);
            assertThat(typed.out()).contains("kept as " + kept.get(0).getFileName());
            try (InputStream in = Files.newInputStream(kept.get(0))) {
                assertThat(new MimeMessage(null, in).getSubject()).isEqualTo("[test] Lœtitia, bonne année");
            }
        }
    }

    @Test
    void a_row_that_where_leaves_out_is_named() throws Exception {
        Typed typed = facteur("test", job(), "--to", ME, "--row", "3");

        assertThat(typed.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed.err()).contains("contacts.csv:3: no contact begins in this line, or where: leaves it out");
    }

    @Test
    void a_full_quota_says_how_full_and_when_it_opens() throws Exception {
        String job = job("port: " + MAIL.getSmtp().getPort(), "tls: none", "limits: [ 1/day ]");
        facteur("test", job, "--to", ME);

        Typed typed = facteur("test", job, "--to", ME);

        assertThat(typed.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
        assertThat(typed.err())
                .matches(
                        "Nothing was sent. Try again after \\w+ \\d+ \\w+ [0-9:]{5} \\(.+\\): relay ecole: 1 of 1/day used\\R");
        assertThat(MAIL.getReceivedMessages()).hasSize(1);
    }

    @Test
    void a_refused_login_is_77_with_what_it_means() throws Exception {
        TestCertificate ours = TestCertificate.forLoopback(home);
        Path secret = Files.writeString(home.resolve("secret"), "wrong");
        try (var server = ScriptedSmtpServer.startTls(ours).login("zythom", "right")) {
            String job = job(
                    "port: " + server.port(), "trust: " + ours.pem(), "username: zythom", "password-file: " + secret);

            Typed typed = facteur("test", job, "--to", ME);

            assertThat(typed.exitCode()).as(typed.toString()).isEqualTo(ExitCodes.NO_PERMISSION);
            assertThat(typed.err())
                    .contains("refused our login: 535")
                    .contains("means     the login at the relay did not work")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void a_run_that_goes_on_is_not_disturbed() throws Exception {
        String job = job();
        Home place = new Home(home).create();
        try (HomeLock run = HomeLock.tryAcquire(place.lock(), true).orElseThrow()) {
            Typed typed = facteur("test", job, "--to", ME);

            assertThat(typed.exitCode()).isEqualTo(ExitCodes.TRY_LATER);
            assertThat(typed.err()).contains("(pid " + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void a_template_that_fails_on_the_row_is_65() throws Exception {
        Files.writeString(home.resolve("letter.html"), "<p>{{ prenom | date('dd') }}</p>");

        Typed typed = facteur("test", job(), "--to", ME);

        assertThat(typed.exitCode()).isEqualTo(ExitCodes.DATA);
        assertThat(typed.err()).contains("letter.html:1").contains("line 2");
    }
}
