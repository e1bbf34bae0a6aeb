package org.facteur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.facteur.cli.Typed.facteur;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.facteur.reason.ExitCodes;
import org.facteur.verdict.Category;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What commands print to somebody whose locale is French: no line of it is half English. */
class SpokenFrenchTest {

    /** A reply of each category that a server can give. */
    static final List<String> REPLIES = List.of(
            "250 2.0.0 Ok",
            "535 5.7.8 Username and Password not accepted",
            "530 5.7.0 Authentication required",
            "550 5.1.2 Domain not found",
            "421 4.7.0 Too many connections",
            "554 5.6.0 Message content rejected",
            "450 4.2.0 Greylisted for 300 seconds",
            "450 4.2.0 Greylisted, come back in 1 hour",
            "552 5.2.2 mailbox full",
            "552 5.3.4 Message too large",
            "550 5.1.1 User unknown",
            "554 5.7.1 blocked as spam",
            "550 5.4.5 Daily sending limit exceeded",
            "450 4.7.1 Error: too much mail from 127.0.0.1",
            "554 Transaction failed. Unexpected volume of emails",
            "550 5.1.8 Sender address rejected: domain not found",
            "421 4.3.2 Service not available",
            "530 5.7.0 Must issue a STARTTLS command first",
            "452 4.5.3 Too many recipients",
            "550 nope",
            "450 nope");

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);

    @BeforeEach
    void in_france() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.FRANCE);
    }

    @AfterEach
    void back_home() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    private static Typed typed(String... arguments) {
        return facteur(Locale.FRANCE, arguments);
    }

    @Test
    void a_reply_is_explained_in_french_and_quoted_as_the_server_said_it() {
        assertThat(typed("explain", "450 4.2.0 Greylisted for 300 seconds")
                        .out()
                        .lines())
                .startsWith(
                        "450 4.2.0 Greylisted for 300 seconds",
                        "  signifie  un expéditeur inconnu est prié de revenir plus tard (greylisted)",
                        "  concerne  ce destinataire seulement",
                        "  un envoi  retente la lettre plus tard, par le même relais\u202f; le serveur demande"
                                + " d’attendre 5 minutes");
    }

    @ParameterizedTest
    @FieldSource("REPLIES")
    void no_reply_is_explained_in_english(String reply) {
        String ours = String.join(
                " ",
                typed("explain", reply)
                        .out()
                        .lines()
                        .filter(line -> line.matches("  (signifie|concerne|un envoi)  .*"))
                        .toList());

        assertThat(ours)
                .contains("signifie", "concerne", "un envoi")
                .doesNotContainPattern("\\b(the|is|are|not|and|this|again|it)\\b");
    }

    @Test
    void the_replies_of_this_test_are_of_every_category_that_a_server_names() {
        Set<Category> ours = Set.of(Category.CONNECTION_LOST, Category.UNANSWERED);

        assertThat(REPLIES.stream()
                        .map(reply -> typed("explain", "--json", reply)
                                .out()
                                .replaceAll(".*category\":\"([^\"]+).*\\s", "$1"))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Category.values())
                        .filter(category -> !ours.contains(category))
                        .map(Category::label)
                        .toList());
    }

    @Test
    void the_relays_that_are_known_have_french_headings_and_footnotes() {
        String out = typed("relays").out();

        assertThat(out)
                .startsWith("PRÉRÉGLAGE")
                .contains("LIMITES", "rapporté par des utilisateurs", "Tout ce qui est connu");
        assertThat(out).doesNotContain("LIMITS", "reported by", "All that is known");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''       | Il manque une commande
            stat     | Vouliez-vous dire\u00a0: facteur status, facteur restart ou facteur test
            schedule jobs/none.yaml --cron x | il faut six champs, et il y en a 1
            """)
    void what_is_typed_wrong_is_told_in_french(String line, String told) {
        Typed typed = typed(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(typed.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed.err()).contains(told).doesNotContain("Missing", "Did you mean", " or ", "Cron expression");
    }
}
