package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InlinedStylesTest {

    private final InlinedStyles styles = new InlinedStyles();

    /** The body of a page with this sheet. */
    private String body(String sheet, String body) {
        String head = "<html><head><style>" + sheet + "</style></head><body>";
        String styled = styles.in(head + body + "</body></html>");
        assertThat(styled).startsWith(head).endsWith("</body></html>");
        return styled.substring(head.length(), styled.length() - "</body></html>".length());
    }

    @Test
    void html_without_a_sheet_is_not_touched() {
        String html = "<P Class=x>a<br>b & c<p style='color:red'>d";

        assertThat(styles.in(html)).isSameAs(html);
    }

    @Test
    void a_rule_is_written_into_its_elements_and_all_else_stays_to_the_letter() {
        assertThat(body("p.x { color: red; margin: 0 }", "<P CLASS='x y'>É & \"z\"<br/><p>no</p><!-- <p class=x> -->"))
                .isEqualTo(
                        "<P style=\"color: red; margin: 0\" CLASS='x y'>É & \"z\"<br/><p>no</p><!-- <p class=x> -->");
    }

    @Test
    void the_weightier_rule_wins_then_the_later_one_then_what_the_element_says_itself() {
        assertThat(body("#i { color: red } p { color: blue; margin: 0 } p { margin: 1px }", "<p id=i>"))
                .isEqualTo("<p style=\"margin: 1px; color: red\" id=i>");
        assertThat(body("p { color: red }", "<p Style='color:blue;'>"))
                .isEqualTo("<p style=\"color: red; color:blue\">");
        assertThat(body("p { color: red !important }", "<p style=color:blue class=a>"))
                .isEqualTo("<p style=\"color:blue; color: red\" class=a>");
    }

    @Test
    void what_no_element_can_say_of_itself_stays_in_the_sheet_alone() {
        assertThat(body(
                        "a:hover { color: red } @media print { a { color: blue } } * { margin: 0 } a::before { content:"
                                + " \"x\" }",
                        "<a href=x>y</a>"))
                .isEqualTo("<a href=x>y</a>");
        String left = "<style data-embed>p { color: red }</style><style media=print>p { color: red }</style><p>x";
        assertThat(styles.in(left)).isEqualTo(left);
    }

    @Test
    void colours_are_written_as_old_clients_know_them_and_quotes_do_not_end_the_attribute() {
        assertThat(body("p { color: #C00; background: rgba(0,0,0,.5); font-family: \"Segoe UI\", Arial }", "<p>"))
                .isEqualTo(
                        "<p style=\"color: #cc0000; background: rgba(0, 0, 0, 0.5); font-family: 'Segoe UI', Arial\">");
    }

    @Test
    void word_and_broken_sheets_do_no_harm() {
        assertThat(body(
                        "<!-- p.MsoNormal { mso-style-parent:\"\"; margin:0cm } -->",
                        "<p class=MsoNormal>x<o:p></o:p>"))
                .isEqualTo("<p style=\"mso-style-parent: ''; margin: 0cm\" class=MsoNormal>x<o:p></o:p>");
        assertThat(body("p { color: red; } q { { ", "<p>")).isEqualTo("<p style=\"color: red\">");
        assertThat(body("p { color: ", "<p>x")).startsWith("<p");
    }

    @Test
    void tables_and_elements_that_html_opens_by_itself_keep_their_places() {
        assertThat(body("td { color: red } tbody { color: blue }", "<table>{x}<tr><td>1<td>2</table>"))
                .isEqualTo("<table>{x}<tr><td style=\"color: red\">1<td style=\"color: red\">2</table>");
    }
}
