package org.facteur.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.facteur.address.ParsedAddress.Invalid;
import org.facteur.address.ParsedAddress.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressParserTest {

    private final AddressParser parser = new AddressParser();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "marie@ecole.example | marie@ecole.example",
                "Marie.DUPONT+voeux@Ecole.Example | marie.dupont+voeux@ecole.example",
                "o'brien@site.invalid | o'brien@site.invalid",
                "a_b-c@sous.domaine.test | a_b-c@sous.domaine.test",
                "a@b.co | a@b.co",
                "zoé@café.example | zoé@xn--caf-dma.example",
                "ZOÉ@CAFÉ.example | zoé@xn--caf-dma.example",
                "用户@例子.公司 | 用户@xn--fsqu00a.xn--55qx5d",
                "marie@xn--caf-dma.example | marie@xn--caf-dma.example",
                "петя+news@почта.рф | петя+news@xn--80a1acny.xn--p1ai",
                "1@2.fr | 1@2.fr",
                "\"marie dupont\"@x.fr | \"marie dupont\"@x.fr",
                "\"a@b\"@x.fr | \"a@b\"@x.fr",
                "\"marie\"@x.fr | marie@x.fr",
            })
    void an_address_is_taken_as_it_is_in_the_form_that_identifies_it(String cell, String address) {
        assertThat(parser.parse(cell)).isEqualTo(new Valid(EmailAddress.of(address), List.of()));
        assertThat(((Valid) parser.parse(cell)).address()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " marie@x.fr",
                "marie@x.fr\t\r\n",
                "\u00A0marie@x.fr\u202F",
                "\u200Bmarie@x.fr\u200D",
                "\uFEFFmarie@x.fr",
                "\u2068marie@x.fr\u2069",
                "\u202Amarie@x.fr\u202C",
                "mailto:marie@x.fr",
                "MAILTO:marie@x.fr?subject=Bonne%20ann%C3%A9e&cc=paul@x.fr",
                "mailto:marie%40x.fr",
                "'marie@x.fr",
                "MARİE@X.FR",
                "ｍａｒｉｅ＠ｘ．ｆｒ",
                "Marie Dupont <marie@x.fr>",
                "\"Dupont, Marie\" <marie@x.fr>",
                "\"Marie @ Paul\" <marie@x.fr>",
                "marie@x.fr <marie@x.fr>",
                "'Marie@x.fr' <marie@x.fr>",
                "<marie@x.fr>",
                "<mailto:marie@x.fr>",
                "\"marie@x.fr\"",
                "'marie@x.fr'",
                "« marie@x.fr »",
                "“marie@x.fr”",
                "marie@x.fr;",
                "marie@x.fr ,",
                "marie@x.fr.",
                "Marie <marie@x.fr>; ",
                " \"<mailto:marie@x.fr?subject=a>\" ;",
            })
    void what_stands_around_an_address_is_taken_off_and_said(String cell) {
        assertThat(parser.parse(cell)).isInstanceOfSatisfying(Valid.class, valid -> {
            assertThat(valid.address()).hasToString("marie@x.fr");
            assertThat(valid.cleanups()).isNotEmpty();
        });
    }

    @Test
    void each_cleanup_says_what_was_taken_off() {
        assertThat(((Valid) parser.parse(" Marie Dupont <mailto:marie@x.fr?subject=a>; ")).cleanups())
                .containsExactly(
                        "white space around it taken off",
                        "\";\" at its end taken off",
                        "display name \"Marie Dupont\" taken off",
                        "\"mailto:\" and what follows \"?\" taken off");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty",
                "'  ' | is empty",
                "'<>' | is empty",
                "marie | has no @",
                "marie at x.fr | has no @",
                "@x.fr | nothing before the @",
                "marie@ | nothing after the @",
                "marie@@x.fr | has two @",
                "marie@x.fr;paul@y.fr | two addresses; write one a row",
                "marie@x.fr, paul@y.fr | two addresses; write one a row",
                "marie@x.fr paul@y.fr | two addresses; write one a row",
                "marie@x.fr/paul@y.fr | two addresses; write one a row",
                "Marie <marie@x.fr>, Paul <paul@y.fr> | two addresses; write one a row",
                "paul@y.fr <marie@x.fr> | two addresses; write one a row",
                "mailto:a@x.fr,b@x.fr | two addresses; write one a row",
                "marie dupont@x.fr | has a space inside; write it without: mariedupont@x.fr",
                "marie@x.fr perso | has a space inside; write it without: marie@x.fr",
                "marie@x.co .fr | has a space inside; write it without: marie@x.co.fr",
                "marie@x.co m | has a space inside; write it without: marie@x.com",
                "marie@x .fr | has a space inside; write it without: marie@x.fr",
                "marie@localhost | has no ending; write it whole",
                "marie@[127.0.0.1] | machine by its number; write a domain name",
                "marie@[IPv6:::1] | machine by its number; write a domain name",
                "marie@x..fr | two dots in a row; write one: marie@x.fr",
                "marie..d@x.fr | two dots in a row; write one: marie.d@x.fr",
                "marie@x.fr.. | two dots in a row",
                ".marie@x.fr | dot at the edge",
                "marie.@x.fr | dot at the edge",
                "marie@.x.fr | dot right after the @; write marie@x.fr",
                "marie@x,fr | comma where a dot belongs; write marie@x.fr",
                "marie,dupont@x.fr | comma where a dot belongs; write marie.dupont@x.fr",
                "marie@-x.fr | is not a domain",
                "marie@x_y.fr | is not a domain",
                "marie@x.fr> | is not a domain",
                "marie@x.123 | is not an e-mail address",
                "ma(rie)@x.fr | remark in parentheses; write it without: ma@x.fr",
                "mаrie@x.fr | a letter of another alphabet among Latin ones, а (U+0430)",
                "marie@gmаil.com | a letter of another alphabet among Latin ones, а (U+0430)",
                "marie@straße.de | write its ASCII form",
            })
    void what_is_no_address_is_refused_with_what_to_write_instead(String cell, String reason) {
        assertThat(parser.parse(cell))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.reason() + " ")
                                .contains(reason.contains("write it without") ? reason + " " : reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=HYPERLINK(\"mailto:marie@x.fr\";\"Marie\") | is a formula",
                "=LIEN_HYPERTEXTE(\"mailto:marie@x.fr\") | is a formula",
                "=A1&\"@x.fr\" | is a formula",
                "=$B$12 | is a formula",
                "=\"marie\"&\"@x.fr\" | is a formula",
                "=CONCATENER(A2;\"@x.fr\") | is a formula",
                "=?utf-8?Q?Marie=40x.fr?= | in a letter's header (RFC 2047)",
                "=?iso-8859-1?B?TWFyaWU=?=@x.fr | in a letter's header (RFC 2047)",
                "marie(travail)@x.fr | a remark in parentheses; write it without: marie@x.fr",
                "marie@x(travail).fr | a remark in parentheses; write it without: marie@x.fr"
            })
    void what_a_spreadsheet_or_a_header_leaves_is_called_what_it_is(String cell, String reason) {
        assertThat(reason(cell)).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "marie@x.fr(Marie)",
                "(Marie) marie@x.fr",
                "(Marie Petit)marie@x.fr",
                "=?utf-8?Q?Marie?= <marie@x.fr>"
            })
    void a_remark_around_an_address_is_taken_off(String cell) {
        assertThat(parser.parse(cell))
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.address()).hasToString("marie@x.fr"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=a1b@x.fr", "a=b@x.fr", "=a@x.fr", "\"a(b)\"@x.fr"})
    void equals_signs_and_quoted_parentheses_are_part_of_an_address(String cell) {
        assertThat(parser.parse(cell)).isInstanceOf(Valid.class);
    }

    @Test
    void control_characters_and_invisible_ones_inside_are_refused_and_named() {
        assertThat(reason("marie\u0000@x.fr")).contains("U+0000");
        assertThat(reason("ma\u200Brie@x.fr")).contains("U+200B").doesNotContain("\u200B");
        assertThat(reason("marie@x\u202E.fr")).contains("U+202E");
        assertThat(reason("marie@x.fr\r\nBcc: paul@y.fr")).doesNotContain("\n");
        assertThat(reason("\"a\rb\"@x.fr")).contains("U+000D");
        assertThat(reason("mailto:marie%0D%0A.x@x.fr")).doesNotContain("\n");
        assertThat(reason("mari\uFFFD@x.fr")).contains("unreadable character");
    }

    @Test
    void lengths_are_those_of_smtp_in_octets() {
        String longest = "a".repeat(64);
        String domain = "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(57) + ".fr";

        assertThat(parser.parse(longest + "@x.fr")).isInstanceOf(Valid.class);
        assertThat(reason(longest + "a@x.fr")).contains("65 octets, at most 64");
        assertThat(reason("é".repeat(33) + "@x.fr")).contains("66 octets");
        assertThat(parser.parse(longest + "@" + domain)).isInstanceOf(Valid.class);
        assertThat(reason(longest + "@x" + domain)).isNotEmpty();
        assertThat(reason("a@" + "b".repeat(64) + ".fr")).contains("not a domain");
        assertThat(reason(longest + "@" + "é.".repeat(30) + domain)).isNotEmpty();
        assertThat(reason("a".repeat(1_000_000))).contains("too long").hasSizeLessThan(200);
    }

    @Test
    void an_illegal_international_domain_is_a_value_not_an_exception() {
        assertThat(reason("marie@" + "é".repeat(70) + ".fr")).isNotEmpty();
        assertThat(reason("marie@é..fr")).isNotEmpty();
        assertThat(reason("marie@\uD800é.fr")).isNotEmpty();
        assertThat(reason("marie@℀é.fr")).isNotEmpty();
        assertThat(reason("marie@。fr")).isNotEmpty();
    }

    @Test
    void no_cell_whatever_makes_the_parser_throw_and_no_reason_breaks_a_line() {
        Random random = new Random(20261231);
        String alphabet = "ab.@@<>\"'\\,;: ()[]%?é漢\u00A0\u200B\u0000\r\n\uD83D\uDE00\uD800mailto:";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder cell = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                cell.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            ParsedAddress parsed = parser.parse(cell.toString());
            if (parsed instanceof Valid valid) {
                assertThat(EmailAddress.of(valid.address().toString())).isEqualTo(valid.address());
                assertThat(parser.parse(valid.address().toString())).isEqualTo(new Valid(valid.address(), List.of()));
            } else if (parsed instanceof Invalid invalid) {
                assertThat(invalid.reason().toString()).matches("[^\\p{Cntrl}\\u2028\\u2029]+");
            }
        }
    }

    private String reason(String cell) {
        return ((Invalid) parser.parse(cell)).reason().toString();
    }

    @Test
    void of_several_addresses_in_a_google_export_the_first_is_taken_and_that_is_said() {
        ParsedAddress parsed = new AddressParser().parse("marie@ecole.example ::: m@perso.example");

        assertThat(parsed).isInstanceOfSatisfying(ParsedAddress.Valid.class, valid -> {
            assertThat(valid.address()).hasToString("marie@ecole.example");
            assertThat(valid.cleanups()).contains("what follows \":::\" taken off");
        });
    }

    @Test
    void a_name_in_parentheses_behind_the_address_is_taken_off() {
        ParsedAddress parsed = new AddressParser().parse("marie@ecole.example (Marie Petit)");

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        ParsedAddress.Valid.class,
                        valid -> assertThat(valid.address()).hasToString("marie@ecole.example"));
    }
}
