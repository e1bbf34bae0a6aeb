package org.facteur.job.errand;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.dispatch.Stop;
import org.facteur.job.MailingRun;
import org.facteur.job.RunOptions;
import org.facteur.job.RunResult;
import org.facteur.ledger.EmptyLedger;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The notice as a mail server keeps it. */
class OwnersNoticeIT {

    @RegisterExtension
    static final GreenMailExtension MAIL =
            new GreenMailExtension(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @TempDir
    private Path home;

    @Test
    void the_owner_reads_how_it_ended_and_opens_the_report() throws Exception {
        Path job =
                Files.writeString(Files.createDirectories(home.resolve("jobs")).resolve("voeux.yaml"), """
                campaign:
                  name: voeux-2027
                  from: "Zythom <zythom@ecole.example>"
                  reply-to: zythom@perso.example
                  locale: fr-FR
                  contacts: { file: ../contacts.csv }
                  message: { subject: Bonjour, text: ../letter.txt }
                  relays: [ ecole ]
                  notify: moi@perso.example
                relays:
                  ecole: { host: 127.0.0.1, port: %d, tls: none }
                """.formatted(
                                MAIL.getSmtp().getPort()));
        Files.writeString(home.resolve("contacts.csv"), "email\nmarie@famille.example\nnobody\n");
        Files.writeString(home.resolve("letter.txt"), "Bonjour");
        Campaign campaign = JobFile.load(job, Map.of(), Map.of(), null, Purpose.SEND);
        EmptyLedger.in(campaign.home());

        RunResult run = new MailingRun(Timing.system(), new Stop()).run(campaign, new RunOptions(false));

        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        MimeMessage notice = Stream.of(MAIL.getReceivedMessages())
                .filter(OwnersNoticeIT::isNotice)
                .findFirst()
                .orElseThrow();
        assertThat(notice.getSubject()).isEqualTo("voeux-2027\u00a0: TERMINÉE, 1 sur 1 envoyée");
        assertThat(notice.getHeader("To")).containsExactly("moi@perso.example");
        assertThat(notice.getHeader("Reply-To")).isNull();
        assertThat(notice.getHeader("List-Unsubscribe")).isNull();
        Multipart parts = (Multipart) notice.getContent();
        assertThat(parts.getBodyPart(0).getContent())
                .asString()
                .contains("2 lignes = 0 en attente + 0 en cours + 1 envoyée ")
                .contains("Le rapport est joint");
        BodyPart page = parts.getBodyPart(1);
        assertThat(page.getFileName()).isEqualTo("voeux-2027.html");
        assertThat(page.getContentType()).startsWith("text/html");
        String html = new String(page.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(Jsoup.parse(html).select(".state").text()).isEqualTo("TERMINÉE");
    }

    private static boolean isNotice(MimeMessage letter) {
        try {
            return letter.getHeader("Auto-Submitted") != null;
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
