package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserRulesTest {

    private static final String RULE = """
            rules:
              - category: rate-limited-sender
                scope: relay
                reaction: stop-run
                phase: rcpt
                code: 5..
                text: QUOTA dépassé.*{unit}
                made-for: 550 5.1.1 Quota dépassé pour l'unité
            terms:
              unit: unité|service
            """;

    @TempDir
    Path directory;

    @Test
    void a_users_rule_goes_before_the_built_in_ones() throws IOException {
        RuleClassifier classifier = RuleClassifier.with(file(RULE));

        Verdict own = classifier.classify(Reply.parse(Phase.RCPT, "551 5.2.2 quota depasse: service"));
        Verdict builtIn = classifier.classify(Reply.parse(Phase.RCPT, "550 5.1.1 User unknown"));

        assertThat(own)
                .isEqualTo(new Verdict(Category.RATE_LIMITED_SENDER, Scope.RELAY, Reaction.STOP_RUN, null, true));
        assertThat(builtIn.category()).isEqualTo(Category.NO_SUCH_USER);
    }

    @Test
    void without_a_file_the_built_in_rules_decide() {
        assertThat(RuleClassifier.with(null)
                        .classify(Reply.parse(Phase.RCPT, "550 5.1.1 User unknown"))
                        .category())
                .isEqualTo(Category.NO_SUCH_USER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    category: rate-limited-sender | category: rate-limit    | :2: rule 1.category «rate-limit» is not known; write one of accepted,
                    scope: relay                  | scope: relays           | :3: rule 1.scope «relays» is not known; write one of recipient, domain, relay, run
                    reaction: stop-run            | reaction: stop          | :4: rule 1.reaction «stop» is not known; write one of delivered,
                    phase: rcpt                   | sure: maybe             | :5: rule 1.sure «maybe» is not known; write one of true
                    phase: rcpt                   | phase: rcpt to          | :5: rule 1.phase «rcpt to» is not known; write one of greeting,
                    code: 5..                     | code: '5[.'             | :6: rule 1.code is not a pattern
                    code: 5..                     | colour: red             | :6: rule 1 has an unknown field «colour»; write one of category,
                    code: 5..                     | scope: relay            | :6: rule 1 has «scope» twice
                    code: 5..                     | code: '4..'             | :2: rule 1 does not match the reply it is made for
                    {unit}                        | {units}                 | :7: rule 1.text uses {units}, which is not among the terms
                    made-for:                     | made-for: 'a            | this is not YAML
                    rules:                        | rule:                   | :1: a file of rules has an unknown field «rule»; write one of rules, terms
                    """)
    void a_mistake_is_told_with_its_line_and_what_to_write(String right, String wrong, String message)
            throws IOException {
        Path file = file(RULE.replace(right, wrong));

        assertThatThrownBy(() -> RuleClassifier.with(file))
                .isInstanceOf(ReplyRulesException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void a_rule_that_would_match_everything_is_refused() throws IOException {
        Path file = file("rules:\n  - category: no-such-user\n    scope: recipient\n    made-for: 550 No\n");

        assertThatThrownBy(() -> RuleClassifier.with(file)).hasMessageContaining("would match every reply");
    }

    @Test
    void a_file_that_is_missing_or_empty_is_told() throws IOException {
        assertThatThrownBy(() -> RuleClassifier.with(directory.resolve("none.yaml")))
                .isInstanceOf(ReplyRulesException.class)
                .hasMessageContaining("none.yaml does not exist");
        Path empty = file("");
        assertThatThrownBy(() -> RuleClassifier.with(empty)).hasMessageContaining("is empty; write\nrules:");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("replies.yaml"), yaml);
    }
}
