package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.check.mailing.MailingCheck;
import org.facteur.cli.screen.CheckView;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.pace.Timing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code check} as it is typed. */
class CheckCommandTest {

    @TempDir
    private Path home;

    private String job = "";

    @BeforeEach
    void aMailing() throws IOException {
        Files.createDirectories(home.resolve("jobs"));
        contacts("marie@amis.example,Marie", "paul@famille.example,Paul");
        letter("Chère {{ prenom }},\nbonne année !\n");
        job("");
    }

    private void contacts(String... rows) throws IOException {
        Files.writeString(home.resolve("contacts.csv"), "email,prenom\n" + String.join("\n", rows) + "\n");
    }

    private void letter(String text) throws IOException {
        Files.writeString(home.resolve("letter.txt"), text);
    }

    private void job(String more) throws IOException {
        job = Files.writeString(home.resolve("jobs/job.yaml"), """
                campaign:
                  name: voeux
                  from: zythom@ecole.example
                  contacts: ../contacts.csv
                  message: { subject: Bonne année, text: ../letter.txt }
                  relays: [ sandbox ]
                """ + more).toString();
    }

    private static JsonNode json(Typed typed) {
        return JsonMapper.shared().readTree(typed.out());
    }

    @Test
    void a_decent_mailing_is_fine_and_leaves_nothing_behind() {
        Typed check = facteur("check", job, "--offline");

        assertThat(check.exitCode()).isZero();
        assertThat(check.out()).startsWith("Fine: templates, letters").contains("nothing was sent");
        assertThat(home.resolve("var")).doesNotExist();
    }

    @Test
    void an_error_ends_with_65_and_says_where_what_and_what_to_do() throws IOException {
        letter("Chère {{ '{{' }} prenom }},\n{{ prenom }}");

        Typed check = facteur("check", job, "--offline");

        assertThat(check.exitCode()).isEqualTo(65);
        assertThat(check.out())
                .contains("Errors", "template.unmerged  marie@amis.example: Not merged in the text: “{{” (all letters)")
                .contains("to do: fix the template", "an error holds it up");
    }

    @Test
    void a_list_with_nobody_to_write_to_is_an_error_as_it_is_for_run() throws IOException {
        contacts("no address,Marie");

        Typed check = facteur("check", job, "--offline");

        assertThat(check.exitCode()).isEqualTo(65);
        assertThat(check.out()).contains("list.empty  nobody to write to: every row of", "the first in line 2");
    }

    @Test
    void an_accepted_error_holds_nothing_up() throws IOException {
        letter("Chère {{ '{{' }} prenom }},\n{{ prenom }}");

        assertThat(facteur("check", job, "--offline", "--accept", "template.unmerged")
                        .exitCode())
                .isZero();
        job("  check: { accept: [ { id: template.unmerged, until: 2999-12-31, because: it is about templates } ] }\n");
        Typed check = facteur("check", job, "--offline");
        assertThat(check.exitCode()).isZero();
        assertThat(check.out()).contains("accepted until 2999-12-31: it is about templates");
    }

    @Test
    void who_accepts_what_was_not_found_is_told() throws IOException {
        letter("Chère {{ '{{' }} prenom }},\n{{ prenom }}");

        Typed check = facteur("check", job, "--offline", "--accept", "template.unmergd");

        assertThat(check.exitCode()).isEqualTo(65);
        assertThat(check.err()).contains("--accept template.unmergd: there is no such finding");
        assertThat(facteur("check", job, "--offline", "--accept", "template.unmerged")
                        .err())
                .isEmpty();
    }

    @Test
    void a_warning_stops_only_a_strict_check() throws IOException {
        contacts("marie@amis.example,", "paul@famille.example,Paul");

        assertThat(json(facteur("check", job, "--offline", "--json"))
                        .get("verdict")
                        .asString())
                .isEqualTo("warn");
        assertThat(facteur("check", job, "--offline").exitCode()).isZero();
        assertThat(facteur("check", job, "--offline", "--strict").exitCode()).isEqualTo(65);
    }

