package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailingDigestTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "letter.html",
                "letter.txt",
                "head.html",
                "inner/foot.html",
                "macros.html",
                "carte.png",
                "logo.gif"
            })
    void whatever_makes_a_letter_counts(String file) {
        Job job = job();
        String before = MailingDigest.of(job.load()).toString();
        assertThat(MailingDigest.of(job.load()).isSameAs(before)).isTrue();

        job.holding("jobs/" + file, file.endsWith("l") ? "<p>other</p>" : "other");

        MailingDigest after = MailingDigest.of(job.load());
        assertThat(after.isSameAs(before)).isFalse();
        assertThat(after.hasOtherLetterThan(before)).isTrue();
    }

    private Job job() {
        return Job.in(folder)
                .holding(
                        "jobs/letter.html",
                        "{% import 'macros.html' %}{% include \"head.html\" %}<img src=\"carte.png\"><img src='cid:logo'>")
                .holding("jobs/head.html", "<p>Bonjour</p>{% include 'inner/foot.html' %}")
                .holding("jobs/inner/foot.html", "<p>Fin</p>")
                .holding("jobs/macros.html", "{% macro m() %}x{% endmacro %}")
                .holding("jobs/carte.png", "GIF8 carte")
                .holding("jobs/logo.gif", "GIF8 logo")
                .line(
                        5,
                        "  message: { subject: Bonjour, html: letter.html, text: letter.txt, inline: { logo: logo.gif } }");
    }
}
