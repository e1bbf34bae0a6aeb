package org.facteur.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.facteur.relay.Phase;
import org.facteur.relay.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordWeightsTest {

    private static final RuleClassifier CLASSIFIER = RuleClassifier.builtIn();

    @Test
    void words_decide_where_no_rule_was_written_and_are_named() {
        Reply reply = reply("550 Sender looks forged to us");

        assertThat(CLASSIFIER.classify(reply).category()).isEqualTo(Category.SENDER_REJECTED);
        assertThat(CLASSIFIER.judge(reply).words()).contains("sender");
        assertThat(CLASSIFIER.judge(reply).madeFor()).isNull();
    }

    @Test
    void words_alone_accuse_no_address_unless_they_speak_of_a_person_and_of_nothing_else() {
        assertThat(ReplyWords.accuse(words("550 This user is unknown here"))).isTrue();
        assertThat(ReplyWords.accuse(words("550 This user is unknown to our spam filter")))
                .isFalse();
        assertThat(ReplyWords.accuse(words("550 The sender's account is disabled")))
                .isFalse();
        assertThat(ReplyWords.accuse(words("550 The user found messages invalid")))
                .isFalse();
        assertThat(ReplyWords.accuse(words("550 User not known to our policies")))
                .isFalse();
        assertThat(ReplyWords.accuse(words("550 5.1.1 Delivery failed"))).isFalse();
    }

    @Test
    void words_call_no_address_bad_of_which_people_say_otherwise() {
        assertThat(WordWeightsTrainer.replies()
                        .filter(one -> Category.of(one.category()).orElseThrow().fault() != Fault.ADDRESS)
                        .filter(one -> !CLASSIFIER.judge(one.reply()).words().isEmpty())
                        .filter(one ->
                                CLASSIFIER.classify(one.reply()).category().fault() == Fault.ADDRESS))
                .isEmpty();
    }

    @Test
    void a_word_stands_for_its_idea_in_every_form_it_has() {
        assertThat(words("550 Refused: suspended for minutes")).contains("*refuse", "*off", "*time");
    }

    @Test
    void what_is_only_likely_ends_neither_letter_nor_run_where_the_server_says_later() {
        assertThat(CLASSIFIER.classify(reply("550 Sender looks forged to us")).reaction())
                .isEqualTo(Reaction.STOP_RUN);
        assertThat(CLASSIFIER.classify(reply("450 Sender looks forged to us")).reaction())
                .isEqualTo(Reaction.RETRY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.2.1 The file name is not valid",
                "550 5.1.1 Invalid signature",
                "550 5.1.2 Your line is full",
                "550 5.1.1 Certificate expired",
                "550 5.1.1 Command not known",
                "550 5.1.1 TLS to addressee failed",
                "550 5.2.1 Your own mailbox was removed",
                "554 Encryption with subscriber's server is not valid",
                "550 The recipient named in the To header is invalid",
                "550 5.1.1 You are not the owner of this alias",
                "550 5.1.1 DNS resolver unavailable",
                "550 Recipient's server has an invalid certificate",
                "551 Remote host is not known here",
                "550 5.1.1 Subscriber blocks your letter",
                "550 Boundary of the second part is invalid",
            })
    void an_accusation_that_the_words_doubt_is_not_made(String raw) {
        assertThat(CLASSIFIER.classify(reply(raw)).category().fault()).isNotEqualTo(Fault.ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "552 Virus scanner over quota",
                "550 5.2.2 Lookup service over quota",
                "554 5.2.2 Your network quota is used up",
                "552 From address quota exceeded",
            })
    void another_s_quota_is_no_full_mailbox(String raw) {
        assertThat(CLASSIFIER.classify(reply(raw)).category()).isNotEqualTo(Category.MAILBOX_FULL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 Mailbox not present",
                "550 No entry for that recipient",
                "550 kullanıcı bulunamadı",
                "550 无此用户"
            })
    void words_alone_accuse_where_they_leave_no_doubt(String raw) {
        assertThat(CLASSIFIER.classify(reply(raw)).category()).isEqualTo(Category.NO_SUCH_USER);
    }

    @Test
    void words_that_likely_mean_ours_under_another_name_do_not_refuse_where_a_rule_stops_the_run() {
        Verdict verdict = CLASSIFIER.classify(reply("550 5.7.1 Your account is not authorized to use this service."));

        assertThat(verdict.reaction()).isEqualTo(Reaction.STOP_RUN);
        assertThat(verdict.category()).isEqualTo(Category.AUTH_FAILED);
    }

    @Test
    void words_that_likely_mean_ours_refuse_nobody_where_a_rule_of_ours_would_not() {
        assertThat(WordWeightsTrainer.replies()
                        .filter(one -> RunGuard.isLikelyOurs(CLASSIFIER.classify(one.reply())))
                        .filter(WordWeightsTest::hasRuleThatSpares))
                .isEmpty();
    }

    private static boolean hasRuleThatSpares(LabelledReply one) {
        ReadReply reply = ReadReply.of(one.reply());
        return ReplyRules.builtIn().stream()
                .filter(rule -> rule.matches(reply))
                .findFirst()
                .map(rule -> rule.verdict(reply))
                .filter(verdict -> verdict.reaction() != Reaction.REFUSE)
                .filter(verdict -> verdict.category().fault().mayBeOurs())
                .isPresent();
    }

    @Test
    void one_odd_sentence_stops_no_run() {
        List<LabelledReply> byWords = WordWeightsTrainer.replies()
                .filter(one -> !CLASSIFIER.judge(one.reply()).words().isEmpty())
                .toList();

        assertThat(byWords)
                .anyMatch(one -> stops(one) && isCertain(one))
                .noneMatch(one -> stops(one) && !isCertain(one));
    }

    private static boolean stops(LabelledReply one) {
        return CLASSIFIER.classify(one.reply()).reaction() == Reaction.STOP_RUN;
    }

    private static boolean isCertain(LabelledReply one) {
        return WordWeights.builtIn()
                .opinion(ReplyWords.of(ReadReply.of(one.reply())))
                .isCertain();
    }

    @Test
    void the_table_reads_what_it_was_learned_from() {
        WordWeights table = WordWeights.builtIn();
        List<LabelledReply> replies = WordWeightsTrainer.replies().toList();

        long right = replies.stream()
                .filter(one -> table.opinion(ReplyWords.of(ReadReply.of(one.reply())))
                        .label()
                        .category()
                        .label()
                        .equals(one.category()))
                .count();

        assertThat(right).as("make words.tsv again, see WordWeightsTrainer").isGreaterThan(replies.size() * 88L / 100);
    }

    private static Set<String> words(String raw) {
        return ReplyWords.of(ReadReply.of(reply(raw)));
    }

    private static Reply reply(String raw) {
        return Reply.parse(Phase.RCPT, raw);
    }
}
