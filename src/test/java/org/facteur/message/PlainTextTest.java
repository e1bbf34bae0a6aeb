package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void paragraphs_headings_and_breaks_become_lines() {
        assertThat(PlainText.of("<h1>Bonne\n  année</h1><p>Chère <b>Zoé</b>,</p> <p>un<br>deux &amp; trois&nbsp;!</p>"))
                .isEqualTo("Bonne année\n\nChère Zoé,\n\nun\ndeux & trois\u00a0!\n");
    }

    @Test
    void a_link_shows_where_it_leads_unless_its_text_does() {
        assertThat(PlainText.of(
                        "<p><a href='https://a.example/x?y=1'>Ici</a>, <a href='https://a.example/'>a.example</a>,"
                                + " <a href='mailto:stop@a.example'>stop@a.example</a></p>"))
                .isEqualTo("Ici <https://a.example/x?y=1>, a.example, stop@a.example\n");
    }

    @Test
    void lists_have_bullets_and_numbers() {
        assertThat(PlainText.of("<p>Il faut</p><ul><li>du pain</li><li>du vin<ul><li>rouge</li></ul></li></ul>"
                        + "<ol><li>un</li><li>deux</li></ol>"))
                .isEqualTo("Il faut\n\n- du pain\n- du vin\n  - rouge\n\n1. un\n2. deux\n");
    }

    @Test
    void a_picture_is_its_alternative_text() {
        assertThat(PlainText.of("<img src='cid:carte' alt='Un village'><p>Voilà</p>"))
                .isEqualTo("Un village\n\nVoilà\n");
    }

    @Test
    void what_is_not_shown_is_left_out() {
        assertThat(
                        PlainText.of(
                                "<html><head><title>t</title><style>p{}</style></head><body>"
                                        + "<div style='display: none'>caché</div><script>x()</script><!-- c --><p>vu</p></body></html>"))
                .isEqualTo("vu\n");
    }

    @Test
    void table_rows_are_lines() {
        assertThat(PlainText.of("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"))
                .isEqualTo("a b\nc d\n");
    }

    @Test
    void lines_are_wrapped_at_spaces_and_urls_are_not_cut() {
        String url = "https://a.example/" + "x".repeat(90);

        String text = PlainText.of("<p>" + "mot ".repeat(40) + "<a href='" + url + "'>ici</a></p>");

        assertThat(text.lines()).allMatch(line -> line.length() <= 76 || line.contains(url));
        assertThat(text).contains("<" + url + ">");
    }
}
