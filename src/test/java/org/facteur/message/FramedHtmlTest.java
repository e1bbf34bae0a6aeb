package org.facteur.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.facteur.message.ReadLetter.Picture;
import org.junit.jupiter.api.Test;

class FramedHtmlTest {

    private static final Picture CARTE = new Picture("image/png", new byte[] {1, 2, 3});

    @Test
    void the_policy_stands_before_anything_of_the_letter() {
        String html = FramedHtml.of("<!DOCTYPE html><html><head><style>p{}</style></head><p>a", Map.of())
                .html();

        assertThat(html).containsSubsequence("Content-Security-Policy", "default-src 'none'", "<style>", "<p>a");
    }

    @Test
    void a_picture_is_marked_wherever_the_html_shows_it() {
        FramedHtml framed = FramedHtml.of(
                "<style>p{background:url(cid:carte)}</style><img src=\"CID:carte\"><p style=\"background:url('cid:carte')\">cid:carte"
                        + "<img src=\"cid:carte2\">",
                Map.of("carte", CARTE));

        String mark = framed.pictures().keySet().iterator().next();
        assertThat(framed.pictures()).containsEntry(mark, CARTE);
        assertThat(framed.html())
                .contains(
                        "p{background:url(" + mark + ")}",
                        "<img src=\"" + mark + "\">",
                        "background:url('" + mark + "')")
                .contains(">cid:carte<")
                .contains("cid:carte2");
    }

    @Test
    void the_same_picture_has_the_same_mark_in_each_letter() {
        assertThat(FramedHtml.of("<p>a", Map.of("a", CARTE)).pictures().keySet())
                .isEqualTo(FramedHtml.of("<p>b", Map.of("b", CARTE)).pictures().keySet());
    }

    @Test
    void what_a_browser_looks_up_beside_the_policy_is_taken_out() {
        String html = FramedHtml.of(
                        "<head><base href='http://a.example/'><link rel='dns-prefetch' href='//b.example'>"
                                + "<meta http-equiv='refresh' content='0;url=http://c.example'></head>",
                        Map.of())
                .html();

        assertThat(html).doesNotContain("a.example", "b.example", "c.example");
    }
}
