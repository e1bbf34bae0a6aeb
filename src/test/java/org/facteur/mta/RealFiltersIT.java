package org.facteur.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.check.CheckReport;
import org.facteur.check.Finding;
import org.facteur.check.Severity;
import org.facteur.check.mailing.MailingCheck;
import org.facteur.cli.Typed;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.smtp.ScriptedSmtpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What SpamAssassin, Rspamd and ClamAV say of letters, and what is made of it. */
@Tag("real-filters")
class RealFiltersIT {

    private static final String GREETING =
            "<p>Chère {{ prenom }},</p><p>L’année s’en va sur la pointe des pieds, et la neige efface ses traces. Avant qu’elle ne"
                    + " ferme la porte, je voulais vous écrire, à vous, et non à un fichier d’adresses.</p><p>Je vous souhaite une"
                    + " année douce et lumineuse : la santé d’abord, du temps pour ceux que vous aimez, et assez d’imprévus pour que"
                    + " décembre prochain ait quelque chose à raconter.</p><p>Bien à vous,<br>Zythom</p>";

    private static final String CARD = "<img src=\"cid:carte\" alt=\"Bonne année\">";
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    @TempDir
    private static Path servers;

    private static FilterServers filters;

    @TempDir
    private Path home;

    @BeforeAll
    static void start() {
        FilterServers.assumeInstalled();
        filters = new FilterServers(servers);
    }

    @AfterAll
    static void stop() {
        if (filters != null) {
            filters.close();
        }
    }

    /** A mailing, and which warnings and errors are to be found. */
    private static final class Variant {

        private final String name;
        private String from = "Zythom <zythom@ecole.example>";
        private String subject = "Bonne année {{ prenom }}";
        private String html = "";
        private String text = "";
        private String attachment = "";
        private String content = "";
        private Set<String> found = Set.of();

        private Variant(String name) {
            this.name = name;
        }

        private Variant from(String mailbox) {
            from = mailbox;
            return this;
        }

        private Variant subject(String template) {
            subject = template;
            return this;
        }

        private Variant html(String template) {
            html = template;
            return this;
        }

        private Variant text(String template) {
            text = template;
            return this;
        }

        private Variant attachment(String file, String holds) {
            attachment = file;
            content = holds;
            return this;
        }

