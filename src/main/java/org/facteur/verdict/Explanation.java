package org.facteur.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.reason.Reason;
import org.facteur.relay.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a reply means, for people and for programs. */
public final class Explanation {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Reply reply;
    private final Verdict verdict;
    private final @Nullable String madeFor;
    private final List<String> words;

    private Explanation(Reply reply, Verdict verdict, @Nullable String madeFor, List<String> words) {
        this.reply = reply;
        this.verdict = verdict;
        this.madeFor = madeFor;
        this.words = words;
    }

    /**
     * Explains a reply in the form in which people find it.
     *
     * @param rawLine as a server sent it, or as a mail log, a bounce or a TSV file shows it
     */
    public static Explanation of(String rawLine, ReplyClassifier classifier) {
        Reply reply = RawReply.parse(rawLine);
        if (classifier instanceof RuleClassifier rules) {
            RuleClassifier.Judgement judged = rules.judge(reply);
            return new Explanation(reply, judged.verdict(), judged.madeFor(), judged.words());
        }
        return new Explanation(reply, classifier.classify(reply), null, List.of());
    }

    public Reply reply() {
        return reply;
    }

    public Verdict verdict() {
        return verdict;
    }

    /** Whether no rule decided, but the weight of the words. */
    public boolean isByWords() {
        return !words.isEmpty();
    }

    /** Some lines that say what the reply means, and what a run does about it. */
    public List<Reason> lines() {
        List<Reason> lines = new ArrayList<>();
        if (reply.code() == 0 && isUnknown()) {
            lines.add(VerdictReason.EXPLAIN_NO_REPLY.of());
        }
        lines.add(VerdictReason.EXPLAIN_MEANS.of(
                verdict.category().meaning(), verdict.category().label()));
        lines.add(VerdictReason.EXPLAIN_CONCERNS.of(verdict.scope().of()));
        lines.add(VerdictReason.EXPLAIN_RUN.of(Reason.several(action())));
        if (madeFor != null) {
            lines.add(VerdictReason.EXPLAIN_EXAMPLE.of(madeFor));
        }
        if (!words.isEmpty()) {
            lines.add(VerdictReason.EXPLAIN_WORDS.of(String.join(" · ", words)));
        }
        return lines;
    }

    private boolean isUnknown() {
        return verdict.category() == Category.UNKNOWN_TRANSIENT || verdict.category() == Category.UNKNOWN_PERMANENT;
    }

    private List<Reason> action() {
        List<Reason> action = new ArrayList<>(List.of(verdict.reaction().of()));
        Duration retryAfter = verdict.retryAfter();
        if (retryAfter != null) {
            action.add(asked(retryAfter.toSeconds()));
        }
        RunGuard.stopsAfter(verdict, reply.phase()).ifPresent(action::add);
        return action;
    }

    private static Reason asked(long seconds) {
        if (seconds % 3600 == 0) {
            return VerdictReason.ASKED_HOURS.of(seconds / 3600);
        }
        return seconds % 60 == 0
                ? VerdictReason.ASKED_MINUTES.of(seconds / 60)
                : VerdictReason.ASKED_SECONDS.of(seconds);
    }

    /** One line. */
    public String toJson() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Duration retryAfter = verdict.retryAfter();
        fields.put("code", reply.code() == 0 ? null : reply.code());
        fields.put("enhanced", reply.enhanced() == null ? null : String.valueOf(reply.enhanced()));
        fields.put("category", verdict.category().label());
        fields.put("scope", verdict.scope().label());
        fields.put("reaction", verdict.reaction().label());
        fields.put("retryAfterSeconds", retryAfter == null ? null : retryAfter.toSeconds());
        return JSON.writeValueAsString(fields);
    }
}
