package org.facteur.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Address books as they come out of the programs that keep them, with the headings that those really write. */
class ExportsTest {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final String GOOGLE = "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
            + "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,"
            + "Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,"
            + "E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value\n"
            + "Zoé,,Lefèvre,,,,,,,,,,,--03-09,\"deux\nlignes\",https://lh3.example/p,* myContacts ::: amis,* Home,"
            + "zoe@x.fr ::: zoe@y.fr,Work,zoe@z.fr,Mobile,06 12 34 56 78\n";

    private static final String GOOGLE_BEFORE_2024 = "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name"
            + " Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden"
            + " Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,"
            + "Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value\n"
            + "Zoé Lefèvre,Zoé,,Lefèvre,,,,,,,,,,,,,,,,,,,,,,,,,* myContacts,* Home,zoe@x.fr\n";

    private static final String OUTLOOK =
            "\"Title\",\"First Name\",\"Middle Name\",\"Last Name\",\"Suffix\",\"Company\","
                    + "\"Department\",\"Job Title\",\"Business Street\",\"E-mail Address\",\"E-mail Type\",\"E-mail Display Name\","
                    + "\"E-mail 2 Address\",\"E-mail 2 Type\",\"Notes\"\r\n"
                    + "\"\",\"Zoé\",\"\",\"Lefèvre\",\"\",\"\",\"\",\"\",\"1, rue Haute\",\"zoe@x.fr\",\"SMTP\",\"Zoé (zoe@x.fr)\","
                    + "\"\",\"\",\"\"\r\n";

    private static final String OUTLOOK_FRENCH =
            "\"Titre\",\"Prénom\",\"Deuxième prénom\",\"Nom\",\"Suffixe\",\"Société"
                    + " \",\"Service \",\"Titre\",\"Rue (bureau)\",\"Ville (bureau)\",\"Adresse de messagerie\",\"Type de"
                    + " messagerie\",\"Nom complet de l'adresse de messagerie\",\"Adresse de messagerie 2\",\"Anniversaire\"\r\n"
                    + "\"\",\"Zoé\",\"\",\"Lefèvre\",\"\",\"\",\"\",\"\",\"\",\"\",\"zoe@x.fr\",\"SMTP\",\"Zoé (zoe@x.fr)\",\"\","
                    + "\"0/0/00\"\r\n";

    private static final String THUNDERBIRD =
            "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,"
                    + "Screen Name,Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,Home"
                    + " City,Home State,Home ZipCode,Home Country,Work Address,Notes,\n"
                    + "Zoé,Lefèvre,Zoé Lefèvre,,zoe@x.fr,,,,,,,,,,,,,,,,\n";

    private static final String THUNDERBIRD_FRENCH = "Prénom,Nom de famille,Nom à afficher,Surnom,Adresse électronique"
            + " principale,Adresse électronique secondaire,Nom de l’écran,Tél. professionnel,Ville,Pays/État,Code"
            + " postal,Ville,Pays/État,Code postal,Notes\r\n"
            + "Zoé,Lefèvre,Zoé Lefèvre,,zoe@x.fr,,,,,,,,,,\r\n";

    @TempDir
    Path folder;

    static Stream<Arguments> exports() {
        return Stream.of(
                Arguments.of("Google", GOOGLE, StandardCharsets.UTF_8, "First Name"),
                Arguments.of("Google before 2024", GOOGLE_BEFORE_2024, StandardCharsets.UTF_8, "Given Name"),
                Arguments.of("Google for Outlook", OUTLOOK, StandardCharsets.UTF_8, "First Name"),
                Arguments.of("Outlook", OUTLOOK, WINDOWS_1252, "First Name"),
                Arguments.of("Outlook in French", OUTLOOK_FRENCH, WINDOWS_1252, "Prénom"),
                Arguments.of("Outlook on the web", "\uFEFF" + OUTLOOK, StandardCharsets.UTF_8, "First Name"),
                Arguments.of(
                        "Unicode text of Excel",
                        "\uFEFF" + OUTLOOK_FRENCH.replace("\",\"", "\"\t\""),
                        StandardCharsets.UTF_16LE,
                        "Prénom"),
                Arguments.of(
                        "CSV of a French Excel",
                        OUTLOOK_FRENCH.replace("\",\"", ";").replace("\"", ""),
                        WINDOWS_1252,
                        "Prénom"),
                Arguments.of("Thunderbird", THUNDERBIRD, StandardCharsets.UTF_8, "First Name"),
                Arguments.of("Thunderbird in French", THUNDERBIRD_FRENCH, StandardCharsets.UTF_8, "Prénom"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exports")
    void an_export_is_read_as_it_comes(String program, String text, Charset charset, String firstName)
            throws IOException {
        ContactFiles files = new ContactFiles(folder);
        files.write(text, charset);
        try (Recipients recipients = Recipients.open(files.locale("fr-FR"), Suppressions.NONE)) {
            assertThat(recipients.next()).isInstanceOfSatisfying(Recipient.class, zoe -> {
                assertThat(zoe.address()).hasToString("zoe@x.fr");
                assertThat(zoe.contact().values()).containsEntry(firstName, "Zoé");
            });
            assertThat(recipients.next()).isNull();
        }
    }

    static Stream<String> titled() {
        return Stream.of(
                // LinkedIn's connections.
                """
                Notes:
                "When exporting your connection data, you may notice that some of the email addresses are missing"

                First Name,Last Name,URL,Email Address,Company
                Zoé,Lefèvre,https://x.example,zoe@x.fr,
                """,
                "Liste des adhérents au 01/12/2026;;;\n;;;\nNom;Prénom;Courriel;Ville\nLefèvre;Zoé;zoe@x.fr;Angers\n",
                // Apple's Numbers.
                "Tableau 1\nNom;E-mail\nZoé;zoe@x.fr\n",
                "Adhérents\nEmail\nzoe@x.fr\n");
    }

    @ParameterizedTest
    @MethodSource("titled")
    void what_stands_above_the_headings_is_passed_over(String text) throws IOException {
        ContactFiles files = new ContactFiles(folder);
        try (Recipients recipients = Recipients.open(files.write(text), Suppressions.NONE)) {
            assertThat(recipients.next())
                    .isInstanceOfSatisfying(
                            Recipient.class, zoe -> assertThat(zoe.address()).hasToString("zoe@x.fr"));
            assertThat(recipients.next()).isNull();
        }
    }

    @Test
    void a_row_that_speaks_of_mail_is_no_heading_line() {
        ContactFiles files = new ContactFiles(folder);
        ContactSource source = files.write("Nom;Prénom;Par\nDurand;Marie;mail\nPetit;Paul;courrier\n");

        assertThatThrownBy(() -> Recipients.open(source, Suppressions.NONE))
                .isInstanceOf(ContactFileException.class)
                .hasMessageContaining("Nom, Prénom, Par");
    }

    @Test
    void columns_that_an_export_has_twice_are_told_apart() throws IOException {
        ContactFiles files = new ContactFiles(folder);
        try (Recipients recipients = Recipients.open(files.write(THUNDERBIRD_FRENCH), Suppressions.NONE)) {
            assertThat(recipients.next())
                    .isInstanceOfSatisfying(
                            Recipient.class,
                            zoe -> assertThat(zoe.contact().values())
                                    .containsKeys("Ville", "Ville 2", "Code postal", "Code postal 2"));
        }
    }
}
