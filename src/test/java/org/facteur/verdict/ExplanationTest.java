package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.reason.Reason;
import org.facteur.relay.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTest {

    private static final RuleClassifier CLASSIFIER = RuleClassifier.builtIn();

    @TempDir
    private Path directory;

    @Test
    void it_says_what_whose_matter_and_what_a_run_does() {
        assertThat(Explanation.of(
                                "450 4.2.0 <a@example.org>: Recipient address rejected: Greylisted for 5 minutes",
                                CLASSIFIER)
                        .lines())
                .extracting(Reason::toString)
                .containsExactly(
                        "  means     an unknown sender is asked to come back later (greylisted)",
                        "  concerns  this recipient only",
                        "  a run     tries the recipient again later, at the same relay; the server asks to wait 5 minutes",
                        "  as in     450 4.2.0 <user@example.org>: Recipient address rejected: Greylisted for 300 seconds");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', textBlock = """
                    554 5.0.0 transaction failed=does not try this recipient again; stops after 5 such refusals in a row
                    552 5.3.4 Message size exceeds fixed limit=does not try this recipient again; stops after 3 such refusals in a row
                    554 5.7.1 Message content rejected, virus found=does not try this recipient again; stops after 3 such refusals
                    550 5.1.1 User unknown=does not try this recipient again
                    """)
    void it_says_how_many_such_refusals_stop_a_run(String raw, String run) {
        assertThat(Explanation.of(raw, CLASSIFIER).lines())
                .extracting(Reason::toString)
                .contains("  a run     " + run);
    }

    @Test
    void it_says_so_only_where_no_rule_of_ones_own_wants_it_refused() throws IOException {
        String raw = "550 5.7.1 Your house is not on our list";
        String rules = """
                rules:
                  - category: sender-rejected
                    scope: run
                    reaction: refuse
                    text: house is not on
                    made-for: %s
                """.formatted(raw);

        assertThat(Explanation.of(raw, RuleClassifier.with(Files.writeString(directory.resolve("replies.yaml"), rules)))
                        .lines())
                .extracting(Reason::toString)
                .contains("  a run     does not try this recipient again");
    }

    @Test
    void json_has_null_for_what_the_reply_lacks() {
        assertThat(Explanation.of("sorry, too many emails", CLASSIFIER).toJson())
                .isEqualTo("{\"code\":null,\"enhanced\":null,\"category\":\"rate-limited-sender\",\"scope\":\"relay\","
                        + "\"reaction\":\"slow-relay\",\"retryAfterSeconds\":null}");
        assertThat(Explanation.of("450 4.2.0 Greylisted for 300 seconds", CLASSIFIER)
                        .toJson())
                .isEqualTo("{\"code\":450,\"enhanced\":\"4.2.0\",\"category\":\"greylisted\",\"scope\":\"recipient\","
                        + "\"reaction\":\"retry\",\"retryAfterSeconds\":300}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 User unknown",
                "550-5.1.1 User unknown",
                "550\t5.1.1\tUser unknown",
                "550\t5.1.1\tUser unknown\tno-such-user\trecipient\tsomewhere",
                "smtp; 550 5.1.1 User unknown",
                "smtp;550 5.1.1 User unknown",
                "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
                "host mx.example.org[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)",
                "Nov 24 12:00:00 mx postfix/smtp[1]: 4F1: to=<a@example.org>, status=bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))"
            })
    void a_reply_is_read_in_every_form_it_is_kept_in(String raw) {
        Explanation explanation = Explanation.of(raw, CLASSIFIER);

        assertThat(explanation.reply().toString()).isEqualTo("550 5.1.1 User unknown");
        assertThat(explanation.verdict().category()).isEqualTo(Category.NO_SUCH_USER);
    }

    @ParameterizedTest
    @CsvSource({
        "550-5.4.5 Daily user sending limit exceeded. For more\\n550-5.4.5 information go to\\n550 5.4.5 https://x.example",
        "550-5.4.5 Daily user sending limit exceeded. For more 550-5.4.5 information go to 550 5.4.5 https://x.example"
    })
    void the_lines_of_a_reply_are_put_together(String raw) {
        assertThat(Explanation.of(raw, CLASSIFIER).reply().text())
                .isEqualTo("Daily user sending limit exceeded. For more\ninformation go to\nhttps://x.example");
    }

    @Test
    void a_reply_without_code_keeps_its_enhanced_code() {
        Explanation explanation = Explanation.of("5.7.1 sorry, too many emails (#5.7.1)", CLASSIFIER);

        assertThat(explanation.reply().code()).isZero();
        assertThat(explanation.reply().enhanced()).hasToString("5.7.1");
    }

    @Test
    void a_table_has_a_dash_for_what_is_missing() {
        Explanation explanation = Explanation.of("-\t-\tsorry, too many emails", CLASSIFIER);

        assertThat(explanation.reply()).hasToString("sorry, too many emails");
    }

    @Test
    void a_log_line_tells_the_phase() {
        assertThat(Explanation.of("host x[192.0.2.1] said: 550 No (in reply to end of DATA command)", CLASSIFIER)
                        .reply()
                        .phase())
                .isEqualTo(Phase.DOT);
        assertThat(Explanation.of("host x[192.0.2.1] said: 550 No (in reply to MAIL FROM command)", CLASSIFIER)
                        .reply()
                        .phase())
                .isEqualTo(Phase.MAIL);
    }
}
