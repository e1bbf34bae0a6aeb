package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;
import org.facteur.check.mailing.MailingCheck;
import org.facteur.cli.screen.CheckView;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.pace.Timing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                .contains("found: {{", "to do: mend the template", "an error holds it up");
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
    void a_warning_holds_up_only_who_is_strict() throws IOException {
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