        private Variant finds(String... ids) {
            found = Set.of(ids);
            return this;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Variant greeting(String name) {
        return new Variant(name).html(GREETING);
    }

    static Stream<Variant> variants() {
        return Stream.of(
                new Variant("a short text").text("Chère {{ prenom }},\nbonne année !\nZythom\n"),
                greeting("a card with a greeting").html(GREETING + CARD),
                greeting("an emoji in the subject").subject("🎄 Joyeux Noël {{ prenom }} !"),
                new Variant("German").subject("Frohes neues Jahr, {{ prenom }}").text("""
                                Liebe {{ prenom }},

                                ich wünsche dir ein gutes neues Jahr, Gesundheit und viel Glück.
                                Wir sehen uns hoffentlich im Frühling.

                                Herzliche Grüße
                                Anna
                                """),
                greeting("a newsletter with links")
                        .html(GREETING
                                + "<ul><li><a href=\"https://www.ecole.example/a\">Le programme</a></li><li><a"
                                + " href=\"https://www.ecole.example/b\">Les inscriptions</a></li></ul>"),
                greeting("an invitation as PDF")
                        .attachment(
                                "invitation.pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n"),
                greeting("a text file").attachment("plan.txt", "Prenez le train de 8 h, puis le bus.\n"),
                new Variant("nothing but a picture")
                        .html(CARD)
                        .finds(
                                "letter.picture-only",
                                "spam.html-image-only-04",
                                "spam.mpart-alt-diff",
                                "spam.r-empty-image"),
                new Variant("nothing but a linked picture of the web")
                        .html(
                                "<a href=\"https://www.ecole.example/carte\"><img src=\"https://www.ecole.example/carte.png\""
                                        + " alt=\"Bonne année\"></a>")
                        .finds(
                                "letter.picture-only",
                                "spam.html-image-only-04",
                                "spam.html-short-link-img-1",
                                "spam.mpart-alt-diff",
                                "spam.score",
                                "spam.uri-count-odd"),
                greeting("a short link")
                        .html(GREETING + "<p><a href=\"https://bit.ly/3xYz\">Les photos</a></p>")
                        .finds("letter.short-link", "spam.short-shortner"),
                greeting("a subject in capitals")
                        .subject("BONNE ANNEE A TOUS")
                        .finds("letter.all-caps", "spam.subj-all-caps"),
                greeting("a link that misleads")
                        .html(GREETING
                                + "<p><a href=\"https://autre.example/x\">https://www.ecole.example/photos</a></p>")
                        .finds("letter.misleading-link", "spam.phishing"),
                greeting("a link to a bare IP address")
                        .html(GREETING + "<p><a href=\"http://203.0.113.9/x\">Les photos</a></p>")
                        .finds("letter.ip-link", "spam.http-to-ip"),
                new Variant("what every filter takes for spam")
                        .text(
                                "Chère {{ prenom }},\n\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n")
                        .finds("letter.all-caps", "spam.gtube", "spam.score"),
                new Variant("words of spam")
                        .subject("FREE MONEY $$$, act now")
                        .text(
                                "Dear friend,\n\nclaim your $1,000,000.00 prize! Cheap viagra, no prescription needed, 100%"
                                        + " satisfaction guaranteed, risk free.\n")
                        .finds(
                                "spam.dear-friend",
                                "spam.drugs-erectile",
                                "spam.no-prescription",
                                "spam.score",
                                "spam.subject-has-currency",
                                "spam.us-dollars-3"),
                greeting("another address in the name of From")
                        .from("\"direction@banque.example\" <zythom@ecole.example>")
                        .finds("spam.from-neq-display-name"),
                greeting("From of a freemail provider, through another's relay")
                        .from("Zythom <zythom@gmail.com>")
                        .finds("spam.forged-gmail-rcvd"),
                greeting("a file with macros")
                        .attachment("plan.docm", "PK\u0003\u0004")
                        .finds("attachment.macro"),
                greeting("a program")
                        .attachment("jeu.exe", "MZ")
                        .finds("attachment.forbidden", "spam.mime-bad-extension"),
                greeting("a virus").attachment("facture.txt", EICAR).finds("virus"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void each_variant_of_a_letter_gets_the_right_advice_or_none(Variant variant) throws IOException {
        CheckReport report = check(job(variant, "sandbox", ""));

        List<Finding> told = report.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .toList();
        assertThat(told.stream().map(Finding::id).distinct())
                .as(told.toString())
                .containsExactlyInAnyOrderElementsOf(variant.found);
        assertThat(told).noneMatch(finding -> finding.advice() == null);
    }

    @Test
    void the_sample_letter_is_taken_for_no_spam() throws IOException {
        for (String folder : List.of("input", "jobs")) {
            Files.createDirectories(home.resolve(folder));
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, home.resolve(folder).resolve(file.getFileName()));
                }
            }
        }
        Path job = home.resolve("jobs/voeux.yaml");
        Files.writeString(
                job, Files.readString(job).replace("  relays:", "  check: { " + filters.settings() + " }\n  relays:"));

        CheckReport report = check(job);

        assertThat(report.verdict()).as(report.findings().toString()).isEqualTo(CheckReport.Conclusion.FINE);
        assertThat(report.fine()).contains("spam", "virus");
        JsonNode spam = JsonMapper.shared().readTree(report.toJson()).get("spam");
        assertThat(spam.get("engine").asString()).isEqualTo("spamassassin");
        assertThat(spam.get("score").asDouble()).isLessThan(1);
    }

    @Test
    void a_virus_is_found_before_anything_leaves() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            Path job = job(
                    greeting("a virus").attachment("facture.txt", EICAR),
                    "ecole",
                    "relays: { ecole: { host: 127.0.0.1, port: %d, tls: none } }\n".formatted(server.port()));

            Typed run = Typed.facteur("run", job.toString(), "--home", home.toString());

            assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCodes.DATA);
            assertThat(server.transactions()).isEmpty();
        }
    }

    private static CheckReport check(Path job) throws IOException {
        return MailingCheck.of(
                JobFile.load(job, Map.of(), Map.of(), null, Purpose.CHECK),
                new MailingCheck.Asked(false, Set.of()),
                Timing.system());
    }

    private Path job(Variant variant, String relay, String more) throws IOException {
        List<String> message = new ArrayList<>();
        if (!variant.html.isEmpty()) {
            write("letter.html", variant.html);
            message.add("html: letter.html");
        }
        if (variant.html.contains("cid:")) {
            Files.copy(Path.of("input/carte.png"), home.resolve("carte.png"));
            message.add("inline: { carte: carte.png }");
        }
        if (!variant.text.isEmpty()) {
            write("letter.txt", variant.text);
            message.add("text: letter.txt");
        }
        if (!variant.attachment.isEmpty()) {
            write(variant.attachment, variant.content);
            message.add("attachments: [ " + variant.attachment + " ]");
        }
        write("contacts.csv", "email,prenom\nmarie@amis.example,Marie\npaul@famille.example,Paul\n");
        return write("job.yaml", """
                campaign:
                  name: variant
                  from: '%s'
                  contacts: { file: contacts.csv, name: "{{ prenom }}" }
                  message: { subject: "%s", %s, unsubscribe: { mailto: stop@ecole.example } }
                  relays: [ %s ]
                  check: { %s }
                %s
                """.formatted(
                        variant.from, variant.subject, String.join(", ", message), relay, filters.settings(), more));
    }

    private Path write(String file, String text) {
        try {
            return Files.writeString(home.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