    @Test
    void letters_that_are_all_alike_although_they_print_a_column_are_an_error() throws IOException {
        letter("Chers {{ prenom | default('amis') }},\n");
        contacts("marie@amis.example,", "paul@famille.example,");

        JsonNode refused = json(facteur("check", job, "--offline", "--json"));

        assertThat(refused.get("verdict").asString()).isEqualTo("refuse");
        assertThat(refused.at("/findings/0/id").asString()).isEqualTo("template.all-alike");
        assertThat(refused.at("/findings/0/subject").asString()).isEqualTo("prenom");
    }

    @Test
    void letters_that_print_no_column_or_one_value_that_all_have_may_be_alike() throws IOException {
        letter("Chers amis, {% if prenom == 'Zoé' %}vous{% else %}bonne année{% endif %}\n");
        assertThat(json(facteur("check", job, "--offline", "--json")).get("findings"))
                .isEmpty();

        letter("Chers {{ prenom }},\n");
        contacts("marie@amis.example,amis", "paul@famille.example,amis");
        assertThat(facteur("check", job, "--offline").exitCode()).isZero();
    }

    @Test
    void a_template_that_cannot_be_merged_is_a_finding() throws IOException {
        letter("Chère {{ prenmo }},\n");

        Typed check = facteur("check", job, "--offline", "--json");

        assertThat(check.exitCode()).isEqualTo(65);
        assertThat(json(check).at("/findings/0/id").asString()).isEqualTo("template.broken");
        assertThat(json(check).at("/findings/0/message").asString()).contains("prenmo");
    }

    @Test
    void another_contacts_data_in_a_letter_is_an_error() throws IOException {
        letter("Chère {{ prenom }},\nécris à paul@famille.example !\n");

        JsonNode refused = json(facteur("check", job, "--offline", "--json"));

        assertThat(refused.at("/findings/0/id").asString()).isEqualTo("leak.value");
        assertThat(refused.at("/findings/0/subject").asString()).isEqualTo("marie@amis.example");
        assertThat(refused.at("/findings/0/evidence").asString()).isEqualTo("paul@famille.example");
        assertThat(refused.at("/list/leaks").asLong()).isEqualTo(1);
        assertThat(refused.at("/list/rows").asLong()).isEqualTo(2);
    }

