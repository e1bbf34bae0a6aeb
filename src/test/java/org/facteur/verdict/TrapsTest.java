package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that look like what they are not. */
class TrapsTest {

    private static final RuleClassifier CLASSIFIER = RuleClassifier.builtIn();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    550 5.4.5 Daily user sending limit exceeded | QUOTA_DAILY_EXHAUSTED | CLOSE_RELAY
                    550 5.1.1 <a@example.org> - 192.0.2.1 has sent to too many recipients this hour | RATE_LIMITED_SENDER | SLOW_RELAY
                    454 4.7.0 Too many login attempts, please try again later | RATE_LIMITED_SENDER | SLOW_RELAY
                    554 5.2.0 STOREDRV.Submission.Exception:QuotaExceededException | MAILBOX_FULL | STOP_RUN
                    450 5.1.0 <a@example.org>: Sender address rejected: User unknown | SENDER_REJECTED | STOP_RUN
                    550 5.5.0 Adresse destinataire invalide. LPN007_416 | NO_SUCH_USER | REFUSE
                    421 4.2.0 Service refuse. Veuillez essayer plus tard. OFR005_505 [505] | SERVICE_UNAVAILABLE | PAUSE_DOMAIN
                    550 4.2.2 Mailbox full | MAILBOX_FULL | REFUSE
                    451 5.2.2 Mailbox full | MAILBOX_FULL | RETRY
                    551 DNS lookup failure | UNKNOWN_PERMANENT | REFUSE
                    550 User has no permission | AUTH_FAILED | STOP_RUN
                    451 domain of smtp mail from is temporarily disabled | SERVICE_UNAVAILABLE | SLOW_RELAY
                    451 Requested mail action not taken: too much fail authentication | RATE_LIMITED_SENDER | SLOW_RELAY
                    550 5.7.1 Der Empfänger hat Nachrichten von Ihnen blockiert | POLICY_BLOCKED | REFUSE
                    550 5.2.1 a@example.org ReceivingRatePerm | RATE_LIMITED_RECIPIENT_DOMAIN | RETRY
                    550 5.2.1 User has no right to receive | NO_SUCH_USER | REFUSE
                    550 5.7.1 User not authorized on this server | POLICY_BLOCKED | PAUSE_DOMAIN
                    550 Recipient not allowed | POLICY_BLOCKED | REFUSE
                    550 User's mail server has IP blocked | POLICY_BLOCKED | PAUSE_DOMAIN
                    550 5.7.1 arc fail | SENDER_REJECTED | STOP_RUN
                    503 sender not yet given | UNKNOWN_PERMANENT | REFUSE
                    550 5.1.1 Backscatter Protection detected an invalid or expired email address | SENDER_REJECTED | STOP_RUN
                    554 5.7.1 Recipient address rejected: You have exceeded your Outmail quota. | QUOTA_DAILY_EXHAUSTED | CLOSE_RELAY
                    550 permanent failure for one or more recipients (a@example.com:blocked) | UNKNOWN_PERMANENT | REFUSE
                    550 This domain does not accept unsigned bounces. | POLICY_BLOCKED | PAUSE_DOMAIN
                    556 The number of RCPTs is over size | TOO_MANY_RECIPIENTS | RETRY
                    551 Main account unavailable | UNKNOWN_PERMANENT | REFUSE
                    554 5.2.1 Subject is Mandatory. | CONTENT_REJECTED | REFUSE
                    550 5.7.1 recipient <a@example.org> from unknown TLD #141 | BAD_DOMAIN | REFUSE
                    550 Sorry, no access for this user | POLICY_BLOCKED | PAUSE_DOMAIN
                    452 <a@example.org>: Recipient address rejected: Domain not active | UNKNOWN_TRANSIENT | RETRY
                    450 4.1.1 <a@example.org>: Recipient address rejected: unverified address: Mailbox might be disabled, full, or may not exist | UNKNOWN_TRANSIENT | RETRY
                    450 4.1.1 <a@example.org>: Recipient address rejected: unverified address: mx.example.org said: 452 4.2.2 Mailbox full | MAILBOX_FULL | RETRY
                    550 5.7.1 Invalid RCPT PARAM | UNKNOWN_PERMANENT | REFUSE
                    554 it encountered an error | SERVICE_UNAVAILABLE | SLOW_RELAY
                    554 cannot open mail file | SERVICE_UNAVAILABLE | SLOW_RELAY
                    450 You have an allowance that is used up | RATE_LIMITED_SENDER | SLOW_RELAY
                    550 Cannot accept recipient due to policy | POLICY_BLOCKED | PAUSE_DOMAIN
                    """)
    void what_it_says_is_not_what_it_looks_like(String raw, Category category, Reaction reaction) {
        Verdict verdict = CLASSIFIER.classify(Reply.parse(Phase.RCPT, raw));

        assertThat(verdict.category()).isEqualTo(category);
        assertThat(verdict.reaction()).isEqualTo(reaction);
    }

    @Test
    void a_421_in_the_greeting_comes_as_a_plain_exception() {
        String message = "Could not connect to SMTP host: smtp.example.org, port: 587, response: 421";

        Verdict verdict = CLASSIFIER.classify(new Reply(Phase.GREETING, 0, null, message));

        assertThat(verdict.category()).isEqualTo(Category.SERVICE_UNAVAILABLE);
        assertThat(verdict.scope()).isEqualTo(Scope.RELAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.9.9 <over.quota@spam.example>: Xyzzy",
                "550 5.9.9 <\"user unknown\"@example.org>: Xyzzy",
                "550 5.9.9 Xyzzy; see https://example.org/mailbox-full/greylisted?virus=1",
                "550 5.9.9 too-many-connections.example.org Xyzzy"
            })
    void addresses_hosts_and_links_say_nothing(String raw) {
        assertThat(CLASSIFIER.classify(Reply.parse(Phase.RCPT, raw)).category()).isEqualTo(Category.UNKNOWN_PERMANENT);
    }

    @Test
    void accents_case_and_line_breaks_do_not_matter() {
        Reply reply = new Reply(Phase.RCPT, 552, null, "LA BOÎTE AUX LETTRES\ndu destinataire est PLEINE");

        assertThat(CLASSIFIER.classify(reply).category()).isEqualTo(Category.MAILBOX_FULL);
    }

    @Test
    void the_name_of_a_block_list_counts_even_in_a_link() {
        Reply reply = Reply.parse(Phase.RCPT, "554 5.7.1 Rejected, see https://www.spamhaus.org/query/ip/192.0.2.1");

        assertThat(CLASSIFIER.classify(reply).scope()).isEqualTo(Scope.RELAY);
    }

    @Test
    void what_nothing_matches_is_unknown() {
        assertThat(CLASSIFIER
                        .classify(new Reply(Phase.RCPT, 451, null, "Xyzzy"))
                        .category())
                .isEqualTo(Category.UNKNOWN_TRANSIENT);
        assertThat(CLASSIFIER.classify(new Reply(Phase.RCPT, 0, null, "")).category())
                .isEqualTo(Category.UNKNOWN_TRANSIENT);
    }
}
