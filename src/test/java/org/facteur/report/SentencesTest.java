package org.facteur.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.facteur.address.AddressParser;
import org.facteur.address.ParsedAddress;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reasons as those who find them put them, so that another wording there is noticed here. */
class SentencesTest {

    private final Sentences french = new Sentences(Locale.FRANCE);
    private final Sentences english = new Sentences(Locale.UK);

    private static Reason wrongWith(String cell) {
        return ((ParsedAddress.Invalid) new AddressParser().parse(cell)).reason();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "marie",
                "marie@@ecole.example",
                "marie@ecole.example paul@ecole.example",
                "@ecole.example",
                "marie@",
                "ma rie@ecole.example",
                "marie@ecole,example",
                "marie@ecole..example",
                "marie@.ecole.example",
                ".marie@ecole.example",
                "marie@[192.0.2.1]",
                "mari\uFFFD@ecole.example",
                "ma\u200Brie@ecole.example",
                "marie@ecole",
                "marie@-ecole.example",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@ecole.example"
            })
    void what_is_wrong_with_an_address_is_said_in_french(String cell) {
        Reason reason = wrongWith(cell);

        assertThat(french.say(reason))
                .isNotEqualTo(reason.toString())
                .doesNotContainPattern("\\b(the|has|write|is|address|holds)\\b")
                .containsAnyOf("écrivez", "récrivez", "vérifiez");
        assertThat(english.say(reason)).isEqualTo(reason.toString());
    }

    @Test
    void a_cell_that_is_too_long_is_told_in_french() {
        assertThat(french.say(wrongWith("a".repeat(5000)))).startsWith("la cellule compte 5000 caractères");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    the address stands in line 12 already; one letter an address | l’adresse figure déjà à la ligne 12
                    the address stands in an earlier row; one letter an address  | l’adresse figure déjà plus haut
                    5 cells, but 4 headings; put quotes around a cell that holds a semicolon, or take the superfluous semicolon out | 5 cellules, mais 4 titres
                    """)
    void what_is_wrong_with_a_row_is_said_in_french(String reason, String beginning) {
        assertThat(french.say(reason)).startsWith(beginning).doesNotContain("semicolon", "address");
    }

    @Test
    void a_cell_stays_as_it_is_within_the_sentence() {
        assertThat(french.say(wrongWith("{1} $0 {0}"))).startsWith("«\u202f{1} $0 {0}\u202f» n’a pas de @");
    }

    @Test
    void any_other_reason_stays_as_it_is() {
        assertThat(french.say("letters/voeux.html:3: no such variable"))
                .isEqualTo("letters/voeux.html:3: no such variable");
    }

    @Test
    void a_sentence_within_a_sentence_is_said_as_well_and_a_reply_stays_as_it_is() {
        assertThat(french.say("relay ecole cannot be reached: smtp.ecole.example:587 refuses the connection; check"
                        + " relays.ecole.port"))
                .isEqualTo(
                        "le relais ecole est injoignable\u00a0: smtp.ecole.example:587 refuse la connexion\u202f; vérifiez"
                                + " relays.ecole.port");
        assertThat(french.say("relay ecole: 535 5.7.8 Bad credentials; check the relay's username and password"))
                .isEqualTo(
                        "relais ecole\u00a0: 535 5.7.8 Bad credentials\u202f; vérifiez le nom et le mot de passe du relais");
    }

    @Test
    void the_form_that_says_most_is_meant() {
        assertThat(french.say(
                        "jobs/voeux.yaml:10: relays.ecole.username has no password; write password: ${SMTP_PASSWORD}"
                                + " or password-file:"))
                .isEqualTo("jobs/voeux.yaml:10: relays.ecole.username n’a pas de mot de passe\u202f; écrivez password:"
                        + " ${SMTP_PASSWORD} ou password-file:");
    }

    @Test
    void a_file_with_a_space_in_its_name_is_a_place() {
        assertThat(french.say("mes envois/voeux.yaml: there is no such file; write for example jobs/voeux.yaml"))
                .isEqualTo("mes envois/voeux.yaml: ce fichier n’existe pas\u202f; écrivez par exemple jobs/voeux.yaml");
    }

    @Test
    void what_is_quoted_is_data_even_where_it_is_a_sentence_of_ours() {
        assertThat(french.say("campaign.from \"letters are left\" is not a sender; write for example Zythom"
                        + " <zythom@ecole.example>"))
                .startsWith("campaign.from «\u202fletters are left\u202f» n’est pas un expéditeur");
    }
}
