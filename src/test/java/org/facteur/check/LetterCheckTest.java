package org.facteur.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.facteur.message.LetterPart.HTML;
import static org.facteur.message.LetterPart.SUBJECT;
import static org.facteur.message.LetterPart.TEXT;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.facteur.contact.Contact;
import org.facteur.message.ReadLetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterCheckTest {

    private static final Contact NOBODY = new Contact(1, Map.of());
    private static final String WORDS =
            "<p>Je vous souhaite une année douce et lumineuse, la santé d’abord, et du temps.";

    @Test
    void a_decent_letter_gives_no_finding() {
        String html = """
                <html><head><style>@media (max-width: 480px) { .p { color: red } }</style></head><body>
                <img src="cid:carte" alt="Une carte"><img src="cid:carte" alt=""><p>Bonjour,</p><p>CAFÉ» à 8&nbsp;h, « où » ?</p>
                <a href="https://www.ecole.example/stop?who=a">ecole.example</a>
                <a href="mailto:stop@ecole.example?subject=x">stop@ecole.example</a>
                <a href="tel:+33100000000">appelez</a> <a href="#bas">bas</a><p id="bas">Zythom</p></body></html>
                """;

        assertThat(findings("Marie, bonne année 2027 !", html, "Bonjour,\n\nbonne année\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dear ,",
                "Dear,",
                "dear Mr ,",
                "Cher ,",
                "Chère\u00A0,",
                "Chers ,",
                "Bonjour ,",
                "  Bonjour  Mme ,",
                "Hello , how are you?",
                ", bonne année",
                "Une ligne\nCher(e) ,\nune autre",
                "Dear !"
            })
    void a_greeting_without_a_name_is_found(String text) {
        assertThat(rules("Vœux", null, text)).containsExactly(LetterRule.BARE_GREETING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bonjour,",
                "Hello,",
                "Dear Marie,",
                "Cher Monsieur,",
                "Chers amis,",
                "Bonjour !",
                "Dear Madam,",
                "C'est cher , mais beau",
                "Carole,"
            })
    void a_greeting_that_is_whole_is_let_pass(String text) {
        assertThat(rules("Vœux", null, text)).isEmpty();
    }

    @Test
    void a_name_missing_at_the_beginning_of_the_subject_is_found() {
        assertThat(findings(", bonne année", null, "Bonjour,"))
                .containsExactly(new LetterFinding(LetterRule.BARE_GREETING, Set.of(SUBJECT), ", bonne année"));
    }

    @ParameterizedTest
    @CsvSource({
        "HÃ©lÃ¨ne, HÃ©lÃ¨ne",
        "lâ€™annÃ©e, lâ€™annÃ©e",
        "un cÅ“ur, cÅ“ur",
        "10 â‚¬ en tout, â‚¬",
        "H�l�ne, H�l�ne",
        "ðŸŽ‰ fÃªte, ðŸŽ‰",
        "AneÅ¾ka, AneÅ¾ka",
        "Ren√©, Ren√©",
        "Ren├®, Ren├®",
        "MaĹ‚gorzata, MaĹ‚gorzata",
        "РњР°СЂРёСЏ, РњР°СЂРёСЏ",
        "ÐœÐ°Ñ€Ð¸Ñ, ÐœÐ°Ñ€Ð¸Ñ",
        "ΞΈΞ±, ΞΈΞ±",
        "å±±ç”°, å±±ç”°",
        "螻ｱ逕ｰ螟ｪ驛, 螻ｱ逕ｰ螟ｪ驛",
    })
    void utf_8_read_as_windows_1252_is_found(String text, String evidence) {
        assertThat(findings("Vœux", null, text))
                .containsExactly(new LetterFinding(LetterRule.MOJIBAKE, Set.of(TEXT), evidence));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hélène Cœur, à l’été «\u00A0où\u00A0» ?",
                "CAFÉ» THÉ”",
                "œuf, Œuvre, naïveté…",
                "Übergrößenträger",
                "São João, coração",
                "日本語のメール、髙橋様、拝啓 時下ますますご清栄のこととお慶び申し上げます",
                "尊敬的客户，祝您新年快乐，万事如意",
                "親愛的朋友們",
                "새해 복 많이 받으세요",
                "Ελληνικά и русский, ΧΡΌΝΙΑ ΠΟΛΛΆ",
                "СІЧІ, РІСЕ, ОЇ, ПЁС, С новым годом, дорогие друзья",
                "Ăştia, CÂŞTIG, „ACASĂ”, PÂNĂ, CAFÈ, Łódź, ŹŁE",
                "spitalul ORĂŞENESC, o slovo PÄŤ, a na konci DĹŽKA",
                "»öffentlich«, »über«, „ähnlich“, ”åter”",
                "谢谢小朋友们，谢谢校友",
                "şükrü ÇİĞDEM, Đặng Thị Hồng",
                "🎉 fête 👩‍👩‍👧"
            })
    void what_is_rightly_written_is_no_mojibake(String text) {
        assertThat(rules("Vœux", null, text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello *|FNAME|*", "Bonjour ${prenom}", "Bonjour %%nom%%"})
    void what_is_left_of_another_programs_template_is_found(String text) {
        assertThat(rules("Vœux", null, text)).containsExactly(LetterRule.LEFT_OVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cher {{ prenom }}", "{% if x %}", "Cher {{prenom}}, bonjour ${prenom}"})
    void what_was_not_merged_is_found(String text) {
        assertThat(rules("Vœux", null, text)).containsExactly(LetterRule.UNMERGED);
    }

    @Test
    void braces_in_a_contacts_own_value_are_a_mistake_for_certain_only_around_the_name_of_a_column() {
        Contact odd = new Contact(2, Map.of("prenom", "{{ 7*7 }}"));
        Contact template = new Contact(3, Map.of("Prénom", "Marie", "mot", "Chère {{ prenom }}"));

        assertThat(findings("Vœux", null, "Bonjour {{ 7*7 }}", odd))
                .extracting(LetterFinding::rule)
                .containsExactly(LetterRule.LEFT_OVER);
        assertThat(findings("Vœux", null, "Chère {{ prenom }}", template))
                .extracting(LetterFinding::rule)
                .containsExactly(LetterRule.UNMERGED);
    }

    @Test
    void what_was_not_merged_is_found_in_a_link_and_not_in_a_style() {
        String html =
                "<style>@media print { p { color: red }}</style><p style=\"{{\"><a href=\"https://a.example/{{id}}\">x</a>";

        assertThat(findings("Vœux", html, "x"))
                .contains(new LetterFinding(LetterRule.UNMERGED, Set.of(HTML), "https://a.example/{{id}}"))
                .filteredOn(finding -> finding.rule() == LetterRule.UNMERGED)
                .hasSize(1);
        // As Word and editors of pages save it.
        String encoded = "https://a.example/%7B%7Bid%7D%7D";
        assertThat(findings("Vœux", "<a href=\"" + encoded + "\">x</a>", "x"))
                .contains(new LetterFinding(LetterRule.UNMERGED, Set.of(HTML), encoded));
    }

    @Test
    void a_subject_in_capitals_is_found() {
        assertThat(rules("BONNE ANNÉE 2027 !", null, "x")).containsExactly(LetterRule.ALL_CAPS);
        assertThat(rules("SNCF", null, "x")).isEmpty();
        assertThat(rules("Bonne ANNÉE 2027 !", null, "x")).isEmpty();
    }

    @Test
    void five_words_in_capitals_are_found_in_a_body_and_a_name_is_not() {
        assertThat(rules("Vœux", null, "Oui. VENEZ TOUS À LA FÊTE DE l’école.")).containsExactly(LetterRule.ALL_CAPS);
        assertThat(rules("Vœux", null, "Chère Marie DURAND DE LA TOUR, bonjour. A B C D E F."))
                .isEmpty();
    }

    @Test
    void a_picture_without_alt_is_found_and_one_with_an_empty_alt_is_not() {
        assertThat(findings("Vœux", "<img src='cid:carte'><img src='cid:carte' alt=''>" + WORDS, "x"))
                .containsExactly(new LetterFinding(LetterRule.MISSING_ALT, Set.of(HTML), "cid:carte"));
    }

    @Test
    void a_picture_on_the_web_and_one_that_is_not_there_are_found() {
        assertThat(rules("Vœux", "<img alt='' src='http://a.example/p.png'>" + WORDS, "x"))
                .containsExactly(LetterRule.REMOTE_PICTURE);
        assertThat(rules("Vœux", "<img alt='' src='cid:autre'>" + WORDS, "x"))
                .containsExactly(LetterRule.MISSING_PICTURE);
        assertThat(rules("Vœux", "<img alt='' src='carte.png'>" + WORDS, "x"))
                .containsExactly(LetterRule.MISSING_PICTURE);
    }

    @Test
    void html_without_text_is_found() {
        assertThat(rules("Vœux", "<p>x", null)).containsExactly(LetterRule.NO_TEXT);
        assertThat(rules("Vœux", "<p>x", " \n")).containsExactly(LetterRule.NO_TEXT);
        assertThat(rules("Vœux", null, "x")).isEmpty();
    }

    @Test
    void html_that_gmail_would_cut_is_found() {
        assertThat(findings("Vœux", "<p>" + "é ".repeat(40_000), "x"))
                .containsExactly(new LetterFinding(LetterRule.CLIPPED, Set.of(HTML), "120 kB"));
    }

    @Test
    void a_size_is_said_in_the_reader_s_units() {
        assertThat(findings("Vœux", "<p>" + "é ".repeat(40_000), "x")
                        .get(0)
                        .message()
                        .in(Locale.FRENCH))
                .startsWith("Le HTML fait 120\u00a0ko");
        assertThat(findings("Vœux", "<p>" + "é ".repeat(40_000), "x")
                        .get(0)
                        .message()
                        .toString())
                .startsWith("The HTML is 120 kB long");
    }

    @Test
    void a_picture_within_the_html_is_found() {
        assertThat(findings("Vœux", "<p>" + "mot ".repeat(100) + "<img alt='' src='data:image/png;base64,AAAA'>", "x"))
                .containsExactly(new LetterFinding(LetterRule.DATA_PICTURE, Set.of(HTML), "data:image/png"));
    }

    @Test
    void a_letter_that_relays_would_refuse_for_its_size_is_found() {
        ReadLetter letter = new ReadLetter("", "", "Vœux", null, "Bonjour,", Map.of(), List.of(), 12_345_678L);

        assertThat(LetterCheck.of(letter, NOBODY, Map.of()))
                .extracting(LetterFinding::evidence)
                .containsExactly("12 MB");
    }

    @ParameterizedTest
    @CsvSource({
        "https://banque.example/, https://autre.example/",
        "banque.example, https://autre.example/banque.example",
        "www.banque.example, http://banque.example.autre.example/",
        "https://banque.example/a, https://banque.example/b",
        "banque.example, mailto:a@banque.example",
        "marie@ecole.example, mailto:paul@ecole.example",
        "marie@ecole.example, https://ecole.example/",
        "la carte, https://banque.example@autre.example/",
    })
    void a_link_that_shows_another_address_than_it_leads_to_is_found(String text, String target) {
        assertThat(findings("Vœux", "<a href='" + target + "'>" + text + "</a>", "x"))
                .containsExactly(new LetterFinding(LetterRule.MISLEADING_LINK, Set.of(HTML), text + " → " + target));
    }

    @ParameterizedTest
    @CsvSource({
        "https://banque.example, https://banque.example/",
        "banque.example, https://www.banque.example/page",
        "banque.example, https://clic.banque.example/page",
        "cliquez ici, https://banque.example/",
        "Marie@ecole.example, mailto:marie@ecole.example?subject=x",
        "école.example, https://xn--cole-9oa.example/",
    })
    void a_link_that_keeps_its_word_is_let_pass(String text, String target) {
        assertThat(rules("Vœux", "<a href='" + target + "'>" + text + "</a>", "x"))
                .isEmpty();
    }

    @Test
    void a_letter_that_is_hardly_more_than_a_picture_is_found() {
        String hidden = "<div style='display: none'>" + WORDS + "</div>";

        assertThat(rules("Vœux", hidden + "<img alt='" + WORDS + "' src='cid:carte'><p>Bonne année !", "x"))
                .containsExactly(LetterRule.PICTURE_ONLY);
        assertThat(rules("Vœux", "<p>Bonne année !", "x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://bit.ly/3xYz, SHORT_LINK",
        "http://tinyurl.com/abc, SHORT_LINK",
        "http://192.0.2.7/carte, IP_LINK",
        "https://[2001:db8::7]:8080/, IP_LINK",
        "https://u@192.0.2.7, IP_LINK"
    })
    void a_link_that_does_not_say_whose_it_is_is_found(String target, LetterRule rule) {
        assertThat(rules("Vœux", "<a href='" + target + "'>la carte</a>", "x")).containsExactly(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://bit.ly.ecole.example/a", "https://ecole.example/bit.ly", "https://1.2.3.4.example/"})
    void a_link_that_only_looks_like_one_is_let_pass(String target) {
        assertThat(rules("Vœux", "<a href='" + target + "'>la carte</a>", "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stop.html",
                "/stop",
                "#bas",
                "https://",
                "mailto:",
                "mailto:?subject=x",
                "file:///C:/carte.pdf",
                "C:/carte.pdf"
            })
    void a_link_that_leads_nowhere_is_found(String target) {
        assertThat(rules("Vœux", "<a href='" + target + "'>ici</a>", "x")).containsExactly(LetterRule.BROKEN_LINK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>x</script>",
                "<p onclick='x'>a",
                "<a href='java\nscript:x'>a</a>",
                "<form><p>a</form>",
                "<iframe src='x'></iframe>"
            })
    void what_would_run_is_found(String html) {
        assertThat(rules("Vœux", html, "x")).containsExactly(LetterRule.ACTIVE_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"«Prénom»", "[FIRSTNAME]", "%NOM%", "{first_name}", "<<Nom>>", "[[prenom]]", "#nom#"})
    void a_field_of_another_program_that_nobody_filled_in_is_found(String field) {
        assertThat(findings("Vœux", null, "Chère " + field + " !"))
                .containsExactly(new LetterFinding(LetterRule.LEFT_OVER, Set.of(TEXT), field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "« Bonne année »",
                "«bonne année»",
                "le lycée [près de la gare]",
                "100 % remboursé, 50 %",
                "{x | x > 0}",
                "#école #vœux",
                "un nom [1] et un autre"
            })
    void what_only_looks_like_one_is_let_pass(String text) {
        assertThat(rules("Vœux", null, text)).isEmpty();
    }

    @Test
    void html_in_the_text_part_is_found_and_signs_of_a_text_are_not() {
        assertThat(findings("Vœux", null, "<p>Chère Marie,</p>"))
                .containsExactly(new LetterFinding(LetterRule.MARKUP_IN_TEXT, Set.of(TEXT), "<p>"));
        assertThat(rules("Vœux", null, "a < b > c, <marie@amis.example>, <https://ecole.example>, <3"))
                .isEmpty();
    }

    @Test
    void the_same_thing_in_several_places_is_one_finding() {
        assertThat(findings("HÃ©lÃ¨ne", "<p>HÃ©lÃ¨ne", "HÃ©lÃ¨ne"))
                .containsExactly(new LetterFinding(LetterRule.MOJIBAKE, Set.of(SUBJECT, HTML, TEXT), "HÃ©lÃ¨ne"));
    }

    @Test
    void an_empty_variable_is_told_with_what_to_write_instead_in_french_and_english() {
        ReadLetter letter = new ReadLetter("", "", "Vœux", null, "Bonjour,", Map.of(), List.of(), 100);

        LetterFinding finding = LetterCheck.of(letter, NOBODY, Map.of("prenom", Set.of(SUBJECT, TEXT)))
                .get(0);

        assertThat(finding.reason().in(Locale.UK))
                .isEqualTo("“prenom” is empty for this contact; it stands in the subject and text; "
                        + "write for example {{ prenom | default('…') }}");
        assertThat(finding.reason().in(Locale.FRANCE)).startsWith("«\u202fprenom\u202f» est vide pour ce contact");
        assertThat(finding.reason().in(Locale.JAPAN)).isEqualTo(finding.reason().in(Locale.UK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void every_rule_has_its_words(String language) {
        for (LetterRule rule : LetterRule.values()) {
            assertThat(new LetterFinding(rule, Set.of(HTML), "ceci").reason().in(Locale.forLanguageTag(language)))
                    .doesNotContain("{where}")
                    .isNotBlank();
        }
    }

    @Test
    void evidence_is_one_short_line_whatever_the_letter_holds() {
        assertThat(new LetterFinding(LetterRule.LEFT_OVER, Set.of(TEXT), "{{\r\nX: y\t" + "z".repeat(200)).evidence())
                .hasSize(80)
                .startsWith("{{ X: y zzz")
                .endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NULL",
                "null",
                "(null)",
                "\\N",
                "nan",
                "NaN",
                "None",
                "#N/A",
                "#N/D",
                "#NOM?",
                "#REF!",
                "#VALEUR!",
                "#DIV/0!",
                "#¿NOMBRE?",
                "#¡VALOR!",
                "#ИМЯ?",
                "#ARG!",
                "Err:502",
                "########",
                "6,12E+08",
                "3.36123E+10",
                "undefined",
                " None "
            })
    void what_an_export_writes_for_no_value_is_found_where_it_is_printed(String cell) {
        Contact contact = new Contact(2, Map.of("prenom", cell, "ville", "Lyon"));

        assertThat(findings("Vœux", null, "Bonjour " + cell + ",\nà bientôt à Lyon", contact))
                .extracting(LetterFinding::rule, LetterFinding::evidence, LetterFinding::places)
                .containsExactly(tuple(LetterRule.LEFT_BY_EXPORT, cell.strip(), Set.of(TEXT)));
        assertThat(findings("Vœux", null, "Bonjour,\nNonetheless: nullement", contact))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"H?l?ne", "?lodie", "Ren?e-Marie", "Jean ?tienne", "M??ller"})
    void a_name_that_lost_its_accents_is_found_where_it_is_printed(String cell) {
        Contact contact = new Contact(2, Map.of("prenom", cell));

        assertThat(findings("Vœux", null, "Bonjour " + cell + ",\nà bientôt", contact))
                .extracting(LetterFinding::rule, LetterFinding::evidence)
                .containsExactly(tuple(LetterRule.MOJIBAKE, cell));
        assertThat(findings(
                        "Vœux",
                        null,
                        "Vient ? Oui ou non ? https://x.example/a?b Vient?",
                        new Contact(2, Map.of("a", "Vient ?", "b", "https://x.example/a?b", "c", "Vient?"))))
                .isEmpty();
    }

    @Test
    void words_that_are_no_cell_of_the_contact_are_let_pass() {
        assertThat(rules("None of you", null, "null et non avenu, sur l'île de Nan"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"O&#039;Brien", "O&#39;Brien", "Dupont &amp; fils", "Ren&eacute;", "&quot;Bob&quot;", "&#x27;x"})
    void a_character_as_html_writes_it_is_found_in_what_is_read(String value) {
        assertThat(rules("Vœux", null, "Bonjour " + value)).containsExactly(LetterRule.LEFT_BY_EXPORT);
        assertThat(rules("Vœux", "<p>Bonjour " + value.replace("&", "&amp;"), "x"))
                .containsExactly(LetterRule.LEFT_BY_EXPORT);
        assertThat(rules("Vœux", "<p>Bonjour Ren&eacute; &amp; O&#039;Brien", "x"))
                .isEmpty();
    }

    private static List<LetterRule> rules(String subject, @Nullable String html, @Nullable String text) {
        return findings(subject, html, text).stream()
                .map(LetterFinding::rule)
                .distinct()
                .toList();
    }

    private static List<LetterFinding> findings(String subject, @Nullable String html, @Nullable String text) {
        return findings(subject, html, text, NOBODY);
    }

    private static List<LetterFinding> findings(
            String subject, @Nullable String html, @Nullable String text, Contact contact) {
        ReadLetter.Picture carte = new ReadLetter.Picture("image/png", new byte[1]);
        return LetterCheck.of(
                new ReadLetter("", "", subject, html, text, Map.of("carte", carte), List.of(), 5_000),
                contact,
                Map.of());
    }
}