    @Test
    void a_program_is_refused_inside_an_archive_within_an_archive_too() throws IOException {
        Path archive = home.resolve("photos.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("more.zip"));
            ZipOutputStream inner = new ZipOutputStream(zip);
            inner.putNextEntry(new ZipEntry("photo.jpg.EXE"));
            inner.closeEntry();
            inner.finish();
        }
        Files.writeString(home.resolve("job.txt"), "MZ is how this text begins, and it is none");
        Files.writeString(
                Path.of(job),
                Files.readString(Path.of(job))
                        .replace(
                                "text: ../letter.txt",
                                "text: ../letter.txt, attachments: [ ../photos.zip, ../job.txt ]"));

        JsonNode refused = json(facteur("check", job, "--offline", "--json"));

        assertThat(refused.get("findings")).hasSize(1);
        assertThat(refused.at("/findings/0/id").asString()).isEqualTo("attachment.forbidden");
        assertThat(refused.at("/findings/0/evidence").asString()).isEqualTo("more.zip/photo.jpg.EXE");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_program_whose_name_is_in_the_code_page_of_windows_is_found(boolean within) throws IOException {
        Path archive = home.resolve("photos.zip");
        Charset windows = Charset.forName("IBM850");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive), windows)) {
            ZipOutputStream holder = zip;
            if (within) {
                zip.putNextEntry(new ZipEntry("broken.zip"));
                zip.write(new byte[] {'P', 'K', 3, 4, 9});
                zip.putNextEntry(new ZipEntry("été.zip"));
                holder = new ZipOutputStream(zip, windows);
            }
            holder.putNextEntry(new ZipEntry("Présentation.exe"));
            holder.closeEntry();
            holder.finish();
        }
        Files.writeString(
                Path.of(job),
                Files.readString(Path.of(job))
                        .replace("text: ../letter.txt", "text: ../letter.txt, attachments: [ ../photos.zip ]"));

        JsonNode refused = json(facteur("check", job, "--offline", "--json"));

        assertThat(refused.at("/findings/0/id").asString()).isEqualTo("attachment.forbidden");
        assertThat(refused.at("/findings/0/evidence").asString())
                .isEqualTo((within ? "été.zip/" : "") + "Présentation.exe");
    }

    @Test
    void addresses_that_nobody_reads_are_pointed_at_and_fastmail_is_a_provider_like_others() throws IOException {
        contacts(
                "a@gmial.com,A",
                "secretariat@ecole.example,B",
                "c@mailinator.com,C",
                "d@fastmail.com,D",
                "e@famille.example,E");

        JsonNode report = json(facteur("check", job, "--offline", "--json"));

        assertThat(report.get("findings").valueStream().map(one -> one.get("id").asString()))
                .containsExactly("list.disposable", "list.role", "list.typo");
        assertThat(report.at("/findings/0/subject").asString()).isEqualTo("c@mailinator.com");
        assertThat(report.at("/list/typo").asLong()).isEqualTo(1);
        assertThat(report.at("/list/role").asLong()).isEqualTo(1);
    }

    @Test
    void one_address_of_two_people_is_pointed_at_and_a_row_that_stands_twice_is_not() throws IOException {
        contacts(
                "famille@amis.example,Marie",
                "Famille@amis.example,Paul",
                "zoe@amis.example,Zoé",
                "ZOE@amis.example,Zoé");

        JsonNode report = json(facteur("check", job, "--offline", "--json"));

        assertThat(report.get("findings")).hasSize(1);
        assertThat(report.at("/findings/0/id").asString()).isEqualTo("list.household");
        assertThat(report.at("/findings/0/severity").asString()).isEqualTo("INFO");
        assertThat(report.at("/findings/0/evidence").asString()).isEqualTo("famille@amis.example");
    }

    @Test
    void a_mailing_to_thousands_tells_them_how_to_be_left_alone() throws IOException {
        String[] many = new String[1_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "p" + i + "@gmail.com,P" + i;
        }
        contacts(many);
        assertThat(json(facteur("check", job, "--offline", "--json"))
                        .at("/findings/0/id")
                        .asString())
                .isEqualTo("unsubscribe.missing");
        assertThat(facteur("check", job, "--offline").exitCode()).isEqualTo(65);

        letter("Chère {{ prenom }},\nPour ne plus recevoir mes lettres, dites-le-moi.\n");
        assertThat(facteur("check", job, "--offline").exitCode()).isZero();
    }

    @Test
    void what_is_odd_in_a_branch_that_few_letters_take_is_found_and_counted() throws IOException {
        letter("Chère {{ prenom }},\n{% if prenom contains 'Zo' %}Dear ,{% else %}bonne année{% endif %} !\n");
        String[] many = new String[1_500];
        for (int i = 0; i < many.length; i++) {
            many[i] = "p" + i + "@amis.example," + (i == 1_200 || i == 1_400 ? "Zo" : "P") + i;
        }
        contacts(many);

        JsonNode report = json(facteur("check", job, "--offline", "--json"));

        assertThat(report.get("findings").valueStream().map(one -> one.get("id").asString()))
                .contains("letter.bare-greeting");
        assertThat(report.get("findings").toString()).contains("2 letters, the first in line 1202");
    }

    @Test
    void it_speaks_french_to_the_french() throws IOException {
        letter("Chère {{ '{{' }} prenom }},\n{{ prenom }}");
        var campaign = JobFile.load(Path.of(job), java.util.Map.of(), java.util.Map.of(), null, Purpose.PREVIEW);
        var report = MailingCheck.of(campaign, new MailingCheck.Asked(true, java.util.Set.of()), Timing.system());

        String said = String.join(
                "\n", new CheckView(new ScreenWords(Locale.FRANCE, java.time.ZoneId.of("Europe/Paris"))).lines(report));

        assertThat(said)
                .contains(
                        "Erreurs",
                        "Resté tel quel dans le texte",
                        "toutes les lettres",
                        "à faire",
                        "une erreur la retient")
                .doesNotContain("Not merged", "all letters", "to do");
    }
}
